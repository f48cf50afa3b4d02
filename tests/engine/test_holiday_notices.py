"""Holiday notices as text: read day by day, or refused with the line that is not understood."""

import pytest

from duban.engine.calendar import CalendarError
from duban.engine.holiday_notices import missing_of, read_notice

NOTICE = """国务院办公厅关于2027年
部分节假日安排的通知
国办发明电〔2026〕88号
各省、自治区、直辖市人民政府：
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕）至11日放假调休，共7天。1月31日（星期日）、2月20日（星期六）上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。
五、端午节：6月9日放假。
六、中秋节：9月15日放假，与周末不连休。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。
国务院办公厅
2026年11月5日
"""


def _festivals(read):
    return {
        each["name"]: (each["rest"]["from"], each["rest"]["to"], each.get("work", []))
        for each in read["notices"][0]["festivals"]
    }


def test_the_yearly_notice_is_read_day_by_day_with_its_source():
    read = read_notice(NOTICE)
    assert (read["year"], read["notices"][0]["number"], read["notices"][0]["issued_on"]) == (
        2027,
        "国办发明电〔2026〕88号",
        "2026-11-05",
    )
    found = _festivals(read)
    assert found["春节"] == ("2027-02-05", "2027-02-11", ["2027-01-31", "2027-02-20"])
    assert found["端午节"] == ("2027-06-09", "2027-06-09", [])
    assert missing_of(read) == []


def test_lines_that_run_together_and_full_width_signs_are_the_same_notice():
    joined = NOTICE.replace("放假，共3天。\n", "放假，共３天。").replace("上班。\n", "上班。")
    assert _festivals(read_notice(joined)) == _festivals(read_notice(NOTICE))


def test_a_span_may_begin_in_the_year_before_and_one_line_may_be_two_festivals():
    read = read_notice("元旦：2028年12月30日至2029年1月1日放假调休，共3天。12月29日上班。", 2029)
    assert _festivals(read)["元旦"][:2] == ("2028-12-30", "2029-01-01")
    both = read_notice("国庆节、中秋节：10月1日至8日放假调休，共8天。", 2031)
    assert list(_festivals(both)) == ["国庆节、中秋节"]
    assert "春节" in missing_of(both) and "中秋节" not in missing_of(both)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("春节：2月5日至11日放假，共8天。", "共8天，而所列日期是7天"),
        ("元旦：1月1日（星期一）放假。", "2027-01-01 是星期五"),
        ("元旦：2月30日放假。", "没有2027年2月30日"),
        ("春节从2月5日放假到2月11日", "这一行看不懂"),
        ("春节：1月31日上班。", "没有写明哪一天放假"),
        ("春节：2月5日、7日放假。", "不相连"),
        ("请各单位做好值班工作", "没有读到放假安排"),
    ],
)
def test_what_does_not_hold_is_refused(text, said):
    with pytest.raises(CalendarError, match=said):
        read_notice(text, 2027)


def test_a_text_without_year_needs_one_and_another_year_is_not_taken():
    with pytest.raises(CalendarError, match="哪一年"):
        read_notice("元旦：1月1日放假。")
    with pytest.raises(CalendarError, match="通知是2027年的"):
        read_notice(NOTICE, 2028)
