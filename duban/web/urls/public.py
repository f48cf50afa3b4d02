"""Addresses of the public: appeals and ratings (群众诉求、满意度)."""

from django.urls import path

from duban.web.views.public import appeal_corrections, appeals, intake, ratings

PUBLIC = [
    path("settings/intake", intake.switch, name="intake"),
    path("appeals", appeals.index, name="appeals"),
    path("appeals/new", appeals.new, name="appeal_new"),
    path("appeals/list", appeals.take_list, name="appeal_list"),
    path("appeals/template.xlsx", appeals.template, name="appeal_template"),
    path("appeals/<slug:number>", appeals.show, name="appeal"),
    path("appeals/<slug:number>/sorting", appeals.sort, name="appeal_sorting"),
    path("appeals/<slug:number>/matter", appeals.register, name="appeal_matter"),
    path("appeals/<slug:number>/joining", appeals.join, name="appeal_joining"),
    path("appeals/<slug:number>/answer", appeals.answer, name="appeal_answer"),
    path("appeals/<slug:number>/correction", appeal_corrections.correct, name="appeal_correction"),
    path("appeals/<slug:number>/reply-correction", appeal_corrections.correct_reply, name="appeal_reply_correction"),
    path("appeals/<slug:number>/dismissal", appeals.decline, name="appeal_dismissal"),
    path("ratings", ratings.index, name="ratings"),
    path("matters/<slug:no>/ratings", ratings.rate, name="rating_new"),
    path("ratings/<int:pk>/keeping", ratings.keep, name="rating_keeping"),
    # 公众，不登录
    path("public/<slug:place>", intake.place, name="public_place"),
    path("public/<slug:place>/appeals", intake.write, name="public_appeal"),
    path("public/<slug:place>/receipt", intake.receipt, name="public_receipt"),
    path("public/<slug:place>/state", intake.state, name="public_state"),
    path("public/<slug:place>/rating", intake.rate, name="public_rating"),
]
