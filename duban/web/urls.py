"""The product's table of contents: every page and every act, in the order of the menu.

A verb is a noun here: a POST to /matters/{no}/extensions requests an extension. Who may call what is declared for each route in
tests/web/permissions.py; a route without an entry there fails the tests.
"""

from django.urls import path

from duban.web.views import (
    accounts,
    health,
    journal,
    officers,
    papers,
    rankings,
    regimes,
    scores,
    units,
)

urlpatterns = [
    path("", accounts.home, name="home"),
    path("login", accounts.sign_in, name="login"),
    path("logout", accounts.sign_out, name="logout"),
    path("password", accounts.change_password, name="password"),
    path("demo/login/<str:username>", accounts.enter_demo, name="demo_login"),
    path("health", health.show, name="health"),
    # 来文
    path("papers", papers.index, name="papers"),
    path("papers/new", papers.new, name="paper_new"),
    path("papers/<int:pk>", papers.show, name="paper"),
    path("papers/<int:pk>/drafts/<int:order>", papers.correct, name="draft"),
    path("papers/<int:pk>/drafts/<int:order>/dismissal", papers.drop, name="draft_dismissal"),
    path("papers/<int:pk>/matters", papers.register, name="paper_registration"),
    # 考核
    path("rankings", rankings.index, name="rankings"),
    path("rankings/new", rankings.publish, name="ranking_new"),
    path("rankings/marks", rankings.enter, name="ranking_marks"),
    path("rankings/<int:pk>", rankings.show, name="ranking_published"),
    path("scores/<slug:unit>", scores.card, name="scorecard"),
    # 制度
    path("regime", regimes.show, name="regime"),
    path("regime/clauses/<path:clause>", regimes.clause, name="clause"),
    path("regime/readings/<str:ambiguity>", regimes.choose, name="reading"),
    # 设置
    path("settings/officers", officers.index, name="officers"),
    path("settings/officers/new", officers.add, name="officer_new"),
    path("settings/officers/<int:pk>", officers.edit, name="officer"),
    path("settings/officers/<int:pk>/disablement", officers.disable, name="officer_disablement"),
    path("settings/officers/<int:pk>/enablement", officers.enable, name="officer_enablement"),
    path("settings/officers/<int:pk>/password", officers.reset_password, name="officer_password"),
    path("settings/units", units.index, name="units"),
    path("settings/units/new", units.add, name="unit_new"),
    path("settings/units/<slug:code>", units.edit, name="unit"),
    path("settings/portfolios", units.portfolios, name="portfolios"),
    path("settings/portfolios/new", units.add_portfolio, name="portfolio_new"),
    path("settings/portfolios/<int:pk>", units.edit_portfolio, name="portfolio"),
    path("journal", journal.index, name="journal"),
    path("journal/verification", journal.verify, name="journal_verification"),
]

handler400 = "duban.web.views.errors.bad_request"
handler403 = "duban.web.views.errors.forbidden"
handler404 = "duban.web.views.errors.not_found"
handler500 = "duban.web.views.errors.failed"
