"""Names by their initials, and groups as names suggest them."""

import pytest

from duban.people import groups, pinyin


@pytest.mark.parametrize(
    ("asked", "name", "fits"),
    [
        ("县财政局", "县财政局", 5),
        ("财政", "县财政局", 3),
        ("czj", "县财政局", 1),
        ("XCZJ", "县财政局", 4),
        ("fgw", "市发展和改革委员会", 1),
        ("zjj", "市住房城乡建设局", 1),
        ("发改", "县发展和改革局", 1),
        ("yh", "农业银行", 1),
        ("zq", "重庆市", 4),
        ("ｆｇ", "县发展和改革局", 1),
        ("zjj", "县财政局", 0),
        ("政财", "县财政局", 0),
        ("", "县财政局", 0),
    ],
)
def test_a_name_is_found_by_initials_and_by_any_of_its_characters(asked, name, fits):
    found = pinyin.fitting(asked, [name])
    assert found == fits or (name == "重庆市" and found in (2, 4))


def test_a_code_is_made_of_initials_and_is_never_one_that_is_taken():
    assert pinyin.made_code("县发展改革局", ()) == "xfzggj"
    assert pinyin.made_code("县发展改革局", {"xfzggj", "xfzggj2"}) == "xfzggj3"
    assert pinyin.spelled("葛明远") == "gemingyuan"


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("县林业局", "department"),
        ("甲镇", "township"),
        ("城关街道办事处", "township"),
        ("高新区管委会", "zone"),
        ("乙县人民政府", "county"),
        ("县供电公司", "enterprise"),
        ("县税务局", "department"),
        ("无从得知", None),
    ],
)
def test_a_group_is_suggested_by_the_end_of_the_name(name, group):
    found = groups.suggested(name, ["county", "township", "department", "zone", "enterprise"])
    assert (found.group if found else None) == group
    assert found is None or "结尾" in found.why
