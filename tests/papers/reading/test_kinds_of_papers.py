"""Papers of kinds that offices write beside notices and ledgers: telegrams, supervision notices, quarter tables, notes by hand."""

import datetime

from duban.papers.reading import parse_text


def _read(text):
    found = parse_text(text)
    return {item.no: item for item in found.items}, found.unparsed


def test_in_a_telegram_no_point_beside_the_tasks_disappears():
    items, unread = _read("""特急 云政发电〔2026〕14号
关于做好强降雨防范应对工作的紧急通知
各县（市、区）人民政府，市直有关部门：
据预报，8月3日至5日将有强降雨。现将有关事项紧急通知如下：
一、市应急局要会同市水利局于8月2日18时前完成隐患点排查，结果报市政府总值班室。
二、市住建局负责城区易涝点巡查，8月2日24时前落实抽排设备。
三、各县（市、区）要严格执行值班制度，每日16时前报送情况。
四、市教育局视情通知学校停课，市交通局关闭危险路段。
2026年8月1日
""")
    said = " ".join([*(item.text for item in items.values()), *unread])
    assert all(words in said for words in ("隐患点排查", "易涝点巡查", "值班制度", "通知学校停课"))
    assert items["一"].lead == ("市应急局",) and items["一"].support == ("市水利局",)
    assert items["三"].recurrence == "每日16时前" and not items["三"].due
    assert "2026年8月1日" not in items["四"].text


def test_findings_of_a_supervision_notice_that_are_no_tasks_are_listed():
    items, unread = _read("""督办通知书
清溪县人民政府：
5月12日，市政府督查室暗访发现你县存在以下问题：
1.污水处理厂进水口垃圾堆积。（图1：进水口现状，5月12日摄）
2.垃圾中转站渗滤液外溢。（图2：中转站东侧）
3.饮水管网破损，影响126户用水。（图3：破损管网）
请你县立即组织整改，第1、2项于5月25日前整改到位，第3项于6月10日前整改到位。
2026年5月14日
""")
    said = " ".join([*(item.text for item in items.values()), *unread])
    assert all(words in said for words in ("进水口垃圾堆积", "渗滤液外溢", "饮水管网破损"))


def test_columns_of_quarters_are_no_single_limit_and_their_days_are_steps():
    items, _ = _read("""2026年上半年重点工作推进情况的通报
任务	责任单位	一季度	二季度	三季度	四季度
新建充电桩2000个	市发改委	开工	完成500个	完成1200个	全部建成
改造老旧小区48个	市住建局	完成招标	开工	完成一半	2026年12月20日前竣工
""")
    first, second = items.values()
    assert first.due is None and second.due is None
    assert all("期限起讫不明确" in "".join(item.doubts) for item in (first, second))
    assert [each.date for each in second.milestones] == [datetime.date(2026, 12, 20)]


def test_a_number_before_a_month_in_a_cell_is_no_decimal():
    items, _ = _read("""2026年任务分解表
序号	任务	具体措施	责任单位	完成时限
1	优化开办企业	1.推行一网通办；2.压缩环节；3.6月底前实现证照互认	市市场监管局	2026年9月底
""")
    assert [str(each.date) for each in items["1"].milestones] == ["2026-06-30", "2026-09-30"]


def test_the_same_as_above_goes_on_over_the_page_and_names_nobody_at_the_top():
    page = "序号\t实事项目\t责任单位\t完成时限\n"
    items, _ = _read(f"""2026年实事清单
{page}1	新建公厕15座	市城管局	2026年9月底
— 1 —
{page}2	加装电梯100部	同上	2026年12月10日
""")
    assert items["2"].lead == ("市城管局",)
    items, _ = _read(f"2026年实事清单\n{page}1\t加装电梯100部\t同上\t2026年12月10日\n")
    assert items["1"].lead == () and "同上" in "".join(items["1"].doubts)


def test_a_point_that_begins_with_a_year_in_words_keeps_its_number():
    items, _ = _read("""二〇二六年重点工作
四、完成水库除险加固，二〇二六年十月三十一日前完工。（县水利局负责）
五、二〇二五年底前立项的项目，２０２６年６月３０日前全部开工。（县发展改革局负责）
""")
    assert items["五"].text.startswith("二〇二五年底前") and str(items["五"].due) == "2026-06-30"
    assert str(items["四"].due) == "2026-10-31"


def test_days_of_the_lunar_calendar_are_doubted_and_never_lost():
    items, _ = _read("""关于做好2026年春节期间有关工作的通知
各镇人民政府：
一、县人社局牵头，县住建局配合，春节前全面完成欠薪清零。
二、县公安局负责烟花爆竹检查，农历腊月二十前完成第一轮检查。
三、县文旅局正月十五前组织民俗活动。
四、县城管局清明前完成公墓整治。
2026年1月12日
""")
    for number, words in (("一", "春节前"), ("二", "农历腊月二十前"), ("三", "正月十五前"), ("四", "清明前")):
        assert items[number].due is None and words in "".join(items[number].doubts)
    assert [items[number].lead for number in "三四"] == [("县文旅局",), ("县城管局",)]
    assert "2026年1月12日" not in items["四"].text


def test_who_is_joined_in_a_clause_of_their_own_helps():
    items, _ = _read("""县长办公会议定事项通知
（1）关于停车。会议要求县城管局牵头，会同县公安局、县住建局，5月底前新增泊位800个。
（2）关于消防。会议要求县住建局牵头，联合县应急局于2026年5月20日前完成验收。
2026年4月22日
""")
    assert [(item.lead, item.support) for item in items.values()] == [
        (("县城管局",), ("县公安局", "县住建局")),
        (("县住建局",), ("县应急局",)),
    ]


def test_lines_with_the_sign_of_tasks_are_tasks_or_listed():
    items, unread = _read("""石门镇2026年3月份工作安排
◆ 森林防火：每天巡山，全员上岗。责任人：护林员
◆ 春耕备耕：3月25日前完成农资调运
◆ 项目建设：做好S302线征地，15日前签完协议。
""")
    said = " ".join([*(item.text for item in items.values()), *unread])
    assert all(words in said for words in ("森林防火", "春耕备耕", "S302"))


def test_the_rule_under_the_heads_of_a_table_in_signs_is_no_row():
    items, unread = _read("任务 | 牵头单位 | 完成时限\n-|-|-\n防汛备汛 | 市水利局 | 2026年5月20日\n")
    assert len(items) == 1 and unread == ()
