"""An office's people from one workbook, over the pages, the command and the interface."""

import base64
import io
import re

import openpyxl
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duban.cli import main
from duban.ledger.models import JournalLine
from duban.ledger.wordings.office import rolls as wordings
from duban.papers.reading.lists.rolls import read_roll
from duban.people.models import Officer, Portfolio, Unit
from tests import cast

pytestmark = pytest.mark.django_db

UNITS = (("县林业局", "县直部门", "林业局、林草局", "生态口", "", ""), ("丁镇", "乡镇", "", "生态口", "否", "ding"))
FIELDS = (("生态口", "葛明远"),)
PEOPLE = (
    ("葛明远", "分管领导", "", "副县长", ""),
    ("苏国栋", "单位联络员", "林草局", "科员", ""),
    ("苏国栋", "单位负责人", "丁镇", "镇长", "dingzhen.su"),
)


@pytest.fixture
def county():
    return cast.office("county-plan", slug="county")


def workbook(county, units=UNITS, fields=FIELDS, people=PEOPLE):
    """The template with these rows below what is there already."""
    book = openpyxl.load_workbook(io.BytesIO(wordings.template_of(county.jurisdiction)))
    for sheet, rows in (("单位", units), ("分管领域", fields), ("人员", people)):
        at = 2
        while book[sheet].cell(at, 1).value:
            at += 1
        for row in rows:
            for column, words in enumerate(row, 1):
                book[sheet].cell(at, column, words or None)
            at += 1
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def uploaded(client, data):
    return client.post("/settings/people", {"file": SimpleUploadedFile("名册.xlsx", data)})


def taken(client, data, **more):
    return client.post("/settings/people", {"workbook": base64.b64encode(data).decode(), **more})


def printed(answer):
    """The words of a PDF without what stands between them."""
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in pages))


def test_a_roll_is_checked_then_taken_in_whole_and_doubles_nothing(county, signed_in):
    admin, data = signed_in(county.admin), workbook(county)
    page = uploaded(admin, data).content.decode()
    assert "将增加单位 <b>2</b> 个、分管领域 <b>1</b> 个、人员 <b>3</b> 名" in " ".join(page.split())
    assert not Unit.objects.filter(name="丁镇").exists()
    assert taken(admin, data).url == "/settings/people/codes"
    forestry, town = Unit.objects.get(name="县林业局"), Unit.objects.get(name="丁镇")
    assert (forestry.code, forestry.group, town.code, town.ranked) == ("xlyj", "department", "ding", False)
    assert forestry.portfolio.leader.full_name == "葛明远" and forestry.order < town.order
    assert sorted(forestry.aliases.values_list("name", flat=True)) == ["林业局", "林草局"]
    found = Officer.objects.filter(full_name="苏国栋").order_by("username")
    assert [(each.username, each.unit) for each in found] == [("dingzhen.su", town), ("suguodong", forestry)]
    assert not any(each.has_usable_password() for each in found)
    lines = JournalLine.objects.count()
    again = uploaded(admin, data).content.decode()
    assert "都已经有了" in again
    assert taken(admin, data).status_code == 422 and JournalLine.objects.count() == lines


def test_the_template_has_nothing_that_its_own_reading_warns_of(county, signed_in):
    template = wordings.template_of(county.jurisdiction)
    assert any(cell.comment for row in openpyxl.load_workbook(io.BytesIO(template))["单位"].iter_rows() for cell in row)
    assert not [fault for fault in read_roll(template).faults if "批注" in fault.why]


def test_what_is_wrong_is_said_by_sheet_and_cell_and_nothing_is_taken_in(county, signed_in):
    data = workbook(
        county,
        units=(("县林业局", "县直", "", "没有的口", "", ""), ("县财政局二", "县直部门", "县财政局", "", "也许", "")),
        fields=(("生态口", "没有这人"),),
        people=(("甲", "书记", "", "", ""), ("乙", "单位联络员", "没有的局", "", ""), ("丙", "单位负责人", "", "", "")),
    )
    admin = signed_in(county.admin)
    page = uploaded(admin, data).content.decode()
    cells = set(re.findall(r'data-label="单元格">([A-Z]+\d+)<', page))
    rows = Unit.objects.filter(jurisdiction=county.jurisdiction).count() + 2
    people = Officer.objects.filter(jurisdiction=county.jurisdiction).count() + 2
    wanted = {f"B{rows}", f"D{rows}", f"C{rows + 1}", f"E{rows + 1}", f"B{people}", f"C{people + 1}", f"C{people + 2}"}
    assert wanted <= cells and "可能是“县直部门”" in page and "“县财政局”已是“县财政局”的名称或别名" in page
    before = JournalLine.objects.count()
    refused = taken(admin, data)
    assert refused.status_code == 422 and "什么也没有导入" in refused.content.decode()
    assert JournalLine.objects.count() == before


def test_a_group_that_the_name_speaks_against_is_asked_about(county, signed_in):
    data = workbook(county, units=(("县水务局", "乡镇", "", "", "", ""),), fields=(), people=())
    assert "像是“县直部门”，请核对类别" in uploaded(signed_in(county.admin), data).content.decode()


def test_what_differs_is_shown_and_taken_over_by_choice(county, signed_in):
    admin, unit = signed_in(county.admin), county.units[3]
    book = openpyxl.load_workbook(io.BytesIO(wordings.template_of(county.jurisdiction)))
    row = next(row for row in book["单位"].iter_rows(min_row=2) if row[0].value == unit.name)
    row[2].value = "发改"
    row = next(row for row in book["人员"].iter_rows(min_row=2) if row[4].value == county.liaison.username)
    row[3].value = "办公室主任"
    made = io.BytesIO()
    book.save(made)
    page = uploaded(admin, made.getvalue()).content.decode()
    assert "职务：（空） → 办公室主任" in page and re.search("简称和别名：.+ → .+、发改<", page)
    assert taken(admin, made.getvalue()).status_code == 422
    chosen = f"officers:{county.liaison.pk}"
    assert taken(admin, made.getvalue(), update=[chosen]).status_code == 302
    county.liaison.refresh_from_db()
    assert county.liaison.title == "办公室主任" and not unit.aliases.filter(name="发改").exists()


def test_codes_are_one_file_open_once_and_are_nowhere_in_clear(county, signed_in):
    admin = signed_in(county.admin)
    taken(admin, workbook(county))
    Officer.objects.exclude(full_name__in=["葛明远", "苏国栋"]).update(last_login=cast.at())
    made = admin.post("/settings/people/codes", {"who": "new", "form_key": "k"})
    assert made.headers["Content-Type"] == "application/pdf" and made.headers["Cache-Control"] == "no-store"
    code = re.search(r"suguodong(\w{14})http", printed(made))[1]
    kept = Officer.objects.get(username="suguodong").password
    assert code not in kept and kept.startswith("initial_sha256$")
    assert not any(code in str(line.data) for line in JournalLine.objects.all())
    assert JournalLine.objects.filter(verb="officer.code_issued").count() == 3
    client = Client()
    assert client.post("/login", {"username": "suguodong", "password": "x" * 14}).status_code == 401
    assert client.post("/login", {"username": "su\u200bguo dong ", "password": code}).status_code == 302
    assert client.get("/desk").url == "/password"
    assert not Officer.objects.get(username="suguodong").password.startswith("initial_sha256$")
    assert admin.post("/settings/people/codes", {"who": "new"}).status_code == 422
    again = admin.post("/settings/people/codes", {"who": "all"})
    text = printed(again)
    assert "gemingyuan" in text and "suguodong" not in text and code not in text


def test_the_command_checks_first_and_takes_in_when_meant(county, tmp_path, capsys):
    file = tmp_path / "roll.xlsx"
    file.write_bytes(workbook(county))
    assert main(["people", "import", "county", str(file)]) == 0
    assert "还没有导入" in capsys.readouterr().out and not Unit.objects.filter(name="丁镇").exists()
    assert main(["people", "import", "county", str(file), "--yes"]) == 0
    assert "已增加单位 2 个" in capsys.readouterr().out
    assert main(["people", "import", "county", str(file), "--yes"]) == 0
    assert "没有要导入的内容" in capsys.readouterr().out
    Officer.objects.exclude(full_name="葛明远").update(last_login=cast.at())
    target = tmp_path / "codes.pdf"
    assert main(["people", "codes", "county", str(target)]) == 0
    assert target.stat().st_mode & 0o777 == 0o600 and target.read_bytes().startswith(b"%PDF")
    capsys.readouterr()
    assert main(["people", "codes", "county", str(target)]) == 2 and "没有覆盖" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["import", "county", "nowhere.xlsx"], ["import", "county", __file__], ["import", "none", "x.xlsx"]]
)
def test_the_command_says_in_one_line_what_cannot_be(county, capsys, words):
    assert main(["people", *words]) == 2
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.strip().splitlines()) == 1


def test_a_program_takes_in_the_same_with_the_same_refusals(county, signed_in):
    admin = signed_in(county.admin)
    roll = {
        "units": [{"name": "县林业局", "group": "department", "portfolio": "生态口"}],
        "portfolios": [{"name": "生态口", "leader": "葛明远"}],
        "officers": [{"full_name": "葛明远", "role": "leader"}],
    }

    def post(**more):
        return admin.post("/api/people", {**roll, **more}, content_type="application/json")

    assert post(only_check=True).json()["units"] == 1 and not Portfolio.objects.filter(name="生态口").exists()
    wrong = admin.post("/api/people", {"units": [{"name": "甲局", "group": "没有"}]}, content_type="application/json")
    assert wrong.json()["taken"] is None and wrong.json()["faults"][0]["place"] == "units[1].group"
    assert post(unknown=1).status_code == 422
    assert post().json()["taken"] == {"units": 1, "portfolios": 1, "officers": 1, "changed": 0, "asked": 0}
    assert post().status_code == 422


def test_a_unit_gets_its_group_by_choice_and_its_code_and_place_by_itself(county, signed_in):
    admin = signed_in(county.admin)
    form = {"name": "县林业局", "group": "", "portfolio": "", "ranked": "on", "order": "", "code": "", "aliases": ""}
    page = admin.post("/settings/units/new", form)
    assert page.status_code == 422 and "可能是“县直部门”" in page.content.decode()
    assert '<option value="" selected>请选择</option>' in admin.get("/settings/units/new").content.decode()
    assert "就选它" in admin.get("/settings/groups?name=县林业局").content.decode()
    admin.post("/settings/units/new", {**form, "group": "department"})
    made = Unit.objects.get(name="县林业局")
    assert made.code == "xlyj" and made.order > max(unit.order for unit in county.units)
