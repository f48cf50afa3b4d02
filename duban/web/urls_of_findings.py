"""Findings, conclusions, reviews and the papers of an inspection: a part of the table of contents."""

from django.urls import path

from duban.web.views import conclusions, findings, follow_ups, inspection_papers, reviews

FINDINGS = [
    path("findings", findings.index, name="findings"),
    path("findings/export.xlsx", findings.export, name="findings_export"),
    path("findings/<int:pk>", findings.show, name="finding"),
    path("findings/<int:pk>/files/<int:file>", findings.download, name="finding_file"),
    path("findings/<int:pk>/plan", findings.plan, name="finding_plan"),
    path("findings/<int:pk>/result", findings.report, name="finding_result"),
    path("findings/<int:pk>/plea", findings.plead, name="finding_plea"),
    path("findings/<int:pk>/check", findings.check, name="finding_check"),
    path("findings/<int:pk>/excuse", findings.excuse, name="finding_excuse"),
    path("findings/<int:pk>/dropping", findings.drop, name="finding_dropping"),
    path("findings/<int:pk>/correction", follow_ups.correct, name="finding_correction"),
    path("findings/<int:pk>/breach", follow_ups.report_breach, name="finding_breach"),
    path("findings/<int:pk>/criticism", follow_ups.criticise, name="finding_criticism"),
    path("findings/<int:pk>/experience", follow_ups.recommend, name="finding_experience"),
    path("findings/<int:pk>/matter", follow_ups.register, name="finding_matter"),
    path("inspections/<int:pk>/units/<slug:unit>/handing-over", findings.hand_over, name="handing_over"),
    path("inspections/<int:pk>/findings.xlsx", findings.export_inspection, name="inspection_findings_sheet"),
    path("inspections/<int:pk>/problems.<fileform:form>", inspection_papers.problem_list, name="problem_list"),
    path("inspections/<int:pk>/units/<slug:unit>/feedback.<fileform:form>", inspection_papers.feedback_sheet, name="feedback_sheet"),
    path("inspections/<int:pk>/report", inspection_papers.report, name="inspection_report"),
    path("inspections/<int:pk>/archive.zip", inspection_papers.archive, name="inspection_archive"),
    path("inspections/<int:pk>/units/<slug:unit>/conclusion", conclusions.draft, name="conclusion_new"),
    path("conclusions", conclusions.index, name="conclusions"),
    path("conclusions/<int:pk>", conclusions.show, name="conclusion"),
    path("conclusions/<int:pk>/edit", conclusions.edit, name="conclusion_edit"),
    path("conclusions/<int:pk>/opening", conclusions.open_seal, name="conclusion_opening"),
    path("conclusions/<int:pk>/forwarding", conclusions.forward, name="conclusion_forwarding"),
    path("conclusions/<int:pk>/reading", conclusions.read, name="conclusion_reading"),
    path("conclusions/<int:pk>/signature", conclusions.sign, name="conclusion_signature"),
    path("conclusions/<int:pk>/delivery", conclusions.deliver, name="conclusion_delivery"),
    path("conclusions/<int:pk>/reviews", reviews.ask, name="review_new"),
    path("reviews", reviews.index, name="reviews"),
    path("reviews/<int:pk>", reviews.show, name="review"),
    path("reviews/<int:pk>/naming", reviews.name, name="review_naming"),
    path("reviews/<int:pk>/decision", reviews.decide, name="review_decision"),
    path("reviews/<int:pk>/withdrawal", reviews.withdraw, name="review_withdrawal"),
]
