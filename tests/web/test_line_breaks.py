"""A line break in a template is no space: Chinese words must not drift apart because a template is laid out over several lines."""

import pytest
from django.template import Context, Template
from django.template.base import NodeList
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.templatetags.static import static

from duban.web.icons import svg
from duban.web.line_breaks import without_line_breaks


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>\n  已办结\n  {{ x }}\n</p>\n", "<p>已办结{{ x }}</p>"),
        ('<b>甲</b>{{ " " }}\n<b>乙</b>', "<b>甲</b> <b>乙</b>"),
        ("甲 乙", "甲 乙"),
        ('<a class="btn"\n   href="/">甲</a>', '<a class="btn" href="/">甲</a>'),
        ('<a class="btn\n     big">甲</a>\n乙', '<a class="btn big">甲</a>乙'),
        ('<a title="大于 > 甲\n乙">丙\n</a>', '<a title="大于 > 甲 乙">丙</a>'),
        ('<p{% if x %} class="a"\n{% endif %}>\n甲</p>', '<p{% if x %} class="a" {% endif %}>甲</p>'),
        ("<{% if x %}b{% else %}i{% endif %}\nid=1>\n甲", "<{% if x %}b{% else %}i{% endif %} id=1>甲"),
        ("甲 < 乙\n丙", "甲 < 乙丙"),
        ("它说“a\"b”\n<i>'</i>\n丙", "它说“a\"b”<i>'</i>丙"),
    ],
)
def test_what_a_line_break_becomes(source, said):
    assert without_line_breaks(source) == said


def test_the_space_that_is_meant_stays():
    source = without_line_breaks('<b>1</b>{{ " " }}\n<b>2</b>\n')
    assert Template(source).render(Context()) == "<b>1</b> <b>2</b>"


def test_what_is_the_same_on_every_page_is_written_once_and_for_all():
    source = without_line_breaks(
        '{% load duban %}{% icon "check" %}{% url "matters" %}{% url "matter" no %}{% icon mark %}'
    )
    assert source == f'{{% load duban %}}{svg("check")}/matters{{% url "matter" no %}}{{% icon mark %}}'
    by_tags = Template('{% load duban %}{% icon "check" %}{% url "matters" %}{% url "matter" no %}{% icon mark %}')
    given = Context({"no": "2026-0001", "mark": "eye"})
    assert Template(source).render(given) == by_tags.render(given)


def test_the_address_of_a_file_is_written_in_as_the_storage_gives_it():
    assert (
        without_line_breaks('<link href="{% static "duban/duban.css" %}">')
        == f'<link href="{static("duban/duban.css")}">'
    )


def test_an_icon_that_is_none_is_found_when_the_template_is_read():
    with pytest.raises(KeyError):
        without_line_breaks('{% icon "nothing" %}')


def test_the_programs_own_templates_are_read_so_and_no_others():
    assert "\n" not in get_template("errors/refused.html").template.source
    assert "\n" in get_template("auth/widgets/read_only_password_hash.html").template.source


def test_the_blocks_of_a_frame_are_looked_for_once():
    frame = get_template("base.html").template.nodelist
    found = frame.get_nodes_by_type(BlockNode)
    assert found == NodeList(frame).get_nodes_by_type(BlockNode) != []
    assert frame.get_nodes_by_type(BlockNode) is found
