"""The product's table of contents: every page and every act, in the order of the menu.

A verb is a noun here: a POST to /matters/{no}/extensions requests an extension. Who may call what is declared for each route in
tests/web/permissions.py; a route without an entry there fails the tests.
"""

from django.urls import path

from duban.web.views import (
    accounts,
    assignments,
    attachments,
    desks,
    health,
    journal,
    matters,
    notices,
    officers,
    papers,
    proposals,
    rankings,
    records,
    regimes,
    reports,
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
    path("desk", desks.show, name="desk"),
    # 台账
    path("matters", matters.index, name="matters"),
    path("matters/new", matters.register, name="matter_new"),
    path("matters/export", matters.export, name="matters_export"),
    path("matters/deadline", matters.deadline, name="matter_deadline"),
    path("dispatches", matters.dispatch, name="dispatches"),
    path("records", records.record, name="records"),
    path("records/<int:seq>/excuse", records.excuse, name="excuse"),
    path("records/<int:seq>/withdrawal", records.withdraw, name="record_withdrawal"),
    path("matters/<slug:no>", matters.show, name="matter"),
    path("matters/<slug:no>/edit", matters.edit, name="matter_edit"),
    path("matters/<slug:no>/closure", matters.close, name="matter_closure"),
    path("matters/<slug:no>/units/<slug:unit>/acceptance", assignments.accept, name="acceptance"),
    path("matters/<slug:no>/units/<slug:unit>/refusal", assignments.refuse, name="refusal"),
    path("matters/<slug:no>/units/<slug:unit>/refusal-ruling", assignments.rule, name="refusal_ruling"),
    path("matters/<slug:no>/units/<slug:unit>/urges", assignments.urge, name="urges"),
    path("matters/<slug:no>/units/<slug:unit>/reopening", assignments.reopen, name="reopening"),
    path("matters/<slug:no>/units/<slug:unit>/reports", reports.write, name="reports"),
    path("matters/<slug:no>/units/<slug:unit>/extensions", proposals.extend, name="extensions"),
    path("matters/<slug:no>/units/<slug:unit>/write-offs", proposals.write_off, name="write_offs"),
    path("matters/<slug:no>/units/<slug:unit>/transfers", proposals.transfer, name="transfers"),
    path("matters/<slug:no>/units/<slug:unit>/steps", proposals.propose_step, name="steps"),
    path("reports/<int:pk>", reports.show, name="report"),
    path("reports/<int:pk>/acceptance", reports.accept, name="report_acceptance"),
    path("reports/<int:pk>/return", reports.send_back, name="report_return"),
    path("attachments/<int:pk>", attachments.download, name="attachment"),
    # 报批
    path("proposals", proposals.index, name="proposals"),
    path("proposals/<int:pk>", proposals.show, name="proposal"),
    path("proposals/<int:pk>/signature", proposals.sign, name="signature"),
    path("proposals/<int:pk>/withdrawal", proposals.withdraw, name="proposal_withdrawal"),
    path("proposals/<int:pk>/execution", proposals.execute, name="execution"),
    # 文书
    path("notices", notices.index, name="notices"),
    path("notices/<int:pk>", notices.show, name="notice"),
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
