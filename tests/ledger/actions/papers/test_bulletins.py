"""Bulletins: drafted, edited, signed by another, issued with a number and a digest; what was issued never changes."""

import pytest
from django.db import Error, transaction

from duban.ledger import journal
from duban.ledger.actions.papers import bulletins
from duban.ledger.by import By
from duban.ledger.models import Bulletin, JournalLine
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.ledger.wordings import edits, figures
from tests import cast
from tests.issuing import a_month, drafted, issued

AT = cast.at("2026-04-01 09:00")
pytestmark = pytest.mark.django_db


def test_a_draft_is_edited_by_lines_and_strange_figures_are_seen(office):
    a_month(office)
    bulletin = drafted(office, "circular")
    paper = bulletins.paper_of(bulletin)
    assert (
        edits.edited(paper, title=paper.title, addressees="，".join(paper.addressees), text=edits.text_of(paper))
        == paper
    )
    assert figures.strangers(paper, bulletin.figures) == []
    text = edits.text_of(paper).replace("合计", "合计") + "\n另有7777项由领导督办。"
    words = {
        "title": "关于三月工作的通报",
        "addressees": "各县，各部门",
        "text": text,
        "audience": "units",
        "is_public": True,
        "media": "市政府网站",
    }
    edited = bulletins.edit_bulletin(bulletin=bulletin, version=1, by=By(office.clerk, AT), **words)
    made = bulletins.paper_of(edited)
    assert made.title == "关于三月工作的通报" and made.note == "此件公开发布"
    assert figures.strangers(made, edited.figures) == ["7777"]
    assert [type(block) for block in made.body[:-1]] == [type(block) for block in paper.body]
    with pytest.raises(Conflict):
        bulletins.edit_bulletin(bulletin=bulletin, version=1, by=By(office.clerk, AT), **words)
    with pytest.raises(Refused, match="没有表9"):
        bulletins.edit_bulletin(
            bulletin=bulletin, version=2, by=By(office.clerk, AT), **{**words, "text": "一、情况\n〖表9〗"}
        )


def test_who_drafts_does_not_sign_and_sending_back_says_why(office):
    bulletin = drafted(office, "circular")
    with pytest.raises(Conflict):
        bulletins.issue_bulletin(bulletin=bulletin, by=By(office.clerk, AT))
    bulletins.forward_bulletin(bulletin=bulletin, by=By(office.clerk, AT))
    with pytest.raises(Forbidden):
        bulletins.sign_bulletin(bulletin=bulletin, agree=True, opinion="", by=By(office.clerk, AT))
    with pytest.raises(Refused):
        bulletins.sign_bulletin(bulletin=bulletin, agree=False, opinion=" ", by=By(office.head, AT))
    back = bulletins.sign_bulletin(bulletin=bulletin, agree=False, opinion="补充分析", by=By(office.head, AT))
    assert back.phase == "returned" and back.opinion == "补充分析"
    assert bulletins.drop_bulletin(bulletin=bulletin, by=By(office.clerk, AT)).phase == "dropped"


@pytest.mark.feature("publication")
def test_what_was_issued_never_changes_and_numbers_have_no_gap(office):
    first, second = (issued(office, drafted(office, "circular")) for _ in range(2))
    assert (first.number, second.number) == ("三政督通〔2026〕1号", "三政督通〔2026〕2号")
    for change in (
        lambda: Bulletin.objects.filter(pk=first.pk).update(opinion="x"),
        lambda: Bulletin.objects.filter(pk=first.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    for act in (bulletins.drop_bulletin, bulletins.issue_bulletin, bulletins.forward_bulletin):
        with pytest.raises(Conflict):
            act(bulletin=first, by=By(office.clerk, AT))
    line = JournalLine.objects.filter(verb="bulletin.issued").latest("seq")
    assert line.data["digest"] == second.digest and line.data["number"] == second.number
    assert not list(journal.verify(office.jurisdiction))
