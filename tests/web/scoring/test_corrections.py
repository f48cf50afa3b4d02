"""The pages of corrections: a back-dated record says what it would change, both versions are reached, a signature where it is wanted."""

import datetime
import re

import pytest

from duban.ledger.actions.scoring import facts, rankings, signing
from duban.ledger.by import By
from duban.ledger.models import Ranking, RankingRequest
from tests import cast, stories


def _text(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return re.sub(r"\s+", "", page.content.decode())


@pytest.fixture
def published(office):
    for unit in office.units[:2]:
        made = stories.matter(office, due_on="2026-02-20", at=cast.at("2026-02-02 09:00"), lead=[unit])
        stories.complete(office, made, cast.at("2026-02-10 09:00"))
    office.ranking = rankings.publish_ranking(
        jurisdiction=office.jurisdiction,
        kind="month",
        from_on=datetime.date(2026, 2, 1),
        to_on=datetime.date(2026, 2, 28),
        by=By(office.head, cast.at("2026-03-03 09:00")),
    )
    return office


def _late(office):
    return facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=office.units[0], fact={"what": "report"},
        by=By(office.clerk, cast.at()), on=datetime.date(2026, 2, 20), reason="补记迟报",
        matter=office.units[0].assignments.first().matter,
    )  # fmt: skip


def test_a_record_of_a_published_month_says_what_it_would_change_and_offers_the_correction(published, signed_in):
    clerk, matter = signed_in(published.clerk), published.units[0].assignments.first().matter
    page = f"/rankings/{published.ranking.pk}/correction"
    assert "不需要更正" in _text(clerk, page)
    line = _late(published)
    said = clerk.post(f"/records/{line.seq}/withdrawal", {"reason": "记错"}, follow=True).content.decode()
    assert "可以更正" not in said
    answer = clerk.post(
        "/records",
        {"kind": "late", "what": "report", "unit": published.units[0].pk, "matter": matter.no, "on": "2026-02-20",
         "reason": "补记迟报"},
        follow=True,
    )  # fmt: skip
    said = re.sub(r"\s+", "", answer.content.decode())
    assert "2026年2月排名已经发布" in said and "甲县由100.00分、第1名变为95.00分、第2名（附件2三3：0→−5）" in said
    assert f'href="{page}"' in said
    shown = _text(clerk, f"/rankings/{published.ranking.pk}")
    assert "发布以后有记录变动" in shown and "附件2三3：0→−5" in shown
    assert "发布以后有记录变动" not in _text(signed_in(published.liaison), f"/rankings/{published.ranking.pk}")


def test_both_versions_are_shown_and_reached(published, signed_in):
    _late(published)
    clerk, pk = signed_in(published.clerk), published.ranking.pk
    asked = _text(clerk, f"/rankings/{pk}/correction")
    assert "补记" in asked and "95.00分、第2名" in asked and "不再列入通报表扬" in asked
    wrong = clerk.post(f"/rankings/{pk}/correction", {"reason": " ", "form_key": "a"})
    assert wrong.status_code == 422 and Ranking.objects.count() == 1
    done = clerk.post(f"/rankings/{pk}/correction", {"reason": "二月迟报漏记", "form_key": "b"})
    made = Ranking.objects.get(number=1)
    assert (done.status_code, done["Location"]) == (302, f"/rankings/{made.pk}")
    again = clerk.post(f"/rankings/{pk}/correction", {"reason": "二月迟报漏记", "form_key": "c"})
    assert again.status_code == 409 and "已经更正过了" in again.content.decode()
    liaison = signed_in(published.liaison)
    first, second = _text(liaison, f"/rankings/{pk}"), _text(liaison, f"/rankings/{made.pk}")
    assert "已被更正" in first and f'href="/rankings/{made.pk}"' in first and "100.00" in first
    for words in (
        "第1次更正",
        "二月迟报漏记",
        "发布时已核算并冻结",
        "95.00",
        "首次发布",
        f'href="/rankings/{pk}"',
    ):
        assert words in second, words
    # What was recorded on whose matter by whom stays with the office.
    assert "补记迟报" in _text(clerk, f"/rankings/{made.pk}") and "补记迟报" not in second
    index = _text(liaison, "/rankings?kind=month&from=2026-02-01")
    assert "95.00" in index and "更正（第1次）" in index
    assert "95.00" in _text(liaison, "/scores/jia?kind=month&from=2026-02-01")


def test_with_a_signature_the_signer_finds_reads_and_publishes_it(published, signed_in):
    head, clerk, principal = (signed_in(published.officers[each]) for each in ("office_head", "clerk", "principal"))
    assert "不须签发" in _text(head, "/rankings/signers")
    head.post("/rankings/signers", {"ranking": "", "correction": "principal", "form_key": "a"})
    published.jurisdiction.refresh_from_db()
    assert published.jurisdiction.ranking_signers == {"correction": "principal"}
    _late(published)
    page = f"/rankings/{published.ranking.pk}/correction"
    assert "提请签发更正" in _text(clerk, page)
    clerk.post(page, {"reason": "二月迟报漏记", "form_key": "b"})
    asked = RankingRequest.objects.get()
    assert Ranking.objects.count() == 1 and "已经提请签发" in _text(clerk, page)
    assert f"/rankings/requests/{asked.pk}" in _text(principal, "/desk")
    shown = _text(principal, f"/rankings/requests/{asked.pk}")
    assert "二月迟报漏记" in shown and "95.00分、第2名" in shown and "签发</button>" in shown
    assert "签发</button>" not in _text(clerk, f"/rankings/requests/{asked.pk}")
    done = principal.post(f"/rankings/requests/{asked.pk}/signature", {"decision": "agree", "form_key": "c"})
    made = Ranking.objects.get(number=1)
    assert done["Location"] == f"/rankings/{made.pk}"
    assert f"{published.officers['principal']}签发" in _text(clerk, f"/rankings/{made.pk}")
    assert (
        principal.post(f"/rankings/requests/{asked.pk}/signature", {"decision": "agree", "form_key": "d"}).status_code
        == 409
    )


def test_a_ranking_that_waits_for_its_signature(published, signed_in):
    signing.choose_signers(
        jurisdiction=published.jurisdiction, ranking="principal", correction="", by=By(published.head, cast.at())
    )
    made = stories.matter(published, due_on="2026-01-20", at=cast.at("2026-01-05 09:00"), lead=[published.units[0]])
    stories.complete(published, made, cast.at("2026-01-10 09:00"))
    clerk, january = signed_in(published.clerk), "kind=month&from=2026-01-01&to=2026-01-31"
    assert "提请签发2026年1月排名" in _text(clerk, f"/rankings/new?{january}")
    clerk.post("/rankings/new", {"kind": "month", "from": "2026-01-01", "to": "2026-01-31", "form_key": "a"})
    asked = RankingRequest.objects.get()
    assert "待签发" in _text(clerk, f"/rankings?{january}") and "100.00" in _text(
        clerk, f"/rankings/requests/{asked.pk}"
    )
    principal = signed_in(published.officers["principal"])
    back = principal.post(f"/rankings/requests/{asked.pk}/signature", {"decision": "return", "form_key": "b"})
    assert back.status_code == 422 and "退回的要写明理由" in back.content.decode()
    clerk.post(f"/rankings/requests/{asked.pk}/withdrawal", {"form_key": "c"})
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn" and Ranking.objects.count() == 1
