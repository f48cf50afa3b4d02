"""The report on an inspection: drafted from what the team recorded, once, in a form that the document knows."""

import pytest

from duban.ledger.actions.inspections import conclusions, inspection_reports, visits
from duban.ledger.actions.papers import bulletins
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Bulletin, Conclusion, JournalLine
from duban.ledger.models.conclusions import Step
from duban.ledger.models.findings import TO_RECTIFY, Nature
from duban.ledger.models.inspections import Method
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.wordings import inspection_reports as forms
from duban.papers.writing.fields import fields_of
from tests import cast, inspecting, rectifying

pytestmark = pytest.mark.django_db


def drafted(office, inspection, form=""):
    known = forms.forms_of(Governed.of(office.jurisdiction).document)
    return inspection_reports.draft_report(
        inspection=inspection, form=form or known[0].id, by=By(office.clerk, cast.at())
    )


def test_it_tells_what_the_team_found_and_is_in_work_once(office):
    inspection = inspecting.under_way(office)
    visits.note_finding(
        inspection=inspection, unit=office.units[0], noted=visits.Noted("problem", "沟渠未清"),
        by=By(office.inspector, cast.at()),
    )  # fmt: skip
    made = drafted(office, inspection)
    assert "沟渠未清" in str(fields_of(bulletins.paper_of(made)))
    assert (made.inspection, made.prepared_by) == (inspection, office.clerk)
    assert JournalLine.objects.get(verb="bulletin.drafted").of == f"bulletin:{made.pk}"
    with pytest.raises(Conflict, match="已经起草"):
        drafted(office, inspection)
    bulletins.drop_bulletin(bulletin=made, by=By(office.clerk, cast.at()))
    assert drafted(office, inspection).pk != made.pk


def test_before_the_team_set_out_there_is_nothing_to_report(office):
    with pytest.raises(Refused, match="还没有开始"):
        drafted(office, inspecting.approved(office))


def test_a_form_that_the_document_does_not_know_is_refused(office):
    with pytest.raises(Refused) as refused:
        drafted(office, inspecting.under_way(office), "poem")
    assert refused.value.field == "form" and not Bulletin.objects.exists()


@pytest.mark.proves("county-plan", "一(三)", "inspection_report", "inspections")
def test_first_signs_have_a_chapter_of_their_own_and_nobody_has_to_put_them_right(db):
    county = cast.office("county-plan")
    inspection = inspecting.under_way(county)
    for nature, text in (("problem", "沟渠未清"), ("tendency", "多村推迟拨付工钱，恐成风气")):
        noted = visits.Noted(nature, text)
        visits.note_finding(
            inspection=inspection, unit=county.units[0], noted=noted, by=By(county.inspector, cast.at())
        )
    said = str(fields_of(bulletins.paper_of(drafted(county, inspection))))
    assert "倾向性、苗头性问题" in said and "恐成风气" in said and "发现问题共1个" in said
    assert Nature.TENDENCY not in TO_RECTIFY


@pytest.mark.proves("gansu-county-2023", "三(二)2", "inspections", "unannounced")
def test_a_clue_is_followed_without_notice_and_its_findings_belong_to_the_aspects_of_the_document(db):
    gansu = cast.office("gansu-county-2023")
    assert {"专项督查", "催办督查", "跟踪督查", "事件调查", "线索核查"} <= {str(each.label) for each in Method}
    inspection = inspecting.under_way(gansu, method="clue", unannounced=True)
    note = lambda aspect: visits.note_finding(  # noqa: E731
        inspection=inspection, unit=gansu.units[0], noted=visits.Noted("problem", f"{aspect}不实", aspect=aspect),
        by=By(gansu.inspector, cast.at()),
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        note("查天气")
    assert (caught.value.field, caught.value.clause) == ("aspect", "三(二)2")
    for aspect in ("督进度", "查作风"):
        note(aspect)
    said = str(fields_of(bulletins.paper_of(drafted(gansu, inspection))))
    assert "按督查方面分：督进度1个、查作风1个。" in said and "线索核查" in said


def test_what_a_conclusion_praises_already_is_not_praised_twice(office):
    inspection = inspecting.under_way(office)
    for unit in office.units[:2]:
        visits.note_finding(
            inspection=inspection, unit=unit, noted=visits.Noted("experience", "建立周调度机制，问题不过夜。"),
            by=By(office.inspector, cast.at()),
        )  # fmt: skip
    words = {**rectifying.WORDS, "achievements": "1. 建立周调度机制，问题不过夜。"}
    row = conclusions.draft_conclusion(
        inspection=inspection, unit=office.units[0], words=words, by=By(office.inspector, cast.at())
    )
    Conclusion.objects.filter(pk=row.pk).update(step=Step.DELIVERED)
    told = str(fields_of(bulletins.paper_of(drafted(office, inspection))))
    assert [told.count(f"{unit.name}：1. 建立") + told.count(f"{unit.name}：建立") for unit in office.units[:2]] == [
        1,
        1,
    ]
