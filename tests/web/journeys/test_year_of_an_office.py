"""A year of a new office in Chromium: founded by a workbook, a paper made into orders, signed at once, a wrong date put right, a post handed over, two bureaus merged, next year's holidays entered."""

import datetime
import io

import openpyxl
import pytest

from duban.ledger.actions.office import offices
from duban.ledger.models import Matter, Notice, Proposal, Succession
from duban.ledger.wordings.office import rolls
from duban.people.models import Jurisdiction, Officer, Unit
from tests import cast

pytestmark = pytest.mark.journey
UNITS = (
    ("县发展和改革局", "县直部门", "县发改局", "经济口"),
    ("县水务局", "县直部门", "水利局", "农业口"),
    ("县农业农村局", "县直部门", "县农业局", "农业口"),
    ("青石镇", "乡镇", "", "农业口"),
)
FIELDS = (("经济口", "赵立新"), ("农业口", "赵立新"))
PEOPLE = (
    ("赵 明", "督查室负责人", "", "督查室主任"), ("陈 静", "督查室经办", "", "科员"), ("赵立新", "分管领导", "", "副县长"),
    ("何卫东", "分管领导", "", "副县长"), ("李芳", "单位联络员", "县发改局", ""), ("王伟", "单位联络员", "水利局", ""),
    ("刘洋", "单位联络员", "县农业局", ""), ("罗明", "单位联络员", "青石镇", ""),
)  # fmt: skip
PAPER = """某县人民政府文件
某政发〔2026〕18号
某县人民政府
关于印发冬季重点工作任务分工的通知
一、农业水利
（一）建成3万亩高标准农田，12月20日前完成。（牵头单位：县农业农村局；配合单位：青石镇）
（二）冬修水利。水利局要在2027年1月29日前完成水库除险加固。
二、经济
（三）冲刺全年任务。县发改局牵头，12月15日前提出开门红方案。
某县人民政府
2026年11月27日
"""
HOLIDAYS = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕11号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
2026年11月4日
"""


def _workbook(jurisdiction):
    book = openpyxl.load_workbook(io.BytesIO(rolls.template_of(jurisdiction)))
    for sheet, rows in (("单位", UNITS), ("分管领域", FIELDS), ("人员", PEOPLE)):
        for row in rows:
            book[sheet].append(row)
    made = io.BytesIO()
    book.save(made)
    return {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": made.getvalue()}


def _press(page, word):
    page.locator("main button:visible", has_text=word).first.click()
    page.wait_for_load_state()


def _follow(page, word):
    page.locator("main a:visible", has_text=word).first.click()
    page.wait_for_load_state()


def _found(page, jurisdiction):
    """The administrator follows the guide to the workbook and takes it in."""
    _follow(page, "起步指引")
    _follow(page, "导入名册")
    page.set_input_files("#id_file", _workbook(jurisdiction))
    _press(page, "上传核对")
    assert "将增加单位 4 个、分管领域 2 个、人员 8 名" in page.inner_text("main")
    _press(page, "导入")
    assert Officer.objects.filter(full_name="陈静").exists() and Unit.objects.count() == 4
    with page.expect_download():
        _press(page, "生成登录码")
    page.locator("#codes-next").wait_for()
    assert page.locator("main button", has_text="生成登录码").is_enabled()


def _orders(page):
    """The clerk reads the paper in, registers what it says and puts all of it up for approval."""
    _follow(page, "读入文件")
    page.fill("#id_text", PAPER)
    _press(page, "读入")
    assert page.inner_text("h1") == "某县人民政府关于印发冬季重点工作任务分工的通知"
    assert "读出 3 件：3 件可以登记" in page.inner_text("main")
    page.locator("main summary", has_text="登记 3 条没有疑问的草稿").click()
    _press(page, "全部登记为草稿事项")
    _press(page, "提请立项 3 件")
    page.fill("#id_reason", "县政府常务会议部署")
    _press(page, "提请 3 件")
    assert Proposal.objects.filter(act="start", outcome="open").count() == 3


def _dispatch(page):
    page.goto("/desk")
    _follow(page, "待交办")
    page.locator("main thead input[type=checkbox]").check()
    _press(page, "交办所选")
    page.check("input[name=letters][value=unit]")
    _press(page, "交办 3 件")
    assert "已交办 3 件" in page.inner_text("main")
    assert Notice.objects.count() == 4


def _correct(page, phone):
    """A date was typed wrong: the office says so, the leader signs on the phone, both units are told."""
    _follow(page, "建成3万亩高标准农田")
    page.locator("main summary", has_text="写错了").click()
    page.locator("main a[href$='due-corrections']").first.click()
    page.fill("#id_due_on", "2026-12-25")
    page.fill("#id_reason", "录入时误写为20日")
    _press(page, "更正")
    phone.goto("/desk")
    assert "交办给县农业农村局、青石镇的办结期限写错" in phone.inner_text("main")
    phone.locator("main button[value=agree]").click()
    phone.wait_for_load_state()
    assert {each.due_on for each in Matter.objects.get(title__contains="农田").assignments.all()} == {
        datetime.date(2026, 12, 25)
    }


def _hand_over(page):
    page.goto("/successions?q=zlx")
    _follow(page, "赵立新")
    page.fill("input[role=combobox] >> nth=0", "hwd")
    page.locator(".picker-option", has_text="何卫东").click()
    page.fill("#id_reason", "调任，某组发〔2026〕21号")
    _press(page, "办理交接")
    assert (Succession.objects.get().to.full_name, page.inner_text("h1")) == ("何卫东", "赵立新 → 何卫东")


def _merge(page):
    """The bureau of water goes into that of agriculture by a paper, and its order with it."""
    page.goto("/reorganisations/new")
    for field, typed, name in (("of", "水利", "县水务局"), ("to", "nyj", "县农业农村局")):
        page.fill(f"#id_{field}", typed)
        page.locator(".picker-option", has_text=name).click()
    page.fill("#id_on", "2026-11-30")
    page.fill("#id_paper", "某县机构改革方案")
    page.fill("#id_number", "某发〔2026〕30号")
    _press(page, "列出变更内容")
    _press(page, "办理变更")
    assert Unit.objects.get(name="县水务局").abolished_on is not None
    held = Matter.objects.get(title__contains="冬修").assignments.exclude(stage__in=("withdrawn", "moved", "recalled"))
    assert "县农业农村局" in {each.unit.name for each in held}


def _next_year(page):
    page.goto("/calendar")
    page.fill("#id_text", HOLIDAYS)
    _press(page, "核对并查看影响")
    _press(page, "核对无误，录入")
    assert "放假安排已录入" in page.inner_text("main")
    day = page.locator(".year-day[title^='2027-02-05']")
    # A month is a grid of seven: its days stand beside and below one another.
    assert day.bounding_box()["width"] < 80 and page.locator(".year-days").first.bounding_box()["height"] > 100


def test_a_new_office_lives_its_year(visit, settings, tmp_path):
    settings.FILES_ROOT, settings.PRESENT_DAY = tmp_path, "2026-11-30"
    admin, _ = offices.found_office(
        slug="xian", name="某县", regime="county-plan", administrator="xian.admin", code="某政督", at=cast.at("2026-11-30 09:00")
    )  # fmt: skip
    Officer.objects.filter(pk=admin.pk).update(must_change_password=False)
    _found(visit(admin, "/desk"), Jurisdiction.objects.get())
    Officer.objects.update(must_change_password=False)
    people = {each.full_name: each for each in Officer.objects.all()}
    clerk, phone = visit(people["陈静"], "/desk"), None
    _orders(clerk)
    phone = visit(people["赵立新"], "/desk", 390)
    phone.locator("form[data-counted] button[value=agree]").click()
    phone.wait_for_load_state()
    _dispatch(clerk)
    _correct(clerk, phone)
    head = visit(people["赵明"], "/desk")
    _hand_over(head)
    _merge(head)
    _next_year(head)
