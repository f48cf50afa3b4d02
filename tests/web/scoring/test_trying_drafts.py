"""推演 with a draft: who sees drafts may try one on a period before it is adopted; a finding of a superior rule on a draft leads to its variant."""

import html
import re

import pytest
from django.urls import reverse

from duban.ledger.actions.office import documents
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.by import By
from duban.ledger.queries.office.drafting import drafted_contents
from tests import cast
from tests.web.scoring.test_what_ifs import late_office

pytestmark = pytest.mark.django_db
MARCH = "kind=month&from=2026-03-01&to=2026-03-31"
LATE = "clause:附件2 三3"


@pytest.fixture
def office():
    made = late_office()
    at = cast.at("2026-01-05 09:00")
    documents.record_first(jurisdiction=made.jurisdiction, at=at, today=at.date())
    made.jurisdiction.refresh_from_db()
    content, digest = drafted_contents.from_version(made.jurisdiction)
    by = By(made.clerk, cast.at("2026-03-20 09:00"))
    draft = acts.begin(jurisdiction=made.jurisdiction, content=content, based_on=digest, by=by)
    clause = drafted_contents.part_of(draft.content, LATE)
    changed = {**clause, "rules": [_halved(rule) for rule in clause["rules"]]}
    made.draft = acts.change(draft=draft, changes={LATE: changed}, revision=1, by=by)
    return made


def _halved(rule):
    return {key: "-3" if key in ("worth", "points") and value == "-5" else value for key, value in rule.items()}


def _try(client, document, more=""):
    return client.get(f"/rankings/what-if?{MARCH}&document={document}{more}").content.decode()


def test_a_draft_is_tried_on_a_period_and_a_clause_of_it_left_out(office, signed_in):
    client, name = signed_in(office.clerk), f"draft:{office.draft.pk}"
    page = _try(client, name)
    assert "（草稿）" in page and "1 个总分变" in page and "〔附件2 三3〕−5 → −3" in page
    told = client.get(reverse("studio_difference", args=[office.draft.pk]) + f"?{MARCH}").content.decode()
    addresses = [html.unescape(each) for each in re.findall(r'href="(/rankings/what-if[?][^"]+)"', told)]
    assert any("without=" in each for each in addresses) and "在草稿上换一个数再推演" in told
    (without,) = [each for each in addresses if "%E4%B8%89%291" in each and "without=" in each]
    assert "不执行〔附件2 一(三)1〕" in client.get(f"{without}&{MARCH}").content.decode()


def test_who_sees_no_drafts_is_offered_none(office, signed_in):
    page = _try(signed_in(office.leader), f"draft:{office.draft.pk}")
    assert "没有这部办法" in page and "（草稿）" not in page


def test_a_draft_with_faults_and_a_discarded_one_are_not_tried(office, signed_in):
    client, by = signed_in(office.clerk), By(office.clerk, cast.at("2026-03-21 09:00"))
    broken = {
        **drafted_contents.part_of(office.draft.content, LATE),
        "rules": [{"kind": "score", "select": {"event": "gone"}, "worth": "-1"}],
    }
    acts.change(draft=office.draft, changes={LATE: broken}, revision=office.draft.revision, by=by)
    assert "还有没改好的地方，不能推演" in _try(client, f"draft:{office.draft.pk}")
    acts.discard(draft=office.draft, reason="不用了", by=by)
    assert "没有这部办法" in _try(client, f"draft:{office.draft.pk}")


def _year(client, draft, **more):
    return client.get(reverse("studio_difference", args=[draft.pk]) + f"?{MARCH}&year=1", **more).content.decode()


def test_the_periods_of_the_year_stand_side_by_side(office, signed_in, django_assert_max_num_queries):
    client, by = signed_in(office.clerk), By(office.clerk, cast.at("2026-03-21 09:00"))
    offered = client.get(reverse("studio_difference", args=[office.draft.pk]) + f"?{MARCH}").content.decode()
    assert "本年各期一起看" in offered and 'class="heat"' not in offered
    assert "2026年1月至3月：1 个总分变、0 个名次变" in _year(client, office.draft)
    clause = drafted_contents.part_of(office.draft.content, LATE)
    praised = {
        **clause,
        "rules": [
            {**rule, "points": "5"} if rule.get("points") == "-3" else {**rule, "worth": "5"}
            for rule in clause["rules"]
        ],
    }
    acts.change(draft=office.draft, changes={LATE: praised}, revision=office.draft.revision, by=by)
    with django_assert_max_num_queries(60):
        part = _year(client, office.draft, headers={"HX-Request": "true"})
    assert part.startswith("<section") and "1 个总分变、2 个名次变" in part
    assert "▲1" in part and "▼1" in part and "其他 4 个单位各期名次都不变" in part
    (address,) = [
        html.unescape(each)
        for each in re.findall(r'href="(/rankings/what-if[?][^"]+)"', part)
        if f"unit={office.units[0].code}" in each
    ]
    assert "两张得分单" in client.get(address.partition("#")[0]).content.decode()


def test_of_a_single_period_there_is_nothing_side_by_side(office, signed_in):
    page = signed_in(office.clerk).get(
        reverse("studio_difference", args=[office.draft.pk]) + "?kind=year&from=2026-01-01&year=1"
    )
    assert "还不到两期" in page.content.decode()
