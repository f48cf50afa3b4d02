"""Full-width, zero-width and odd spaces: folded where they are typed and where they are sought."""

import datetime
import re
from pathlib import Path

import pytest
from django import forms

from duban import web
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.matters import found
from duban.web.forms import DateField, Form
from duban.web.forms.days import dated_lines
from duban.web.forms.papers.answers import BasisForm
from tests import cast, stories


class _Form(Form):
    title = forms.CharField(label="名称")
    text = forms.CharField(label="内容", widget=forms.Textarea())
    secret = forms.CharField(label="口令", widget=forms.PasswordInput())


class _Day(Form):
    on = DateField(label="日期")


def test_what_is_typed_is_kept_folded():
    form = BasisForm({"basis": "某市\u200b２０２６年\u00a0方案", "basis_no": "某政〔２０２６〕７号"})
    assert form.is_valid()
    assert (form.cleaned_data["basis"], form.cleaned_data["basis_no"]) == ("某市2026年 方案", "某政〔2026〕7号")


@pytest.mark.django_db
@pytest.mark.parametrize("sought", ["A3平台", "Ａ３平台", "A3\u200b平台", "\ufeffＡ3平台"])
def test_what_is_sought_is_found_however_it_is_typed(sought):
    office = cast.office()
    matter = stories.matter(office, due_on="2026-06-30", title="建成A3平台")
    assert list(found(office.clerk, Filter(q=sought), today=cast.at().date())) == [matter]


def test_what_word_leaves_in_copied_text_is_made_plain():
    form = _Form(
        {
            "title": "一段\x0b二段\t三\x1e四\x1f五\x07",
            "text": " 一段\x0b二段\u2028三段\x0c\x07",
            "secret": "\u200b密\x07",
        }
    )
    assert form.is_valid()
    assert form.cleaned_data == {"title": "一段 二段 三-四五", "text": "一段\n二段\n三段", "secret": "\u200b密\x07"}


@pytest.mark.parametrize("nothing", ["\u200b\u200b", "\u202e\u200f", "\u3000\u00a0\u200b ", "\x07\x1b", "\ufeff\u2060"])
def test_signs_that_nobody_sees_fill_no_field_in(nothing):
    form = _Form({"title": nothing, "text": nothing, "secret": "x"})
    assert not form.is_valid()
    assert form.errors == {"title": ["请填写名称"], "text": ["请填写内容"]}


def test_a_table_of_unseen_signs_is_no_table(office, signed_in):
    answer = signed_in(office.clerk).post("/papers/table", {"rows": "\u200b\u200b"})
    assert answer.status_code == 422 and "请填写表格内容" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["2026-03-05", "2026-3-5", "2026年3月5日", "2026 年 3 月 5 日", "2026/3/5", "2026.03.05", "２０２６年３月５日", "\u200b2026-03-05\u00a0", "2026-03-05（周四）"],
)  # fmt: skip
def test_a_day_is_read_as_papers_and_spreadsheets_write_it(typed):
    form = _Day({"on": typed})
    assert form.is_valid() and form.cleaned_data["on"] == datetime.date(2026, 3, 5)
    assert 'value="2026-03-05"' in str(form["on"]), "what comes back can be shown by a browser with a calendar"


@pytest.mark.parametrize(
    "typed",
    ["3.5", "3月5日", "5/3/2026", "2026/3.5", "2026-02-30", "2026年13月1日", "0001-01-01", "9999-12-31", "45000", "三天", "2026年3月"],
)  # fmt: skip
def test_a_day_is_not_guessed(typed):
    form = _Day({"on": typed})
    assert not form.is_valid() and list(form.errors) == ["on"]


def test_every_day_of_every_form_is_read_by_the_one_field():
    plain = []
    for path in sorted((Path(web.__file__).parent / "forms").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.name not in ("__init__.py", "days.py") and re.search(
            r"forms\.DateField|forms\.DateInput|ModelMultipleChoiceField\(", text
        ):
            plain += [str(path.name)] if path.name != "fields.py" else []
    assert plain == []


@pytest.mark.parametrize("key", ["9" * 21, "-1", "٣", "1 or 1", "", "0"])
def test_a_key_of_no_record_is_refused_and_asks_no_database(office, signed_in, key):
    words = {"title": "征集", "due_on": "2026-04-20", "leaders": [key]}
    answer = signed_in(office.clerk).post("/collections/new", words)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "line",
    ["2026-03-05 完成一半", "2026年3月5日完成一半", "2026/3/5\t完成一半", "２０２６－３－５　完成一半", "2026.03.05：完成一半", " 2026-3-5，完成一半；"],
)  # fmt: skip
def test_a_dated_line_is_read_as_it_was_pasted(line):
    if "－" in line:
        line = line.replace("－", "-")
    assert dated_lines(f"\n{line}\n") == [(datetime.date(2026, 3, 5), "完成一半")]


@pytest.mark.parametrize(
    "line",
    ["3月5日 完成", "完成 2026-03-05", "2026-03-05", "2026-02-30 完成", "2026-03-051 完成"],
)
def test_a_line_without_its_day_or_words_is_named(line):
    with pytest.raises(forms.ValidationError, match="第 2 行"):
        dated_lines(f"2026-03-05 开工\n{line}")
