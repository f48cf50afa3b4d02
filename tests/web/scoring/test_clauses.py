"""What documents give and take for praise, publications and what leaders wrote, one clause after the other."""

import datetime

import pytest

from duban.ledger import scores
from duban.ledger.actions.matters import attachments
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()
# Clause: what is claimed, by whom it was given, the points.
CLAIMS = [
    ("附件2 一(三)1", "published", "central", "20"),
    ("附件2 一(三)2", "published", "province", "15"),
    ("附件2 一(三)3", "published", "prefecture", "5"),
    ("附件2 三1", "hosted_meeting", "ministry", "20"),
    ("附件2 三8", "inspection_excellent", "province", "15"),
]
PROVES = {
    "sanmenxia-2019": {
        "附件2 一(三)1": ["publications"], "附件2 一(三)2": ["publications"], "附件2 一(三)3": ["publications"],
        "附件2 三1": ["proof"], "附件2 三8": ["proof"],
    },
    "zhuoni-2022": {"附件1 二3": ["instructions"], "附件1 三1": ["instructions"]},
}  # fmt: skip


def _lines(office, unit):
    end = datetime.date(2026, 3, 31)
    drafted = scores.draft_of(office.jurisdiction, "month", datetime.date(2026, 3, 1), end)
    return {(line.clause, str(line.points)) for line in drafted.score(unit.code).lines}


@pytest.mark.feature("publications", "proof")
def test_what_was_published_hosted_or_inspected_counts_by_whose_it_is_and_with_its_proof():
    office = cast.office("sanmenxia-2019")
    matter = stories.matter(office, due_on="2026-04-30")
    for number, (_, kind, authority, _points) in enumerate(CLAIMS):
        made = stories.claim(
            office, matter, at=AT, actor=office.clerk, kind=kind, authority=authority, document=f"第{number}号"
        )
        assert made.standing == "verified" and made.file is not None
    found = _lines(office, office.units[0])
    assert {(clause, points) for clause, _, _, points in CLAIMS} <= found


@pytest.mark.feature("instructions")
def test_what_a_leader_wrote_in_praise_or_blame_counts_by_their_level():
    office = cast.office("zhuoni-2022")
    matter = stories.matter(office, due_on="2026-04-30")
    proof = attachments.add_file(
        jurisdiction=office.jurisdiction, name="批示.pdf", chunks=[b"%PDF-1.4 2"], matter=matter, unit=office.units[0], by=By(office.clerk, AT)
    )  # fmt: skip
    for tone in ("praise", "criticism"):
        facts.record_fact(
            jurisdiction=office.jurisdiction,
            kind="instruction",
            unit=office.units[0],
            matter=matter,
            fact={"tone": tone, "authority": "province"},
            on=AT.date(),
            reason="批示件",
            proof=proof,
            by=By(office.clerk, AT),
        )
    assert {("附件1 二3", "3"), ("附件1 三1", "-3")} <= _lines(office, office.units[0])
    with pytest.raises(Refused):
        facts.record_fact(
            jurisdiction=office.jurisdiction,
            kind="instruction",
            unit=office.units[0],
            matter=matter,
            fact={"tone": "praise"},
            on=AT.date(),
            reason="没有写明是谁",
            proof=proof,
            by=By(office.clerk, AT),
        )
