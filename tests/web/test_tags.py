"""The template tags of every page."""

import datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from duban.engine.calendar import load_calendar
from duban.engine.packs.loading import load_regime
from duban.ledger.models import Assignment, Matter
from duban.web.icons import ICONS
from duban.web.templatetags import duban as tags


def render(text, query="", **words):
    frame = {
        "request": RequestFactory().get(f"/matters{query}"),
        "today": datetime.date(2026, 3, 31),
        "calendar": load_calendar(),
        "regime": load_regime("zhuoni-2022"),
    }
    return Template("{% load duban %}" + text).render(Context({**frame, **words}))


def test_a_day_is_said_with_its_weekday():
    assert tags.day(datetime.date(2026, 3, 31)) == "2026-03-31（周二）"
    assert tags.day(None) == "—"


@pytest.mark.parametrize(
    ("due", "tone", "word"),
    [(27, "late", "已超期 2 个工作日"), (31, "today", "今日到期"), (None, None, "—")],
)
def test_a_deadline_has_words_and_an_icon(due, tone, word):
    text = render("{% deadline due %}", due=due and datetime.date(2026, 3, due))
    assert word in text
    assert ("<svg" in text and f"deadline-{tone}" in text) is (tone is not None)


def test_citations_are_links_that_work_with_and_without_script():
    text = render('{% clause "附件1 三2" %}')
    assert text.startswith("〔<a") and text.endswith("</a>〕")
    assert text.count("/regime/clauses/%E9%99%84%E4%BB%B61%20%E4%B8%892") == 2 and 'hx-target="#panel"' in text
    assert render('{% clause "第十二条、第十三条" %}').count("<a ") == 2
    assert "?of=ankang-2020" in render('{% clause "第二条" "ankang-2020" %}')
    assert render('{% clause "" %}{% clause none %}') == ""
    assert "<script>" not in render("{% clause cited %}", cited="<script>")


def test_a_level_is_said_in_the_words_of_the_document():
    assert "红 特别重要" in render('{% level "red" %}')
    assert render('{% level "" %}') == ""


@pytest.mark.parametrize("model", [Matter, Assignment])
def test_every_state_has_its_badge(model):
    name = "state" if model is Matter else "stage"
    for value, word in model._meta.get_field(name).choices:
        assert str(word) in render("{% state thing %}", thing=model(**{name: value}))


def test_the_query_keeps_the_filter():
    assert render("{% query page=2 %}", "?q=1&page=9&unit=a") == "?q=1&amp;page=2&amp;unit=a"
    assert render('{% query q="" %}', "?q=1") == "?"


def test_every_form_has_a_key_of_its_own():
    assert render("{% form_key %}") != render("{% form_key %}")


def test_icons_are_drawings_and_nothing_else():
    for name, drawing in ICONS.items():
        assert not {"script", "href", "style", "on"} & set(drawing.replace("<", " ").split()), name
    for used in (*tags.TONE_ICONS.values(), *tags.STATE_ICONS.values()):
        assert used in ICONS
