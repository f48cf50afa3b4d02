"""Two documents are compared in words: what changed, what came, what went, at its clause; equal ones have no difference."""

import pytest

from duban.engine.packs import loading
from duban.engine.sentences.differences import differences

FILES = loading.read_pack("sanmenxia-2019")


def said(**changed):
    files = dict(FILES)
    for name, (old, new) in changed.items():
        name = f"{name}.yaml"
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    return [str(each) for each in differences(loading.load_pack(FILES), loading.load_pack(files))]


def test_a_figure_that_changed_is_told_with_its_clause():
    assert said(annex_2=('where: {what: [report, resubmission]}, points: "-5"', 'where: {what: [report, resubmission]}, points: "-3"')) == [
        "附件2 三3：逾期（种类为报告或重报，须有对应事项）每次扣5分 → 扣3分"
    ]  # fmt: skip


def test_limits_names_periods_and_readings_are_told():
    (step,) = said(body=("limit: {working_days: 5}, paper: circular", "limit: {working_days: 7}, paper: circular"))
    assert step.startswith("四(二)4：") and "限5个工作日 → 限7个工作日" in step
    own = "[month, {id: spring, name: 春季, from: 01-01, to: 04-15}, half_year, year]"
    assert said(regime=("[month, half_year, year]", own)) == ["期别：新增：春季：1月1日至4月15日"]
    (reading,) = said(readings=("chosen: circulars", "chosen: all_kinds"))
    assert reading.startswith("执行口径：“只算最高一级”管到哪些表扬和批评：按“只在") and "” → “不分通报" in reading


def test_a_clause_that_goes_or_comes_is_told():
    files = dict(FILES)
    head, _, rest = files["annex_2.yaml"].partition("- clause: 附件2 一(三)3\n")
    files["annex_2.yaml"] = head + rest[rest.index("- clause:") :]
    gone = [str(each) for each in differences(loading.load_pack(FILES), loading.load_pack(files))]
    assert gone[0].startswith("附件2 一(三)3：删去：本条不再列出：") and any("每次加5分" in each for each in gone)
    back = [str(each) for each in differences(loading.load_pack(files), loading.load_pack(FILES))]
    assert back[0].startswith("附件2 一(三)3：新增：增加本条：") and len(back) == len(gone)


@pytest.mark.parametrize("regime", ["zhuoni-2022", "gansu-county-2023", "sanmenxia-2019", "ankang-2020", "county-plan"])
def test_a_document_does_not_differ_from_itself_and_no_id_reaches_a_reader(regime):
    own = loading.load_regime(regime)
    assert differences(own, loading.load_pack(loading.read_pack(regime))) == []
    other = loading.load_regime("county-plan" if regime != "county-plan" else "ankang-2020")
    told = " ".join(str(each) for each in differences(own, other))
    assert "_" not in told and "frozenset" not in told and len(told) > 1000
