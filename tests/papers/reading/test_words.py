"""Every pattern of the tables of words finds its own examples, whole, and nothing in what stands beside them."""

import pytest

from duban.papers.reading.texts.folding import folded
from duban.papers.reading.words import dates, owners, sections, sentences
from duban.papers.reading.words.patterns import Pattern


def patterns():
    for table in (dates, owners, sections, sentences):
        for value in vars(table).values():
            each = value if isinstance(value, tuple) else [value]
            yield from (one.pattern if isinstance(one, sections.Style) else one for one in each)


@pytest.mark.parametrize("pattern", [p for p in patterns() if isinstance(p, Pattern)], ids=lambda p: p.kind)
def test_a_pattern_finds_its_examples(pattern):
    for example in pattern.examples:
        match = pattern.compiled.search(example)
        assert match, example
        assert match.group().strip() == example
    for other in pattern.others:
        assert not pattern.compiled.search(other), other


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("一段\x0b二段\x0c三段\u2028四段", "一段\n二段\n三段\n四段"),
        ("甲\x1e乙\x1f丙\x07\x1b[丁\x7f\x84", "甲-乙丙[丁"),
        ("２０２６年６月", "2026年6月"),
        ("县财\u200b政局\ufeff", "县财政局"),
        ("县财政局\u00a0县审计局", "县财政局 县审计局"),
        ("甲局﹑乙局､丙局﹔丁局", "甲局、乙局、丙局；丁局"),
        ("\u2f49底前", "月底前"),
    ],
)
def test_signs_are_folded(written, read):
    assert folded(written) == read
