"""Addresses of the office itself: desk, people, units, inbox (工作台、机构、人员、消息)."""

from django.urls import path

from duban.web.views.office import (
    adoptions,
    calendars,
    desks,
    first_steps,
    inbox,
    letters,
    officers,
    picking,
    regimes,
    reorganisations,
    rolls,
    successions,
    units,
)

OFFICE = [
    path("desk", desks.show, name="desk"),
    # 岗位交接
    path("successions", successions.index, name="successions"),
    path("successions/of/<int:pk>", successions.hand_over, name="succession_new"),
    path("successions/of/<int:pk>/deputy", successions.name_deputy, name="deputy"),
    path("successions/<int:pk>", successions.show, name="succession"),
    path("successions/<int:pk>/correction", successions.put_right, name="succession_correction"),
    path("successions/<int:pk>/sheet.<fileform:form>", successions.sheet, name="succession_sheet"),
    # 单位变更
    path("reorganisations", reorganisations.index, name="reorganisations"),
    path("reorganisations/new", reorganisations.reorganise, name="reorganisation_new"),
    path("reorganisations/<int:pk>", reorganisations.show, name="reorganisation"),
    path("reorganisations/<int:pk>/revocation", reorganisations.revoke, name="reorganisation_revocation"),
    path("guide", first_steps.show, name="guide"),
    # 消息
    path("inbox", inbox.index, name="inbox"),
    path("inbox/reading", inbox.read_all, name="inbox_reading"),
    path("inbox/address", inbox.address, name="inbox_address"),
    path("inbox/<int:pk>/reading", inbox.read, name="message_reading"),
    path("picker/units", picking.units, name="picker_units"),
    # 制度
    path("calendar", calendars.index, name="calendar"),
    path("calendar/<int:pk>/withdrawal", calendars.withdraw, name="calendar_withdrawal"),
    path("regime", regimes.show, name="regime"),
    path("regime/adoptions", adoptions.index, name="adoptions"),
    path("regime/text", regimes.attach, name="regime_text"),
    path("regime/clauses/<path:clause>", regimes.clause, name="clause"),
    path("regime/readings/<str:ambiguity>", regimes.choose, name="reading"),
    # 设置
    path("settings/officers", officers.index, name="officers"),
    path("settings/officers/new", officers.add, name="officer_new"),
    path("settings/officers/<int:pk>", officers.edit, name="officer"),
    path("settings/officers/<int:pk>/disablement", officers.disable, name="officer_disablement"),
    path("settings/officers/<int:pk>/enablement", officers.enable, name="officer_enablement"),
    path("settings/officers/<int:pk>/parting", officers.part, name="officer_parting"),
    path("settings/officers/<int:pk>/password", officers.reset_password, name="officer_password"),
    path("settings/officers/<int:pk>/second-factor", officers.reset_second_factor, name="officer_second_factor"),
    path("settings/officers/<int:pk>/unlocking", officers.unlock, name="officer_unlock"),
    path("settings/people", rolls.take, name="roll"),
    path("settings/people/template.xlsx", rolls.template, name="roll_template"),
    path("settings/people/codes", rolls.codes, name="first_logins"),
    path("settings/letters", letters.index, name="letters"),
    path("settings/letters/<int:pk>/dispatch", letters.send_again, name="letter_again"),
    path("settings/units", units.index, name="units"),
    path("settings/units/new", units.add, name="unit_new"),
    path("settings/groups", units.suggest_group, name="group_suggestion"),
    path("settings/units/<slug:code>", units.edit, name="unit"),
    path("settings/portfolios", units.portfolios, name="portfolios"),
    path("settings/portfolios/new", units.add_portfolio, name="portfolio_new"),
    path("settings/portfolios/<int:pk>", units.edit_portfolio, name="portfolio"),
]
