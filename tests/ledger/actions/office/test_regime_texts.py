"""Attaching the official text of a regime."""

import pytest

from duban.engine.packs import loading
from duban.ledger import access
from duban.ledger.actions.office import regime_texts
from duban.ledger.by import By
from duban.ledger.models import Attachment, JournalLine, RegimeText
from duban.ledger.queries.office import regime_texts as texts
from duban.ledger.refusals import Refused
from tests import cast
from tests.papers.reading.test_pdfs import printed

pytestmark = pytest.mark.django_db

TEXT = "为抓好落实，通知如下。\n一、督查对象\n（一）督查对象\n各单位。\n（九）另加一条，要求每季自查。\n"


def attach(office, at, text=TEXT, name="原文.txt", regime="sanmenxia-2019"):
    return regime_texts.attach_regime_text(
        jurisdiction=office.jurisdiction,
        regime=regime,
        name=name,
        chunks=[text.encode() if isinstance(text, str) else text],
        by=By(office.head, at),
    )


def test_the_text_is_kept_split_and_lined_up(office, at):
    made = attach(office, at)
    found = texts.aligned(loading.load_regime("sanmenxia-2019"), made)
    assert found.originals == {"导语": "为抓好落实，通知如下。", "一(一)": "（一）督查对象\n各单位。"}
    assert [(each.clause, each.words) for each in found.lacking] == [("一(九)", "（九）另加一条，要求每季自查。")]
    assert "四(一)" in found.without
    line = JournalLine.objects.get(verb="regime_text.attached")
    assert (line.actor, line.on, line.of) == (office.head, at.date(), f"regimetext:{made.pk}")
    assert (line.data["regime"], line.data["version"], line.data["lacking"]) == ("sanmenxia-2019", "1", ["一(九)"])


def test_a_pdf_with_text_serves_like_the_text_itself(office, at):
    made = attach(office, at, printed(TEXT), "原文.pdf")
    found = texts.aligned(loading.load_regime("sanmenxia-2019"), made)
    assert "".join(found.originals["一(一)"].split()) == "（一）督查对象各单位。"
    assert [each.clause for each in found.lacking] == ["一(九)"]


def test_of_several_the_last_is_shown_and_none_crosses_the_border(office, at):
    first, second = attach(office, at), attach(office, at, TEXT + "（二）再加一条。\n")
    other = cast.office(slug="other")
    assert texts.text_of(office.jurisdiction, "sanmenxia-2019") == second != first
    assert texts.text_of(other.jurisdiction, "sanmenxia-2019") is None
    assert texts.text_of(office.jurisdiction, "zhuoni-2022") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("今天天气很好。\n" * 3, "别的.doc"),
        ("第一条 别的办法。\n", "别的.txt"),
        ("", "空的.txt"),
        (b"PK\x03\x04not a document", "坏的.docx"),
        (b"%PDF-1.7", "扫描.pdf"),
        (b"\x00\x01\x02\x03", "乱码.txt"),
    ],
)
def test_a_file_that_cannot_serve_is_refused_and_leaves_nothing(office, at, text, name):
    with pytest.raises(Refused) as refused:
        attach(office, at, text, name)
    assert refused.value.field == "file"
    assert not RegimeText.objects.exists() and not Attachment.objects.exists() and not JournalLine.objects.exists()


def test_only_the_head_of_the_office_may(office):
    assert access.may(office.head, "attach_regime_text")
    for officer in (office.clerk, office.leader, office.liaison, office.admin):
        assert not access.may(officer, "attach_regime_text")
