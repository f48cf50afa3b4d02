"""Correction of words: every unit has its notice and signs anew; before the dispatch the order is simply edited."""

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import Notice
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()


def _correct(office, matter, **words):
    given = {name: getattr(matter, name) for name in ("title", "requirement", "standard")} | words
    return proposals.ask("correct_text", of=matter, reason="笔误", by=By(office.clerk, AT), **given)


def test_the_standard_is_put_right_for_all_units(office):
    made = stories.matter(office, due_on="2026-04-30", support=office.units[1:2])
    stories.accept(office, made, AT)
    _correct(office, made, standard="建成通车")
    made.refresh_from_db()
    assert made.standard == "建成通车" and stories.held(made).stage == "to_accept"
    papers = Notice.objects.filter(name="更正通知")
    assert {each.unit for each in papers} == set(office.units[:2])
    assert all("建成通车" in str(each.words["paper"]) for each in papers)


def test_no_change_an_empty_text_or_a_proposed_matter_is_refused(office):
    made = stories.matter(office, due_on="2026-04-30")
    for words, field in (({}, "reason"), ({"title": " "}, "title"), ({"title": "长" * 201}, "title")):
        with pytest.raises(Refused) as caught:
            _correct(office, made, **words)
        assert caught.value.field == field
    planned = stories.matter(office, due_on="2026-04-30", dispatched=False)
    with pytest.raises(Refused, match="没有交办"):
        _correct(office, planned, title="新")
