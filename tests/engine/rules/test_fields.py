"""Fields of a rule: each reads one kind of value, and refuses another with file, line and key."""

from decimal import Decimal

import pytest

from duban.engine.packs.sources import Mapping, PackError
from duban.engine.rules import fields
from duban.engine.rules.bases import Cap

NODE = Mapping("pack.yaml", 7)


@pytest.mark.parametrize(
    ("reader", "value", "read"),
    [
        (fields.text, "通报", "通报"),
        (fields.flag, True, True),
        (fields.whole, 3, 3),
        (fields.amount, "-0.5", Decimal("-0.5")),
        (fields.amount, 15, Decimal(15)),
        (fields.least_zero, "0", Decimal(0)),
        (fields.one_of(("plus", "minus")), "plus", "plus"),
        (fields.some_of(("month", "year")), "year", ("year",)),
        (fields.some_of(("month", "year")), ["month", "year"], ("month", "year")),
    ],
)
def test_what_is_right_is_read(reader, value, read):
    assert reader(NODE, "key", value) == read


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (fields.text, ""),
        (fields.text, 3),
        (fields.flag, "yes"),
        (fields.whole, 0),
        (fields.whole, True),
        (fields.amount, 0.5),
        (fields.amount, "viel"),
        (fields.least_zero, "-1"),
        (fields.one_of(("plus", "minus")), "both"),
        (fields.some_of(("month", "year")), ["week"]),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(reader, value):
    with pytest.raises(PackError, match=r"pack\.yaml.*7") as refused:
        reader(NODE, "key", value)
    assert "key" in str(refused.value) or str(value) in str(refused.value)


def test_a_rule_takes_all_that_it_needs_and_nothing_else():
    node = Mapping("pack.yaml", 7)
    node.update(side="plus", most="20")
    cap = fields.read_into(Cap, node, "cap ", clause="附件1 一")
    assert (cap.side, cap.most) == ("plus", Decimal(20))
    for wrong in ({"side": "plus"}, {"side": "plus", "most": "20", "colour": "red"}):
        other = Mapping("pack.yaml", 7)
        other.update(wrong)
        with pytest.raises(PackError):
            fields.read_into(Cap, other, "cap ", clause="附件1 一")
