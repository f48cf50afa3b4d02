"""An office's own templates: fields wherever Word puts them, nothing evaluated, hostile files refused."""

import io
import zipfile

import docx
import pytest

from duban.papers.writing.fields import PAPER_FIELDS, fields_of
from duban.papers.writing.templates import (
    BadTemplate,
    UnfilledField,
    check_template,
    fill_template,
)
from tests.papers.writing import samples

KNOWN = {"事项名称": "", "承办单位": "", "时限": ""}


def template(*paragraphs, cell="", header=""):
    document = docx.Document()
    for words in paragraphs:
        paragraph = document.add_paragraph()
        for part in [words] if isinstance(words, str) else words:
            paragraph.add_run(part)
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    if header:
        document.sections[0].header.paragraphs[0].text = header
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def text(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "|".join([*(p.text for p in document.paragraphs), *cells, document.sections[0].header.paragraphs[0].text])


def with_part(data, name, change):
    source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.namelist():
            made.writestr(entry, source.read(entry) if entry != name else change(source.read(entry)))
        if name not in source.namelist():
            made.writestr(name, change(b""))
    return stream.getvalue()


def test_fields_are_filled_in_paragraphs_tables_and_headers():
    data = template("关于{{事项名称}}的通知", cell="{{ 承办单位 }}", header="限{{时限}}前")
    check = check_template(data, KNOWN)
    assert check.fields == ("事项名称", "承办单位", "时限")
    assert check.is_good
    filled = fill_template(data, {"事项名称": "甲", "承办单位": "乙局", "时限": "3月底"})
    assert text(filled) == "关于甲的通知|乙局|限3月底前"


def test_a_field_that_word_split_into_runs_is_filled_in_its_first_run():
    data = template(("前{", "{事项", "名称}", "}中{{承办单位}}", "{{时限}}后"))
    filled = docx.Document(
        io.BytesIO(fill_template(data, {"事项名称": "甲乙丙丁戊己庚辛", "承办单位": "", "时限": "末"}))
    )
    assert filled.paragraphs[0].text == "前甲乙丙丁戊己庚辛中末后"
    assert filled.paragraphs[0].runs[0].text == "前甲乙丙丁戊己庚辛"


def test_values_are_words_and_never_filled_again():
    data = template("{{事项名称}}与{{承办单位}}")
    hostile = samples.HOSTILE + "{{承办单位}}"
    assert text(fill_template(data, {"事项名称": hostile, "承办单位": "乙"})).startswith(f"{hostile}与乙")
    assert text(fill_template(data, {"事项名称": "一\n二\r\n三", "承办单位": "\x00\x0b"})).startswith("一\n二\n三与")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("{{事项名称", "不成对"),
        ("事项}}", "不成对"),
        ("{% for x in y %}{{事项名称}}", "代码语句"),
        ("{{ ''.__class__.__mro__ }}", "只能由文字和数字组成"),
        ("{{ 7*7 }}", "只能由文字和数字组成"),
        ("没有字段", "没有字段"),
    ],
)
def test_faults_of_an_uploaded_template_are_named(words, fault):
    check = check_template(template(words), KNOWN)
    assert not check.is_good
    assert any(fault in each for each in check.faults)


def test_unknown_fields_are_listed():
    check = check_template(template("{{事项名称}}{{电话}}"), KNOWN)
    assert check.unknown == ("电话",)
    assert not check.is_good
    with pytest.raises(UnfilledField, match="“电话”") as refused:
        fill_template(template("{{事项名称}}{{电话}}"), {"事项名称": "甲"})
    assert refused.value.fields == ("电话",)


def test_nothing_in_a_template_is_evaluated():
    data = template("{{事项名称}} {{ config }}")
    filled = fill_template(data, {"事项名称": "甲", "config": "{{ 1+1 }}"})
    assert text(filled).startswith("甲 {{ 1+1 }}")


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
FIELD_CODE = b'<w:r><w:instrText>INCLUDETEXT "c:\\\\x"</w:instrText></w:r></w:p>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "已损坏"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "旧版 .doc"),
        (b"PK\x03\x04" + bytes(100), "已损坏"),
        (with_part(template("{{时限}}"), "word/vbaProject.bin", lambda _: b"x"), "宏"),
        (with_part(template("{{时限}}"), "word/embeddings/a.bin", lambda _: b"x"), "嵌入对象"),
        (with_part(template("{{时限}}"), "word/styles.xml", lambda _: DOCTYPE), "文档类型声明"),
        (with_part(template("{{时限}}"), "word/document.xml", lambda x: x[:-40]), "已损坏"),
        (
            with_part(template("{{时限}}"), "word/document.xml", lambda x: x.replace(b"</w:p>", FIELD_CODE, 1)),
            "读取外部内容的域",
        ),
        (
            with_part(
                template("{{时限}}"),
                "word/_rels/settings.xml.rels",
                lambda _: (
                    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                    b'<Relationship Id="r1" Type="x/attachedTemplate" Target="http://x/t.dotm" TargetMode="External"/>'
                    b"</Relationships>"
                ),
            ),
            "外部文件",
        ),
        (with_part(template("{{时限}}"), "word/media/a.bin", lambda _: bytes(70 << 20)), "过大|压缩炸弹"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_a_sentence(data, sentence):
    for use in (lambda: check_template(data, KNOWN), lambda: fill_template(data, dict.fromkeys(KNOWN, ""))):
        with pytest.raises(BadTemplate, match=sentence) as refused:
            use()
        assert str(refused.value).endswith("。")


def test_a_paper_offers_every_field_that_is_listed():
    values = fields_of(samples.circular())
    assert set(values) == set(PAPER_FIELDS)
    assert values["发文字号"] == "某政督〔2026〕12号"
    assert values["成文日期"] == "2026年3月31日"
    assert values["正文"].startswith("现将办理情况通报如下。\n一、总体情况\n")
    data = template(*(f"{{{{{name}}}}}" for name in PAPER_FIELDS))
    assert check_template(data, PAPER_FIELDS).is_good
    assert "某政督〔2026〕12号" in text(fill_template(data, values))
