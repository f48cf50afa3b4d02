"""A document's own periods are what is drafted and published: offered first, in its words, on pages, papers and the interface."""

import datetime

import pytest

from duban.engine.packs import loading
from duban.ledger import documents, scores
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.office import documents as adopting
from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.scoring import rankings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.queries.scoring import outstanding, periods
from duban.ledger.refusals import Refused
from tests import cast

pytestmark = pytest.mark.django_db
SPRING = {"kind": "spring", "from_on": datetime.date(2026, 1, 16), "to_on": datetime.date(2026, 3, 15)}


def _document(more="{id: spring, name: 春季攻坚, from: 01-16, to: 03-15}, year"):
    files = loading.read_pack("county-plan")
    head = files["regime.yaml"]
    assert "periods: [year]" in head
    return files | {"regime.yaml": head.replace("periods: [year]", f"periods: [{more}]")}


@pytest.fixture
def office():
    made = cast.office("county-plan", slug="xian")
    day = datetime.date(2026, 1, 5)
    adopting.adopt_document(
        jurisdiction=made.jurisdiction, files=_document(), in_force_from=day, actor=None, at=cast.at(), today=day
    )
    for officer in made.officers.values():
        officer.jurisdiction.refresh_from_db()
    made.jurisdiction.refresh_from_db()
    return made


def _publish(office, at="2026-03-20 09:00", **period):
    return rankings.publish_ranking(
        jurisdiction=office.jurisdiction, **(period or SPRING), by=By(office.head, cast.at(at))
    )


def test_its_own_come_first_and_what_it_does_not_name_is_not_published(office):
    regime = Governed.of(office.jurisdiction).document
    assert list(periods.kinds_of(regime).items())[:2] == [("spring", "春季攻坚"), ("year", "年度")]
    with pytest.raises(Refused, match="不按这种期别") as found:
        _publish(office, kind="month", from_on=datetime.date(2026, 2, 1), to_on=datetime.date(2026, 2, 28))
    assert "春季攻坚、年度" in found.value.possible
    with pytest.raises(Refused, match="还没有结束"):
        _publish(office, at="2026-03-15 23:00")
    with pytest.raises(Refused, match="要完整") as found:
        _publish(office, **{**SPRING, "to_on": datetime.date(2026, 3, 10)})
    assert "2026年春季攻坚是 2026-01-16 至 2026-03-15" in found.value.possible


def _unpublished(office, day):
    """Return the name of the document's own period that is over and not published, in March; None where it is."""
    found = outstanding.unpublished(office.jurisdiction, datetime.date(2026, 3, day))
    return next((each.name for each in found if each.kind == "spring"), None)


def test_published_shown_and_told_in_its_words(office, signed_in):
    assert _unpublished(office, 20) == "2026年春季攻坚"
    assert _unpublished(office, 15) == "2025年春季攻坚"
    ranking = _publish(office)
    assert _unpublished(office, 20) is None
    clerk = signed_in(office.clerk)
    for address in (
        "/rankings?kind=spring&from=2026-02-01",
        f"/rankings/{ranking.pk}",
        "/scores/jia?kind=spring&from=2026-02-01",
        "/rankings/new?kind=spring&from=2026-02-01",
    ):
        page = clerk.get(address).content.decode()
        assert "2026年春季攻坚" in page and "spring<" not in page, address
    assert "2025年春季攻坚" in clerk.get("/rankings?kind=spring&from=2026-02-01").content.decode()
    assert "春季攻坚" in clerk.get("/bulletins/new").content.decode()
    made = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction,
        kind="ranking",
        span="spring",
        first=SPRING["from_on"],
        last=SPRING["to_on"],
        by=By(office.clerk, cast.at("2026-03-20 10:00")),
    )
    assert "2026年春季攻坚" in bulletins.paper_of(made).title


def test_a_period_follows_a_new_document_from_the_midnight_on_which_both_begin(office):
    files = _document("{id: autumn, name: 秋冬攻坚, from: 10-01, to: 01-31}")
    new = datetime.date(2026, 10, 1)
    made = adopting.adopt_document(
        jurisdiction=office.jurisdiction, files=files, in_force_from=new, actor=None, at=cast.at(), today=new - periods.ONE_DAY
    )  # fmt: skip
    office.jurisdiction.refresh_from_db()
    # The automatic run has not come by yet.
    assert office.jurisdiction.document != made.document_id == documents.digest_governing(office.jurisdiction, new)
    span = periods.span_from({"kind": "autumn"}, office.jurisdiction, new)
    assert span.name == "2026至2027年秋冬攻坚"
    draft = scores.draft_of(office.jurisdiction, span.kind, span.first, span.last)
    assert draft.result.period.kind == "autumn"
    assert (
        periods.span_from({"kind": "spring", "from": "2026-03-01"}, office.jurisdiction, new).name == "2026年春季攻坚"
    )
    daily_run.run_days(jurisdiction=office.jurisdiction, through=new)
    office.jurisdiction.refresh_from_db()
    assert office.jurisdiction.document == made.document_id
