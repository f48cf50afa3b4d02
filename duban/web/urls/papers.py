"""Addresses of papers that come in and go out (文件、通知、通报)."""

from django.urls import path

from duban.web.views.office import names
from duban.web.views.papers import answers, archives, bulletins, imports, layouts, notices, numbers, papers

PAPERS = [
    path("matters/<slug:no>/archive.zip", archives.download, name="archive"),
    # 文书
    path("notices", notices.index, name="notices"),
    path("notices/<int:pk>", notices.show, name="notice"),
    path("notices/<int:pk>/file.<fileform:form>", notices.download, name="notice_file"),
    path("notices/<int:pk>/annulment", numbers.void_notice, name="notice_annulment"),
    path("numbers", numbers.index, name="numbers"),
    path("numbers/skipped", numbers.skip, name="number_skip"),
    path("notices/blanks", layouts.blanks_index, name="blanks"),
    path("notices/blanks/<slug:paper>.<fileform:form>", layouts.blank, name="blank"),
    path("notices/registers/<slug:register>.<fileform:form>", layouts.register, name="register_print"),
    path("matters/<slug:no>/suggestion/reply.<fileform:form>", layouts.reply, name="suggestion_reply"),
    path("notices/templates", layouts.own_templates, name="paper_templates"),
    path("notices/templates/<int:pk>/retirement", layouts.retire, name="paper_template_retirement"),
    path("bulletins", bulletins.index, name="bulletins"),
    path("bulletins/new", bulletins.draft, name="bulletin_new"),
    path("bulletins/<int:pk>", bulletins.show, name="bulletin"),
    path("bulletins/<int:pk>/edit", bulletins.edit, name="bulletin_edit"),
    path("bulletins/<int:pk>/forwarding", bulletins.forward, name="bulletin_forwarding"),
    path("bulletins/<int:pk>/signature", bulletins.sign, name="bulletin_signature"),
    path("bulletins/<int:pk>/issue", bulletins.issue, name="bulletin_issue"),
    path("bulletins/<int:pk>/dropping", bulletins.drop, name="bulletin_dropping"),
    path("bulletins/<int:pk>/annulment", numbers.void_bulletin, name="bulletin_annulment"),
    path("bulletins/<int:pk>/file.<fileform:form>", bulletins.download, name="bulletin_file"),
    path("proposals/<int:pk>/sheet.<fileform:form>", layouts.approval_sheet, name="approval_sheet"),
    path("scores/<slug:unit>/sheet.<fileform:form>", layouts.scoring_sheet, name="scoring_sheet"),
    path("settings/letterhead", layouts.letterhead, name="letterhead"),
    # 导入
    path("imports", imports.new, name="imports"),
    path("imports/template.xlsx", imports.template, name="import_template"),
    path("imports/<int:pk>", imports.show, name="import"),
    path("imports/<int:pk>/result.xlsx", imports.result, name="import_result"),
    # 来文
    path("papers", papers.index, name="papers"),
    path("papers/new", papers.new, name="paper_new"),
    path("papers/table", papers.paste, name="paper_table"),
    path("papers/<int:pk>", papers.show, name="paper"),
    path("papers/<int:pk>/drafts/<int:order>", papers.correct, name="draft"),
    path("papers/<int:pk>/drafts/<int:order>/dismissal", papers.drop, name="draft_dismissal"),
    path("papers/<int:pk>/names", answers.name, name="paper_name"),
    path("papers/<int:pk>/days", answers.day, name="paper_day"),
    path("papers/<int:pk>/doubts", answers.doubt, name="paper_doubt"),
    path("papers/<int:pk>/selection", answers.selection, name="paper_selection"),
    path("papers/<int:pk>/basis", answers.basis, name="paper_basis"),
    path("papers/<int:pk>/original", answers.original, name="paper_original"),
    path("names", names.index, name="names"),
    path("names/collectives", names.collective, name="collective_setting"),
    path("names/aliases/<int:pk>/removal", names.forget, name="alias_removal"),
    path("papers/<int:pk>/matters", papers.register, name="paper_registration"),
]
