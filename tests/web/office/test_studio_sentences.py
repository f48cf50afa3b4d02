"""Sentences of the studio's cards: what is taken by one click with all that it needs, and which blanks are shown at once."""

import re

import pytest
from django.urls import reverse

from duban.engine.studio import blanks
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.by import By
from duban.ledger.queries.office.drafting import drafted_contents
from tests.web.office.test_studio import AT, TEXT, keep, text_of

pytestmark = pytest.mark.django_db


def test_items_and_the_figures_of_an_offer_are_taken_by_one_click_each(office, signed_in):
    content = drafted_contents.from_text(
        "第一条 参加例会（2分，少一次扣0.5分，扣完为止）；建立台账（3分）。\n第二条 附则。\n", "某办法"
    )
    made = acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, AT))
    client = signed_in(office.clerk)
    assert "2 项都采用" in text_of(
        keep(client, made, "第一条", act="words", gist="例会", original=content["clauses"][0]["original"])
    )
    assert keep(client, made, "第一条", 2, act="item", offer="7").status_code == 422
    keep(client, made, "第一条", 2, act="item", offer="999")
    keep(client, made, "第一条", 3, act="offer", offer="0")
    made.refresh_from_db()
    assert [each["label"] for each in made.content["regime"]["sections"]] == ["参加例会", "建立台账"]
    assert (
        next(iter(made.content["regime"]["events"].values()))["clause"] == "第一条"
        and len(drafted_contents.part_of(made.content, "clause:第一条")["rules"]) == 1
    )


def _asked(page):
    """What stands in the blanks of a new sentence before one unfolds 更多条件."""
    return set(re.findall(r'name="(b-[^"]+)"', page.partition('id="adding"')[2].partition("studio-more")[0]))


def test_what_everybody_looks_for_is_not_folded(office, signed_in):
    content = drafted_contents.from_text(TEXT, "某县督查考核细则")
    content["regime"]["sections"] = [{"id": "timely", "label": "时效", "start": "10", "least": "0", "clause": "第三条"}]
    content["regime"]["quantities"] = {
        "rate": {"label": "达标率", "typed": {"least": "0", "most": "100"}, "clause": "第三条"}
    }
    made = acts.begin(jurisdiction=office.jurisdiction, content=content, by=By(office.clerk, AT))
    client = signed_in(office.clerk)
    kinds = {each.sentence: at for at, each in enumerate(blanks.kinds(content))}

    def asked(words):
        at = next(at for sentence, at in kinds.items() if words in sentence)
        return _asked(text_of(client.get(reverse("studio_draft", args=[made.pk]), {"clause": "第二条", "add": at})))

    assert "b-into" in asked("〔情况〕每次扣〔　〕分")
    assert {"b-only_if.1.figure", "b-only_if.1.word", "b-only_if.1.number"} <= asked("符合前提")
    assert {"b-per", "b-events", "b-side"} <= asked("只计最高")
    assert {"b-worth.rows.1.key1", "b-worth.rows.1.amount"} <= asked("〔情况〕累计")
