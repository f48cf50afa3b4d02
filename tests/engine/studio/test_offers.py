"""Rules recognised in the words of a clause: offered with the words they rest on, never taken by themselves, and rather none than a wrong one."""

import os
import re
from pathlib import Path

import pytest

from duban.engine.packs import loading
from duban.engine.studio import checking, drafts, offers
from duban.engine.studio.offers.levels import levels_in
from duban.papers.reading.texts import assessment_tables
from duban.papers.reading.texts.lining_up import line_up
from duban.papers.reading.texts.regulations import split_regulation
from tests.engine.studio.measuring import Measured, measure

DOCUMENTS = sorted((Path(__file__).parents[1] / "documents").glob("*/regime.yaml"))
FOLDERS = (
    [Path(os.environ["DUBAN_SHARED"])]
    if "DUBAN_SHARED" in os.environ
    else [folder / "shared" for folder in Path(__file__).parents[4:6]]
)
SEEDS = next((folder / "seeds" for folder in FOLDERS if (folder / "seeds").is_dir()), FOLDERS[0] / "seeds")


def _offered(words, content=None):
    content = content or drafts.new("某县办法", [("第一条", words)])
    return [
        (each.sentence, [words[first:last] for first, last in each.spans]) for each in offers.offers_in(words, content)
    ]


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("受到省直部门通报批评的减10分。", ["省直部门通报批评每次扣10分"]),
        (
            "受到国家部委领导同志以及省委、省政府领导同志批示明确表扬的加15分",
            ["批示表扬（级别（谁作出）为国家部委或省委省政府）每次加15分"],
        ),
        ("逾期上报一次减5分，逾期两次减10分。", ["报告逾期每次扣5分"]),
        ("牵头单位迟报进展的，每次扣１分", ["牵头单位报告逾期每次扣1分"]),
        ("未按时上报的，迟报一天扣一分", ["报告逾期按天数，每1天扣1分"]),
        ("反馈无实质内容的，每件扣5分", ["报告质量不合格同一事项只计一次，扣5分"]),
        ("復辦次數超過兩次以上的,扣0.1分", ["退回重办同一事项第3次起每次扣0.1分"]),
        ("缺席督查会议的，每次扣5分", ["缺席督查会议每次扣5分"]),
        ("第四条 缺席督查会议的，每次扣5分", ["缺席督查会议每次扣5分"]),
        ("迟报一次扣1分；同一事项第三次起每次扣2分", ["报告逾期每次扣1分", "报告逾期同一事项第3次起每次扣2分"]),
        ("基础分分值为80分，动态加分分值不超过20分", ["基础分80分", "加分合计以20分为限"]),
        (
            "对应红色、黄色、蓝色三个等级，谎报瞒报的，每次分别减5、3、2分",
            ["报告不实每次按级别计：红色扣5分、黄色扣3分、蓝色扣2分"],
        ),
        ("同一事项同时被国家、省、市通报批评的，按最高等级认定分值", ["同一件事的通报只计最高一次"]),
        ("一般应在7个工作日内反馈办理结果", ["期限“反馈”：交办之日起7个工作日"]),
        ("自收到通报之日起三十日内申请复核", ["期限“申请复核”：收到通报之日起30日"]),
        (
            "延期须经分管副县长同意，只能延期一次，最长不超过2个月",
            ["延期须依次由分管领导签批", "延期：只能一次，最长2个月，须有理由"],
        ),
        ("分为优秀、良好、合格、较差四个等次", ["不计分，由督查室评定：优秀、良好、合格、较差"]),
        ("年终考核取前3名予以通报表扬", ["全年通报表扬：全部单位前3名，并列的都算"]),
        ("参加例会，每少一次扣0.5分，扣完为止", ["参加例会少一次每次扣0.5分"]),
        ("打击侵占岸线行为，出现1例未处理扣2分", ["打击侵占岸线行为未处理每次扣2分"]),
        ("发生一起安全事故的扣10分", ["安全事故每次扣10分"]),
        ("1．没有报送实施方案的，扣10分。", ["没有报送实施方案同一单位只计一次，扣10分"]),
        ("公开撒谎的，扣3分", ["公开撒谎每次扣3分"]),
        (
            "季度报告不能反映成效的，由考核人在5至10分内扣",
            ["季度报告不能反映成效同一单位只计一次，由考核人在5至10分内扣分，写明理由"],
        ),
        ("工作作风不实的，每次酌情扣1-3分", ["工作作风不实每次由督查室在1至3分内扣分，写明理由"]),
        ("每发现一处弄虚作假扣2分，最多扣6分", ["弄虚作假每次扣2分，计入“弄虚作假”项"]),
        ("全年召开例会至少4次（4分，少一次扣1分）", ["全年召开例会至少4次的次数达4得4分，每少1扣1分，最低0分"]),
        ("污水处理率达到80%以上得10分，每低1个百分点扣1分", ["污水处理率达80%得10分，每少1%扣1分，最低0分"]),
        ("水库清退任务按完成比例得分（5分）", ["按水库清退任务得分计"]),
        ("出现拒不抽调现象的不得分（5分）", ["拒不抽调同一单位只计一次，扣5分"]),
        (
            "被省、市书面通报表扬的分别奖10分、5分",
            ["通报表扬每次按级别（谁作出）计：省委省政府加10分、市（州）委市（州）政府加5分"],
        ),
    ],
)
def test_what_a_sentence_plainly_says_is_offered(words, sentences):
    assert [sentence for sentence, _ in _offered(words)] == sentences


@pytest.mark.parametrize(
    "words",
    [
        "第一条 为进一步推动工作落实，制定本办法。", "直至扣完3分为止", "同一事项两次逾期的，约谈", "每个督查事项分值为20分", "受到通报批评的酌情扣分",
        "受到通报表扬的减5分", "限5个工作日内完成整改", "按同级别加分事项进行加分", "三次以上未报的扣1分", "加强督促检查，提高分析研判能力", "",
        "按完成比例得分", "达到80%以上得满分，每低1个百分点扣1分", "污水处理率达80%以上，污泥无害化处置，否则不得分（10分）", "出现严重后果的不得分",
        "序号\t内容\t分值\t标准\n1\t例会\t5\t每少一次扣1分",
    ],
)  # fmt: skip
def test_where_words_do_not_say_it_plainly_nothing_is_offered(words):
    assert _offered(words) == []


def test_the_words_that_an_offer_rests_on_are_marked():
    words = "1．受到市委、市政府通报批评的，减１０分；约谈后不改的，按规定处理。"
    ((_, marked),) = _offered(words)
    assert marked == ["市委", "市政府", "通报批评", "减１０分"]


def test_a_ladder_in_one_clause_is_offered_step_by_step():
    words = "逾期未办结的，首次予以全市通报，限5个工作日内完成整改；5个工作日内仍未完成的，约谈责任单位；约谈后3个工作日内仍未完成的，提请问责。"
    said = [sentence for sentence, _ in _offered(words)]
    assert [re.findall("措施“([^”]*)”", sentence)[0] for sentence in said] == ["全市通报", "约谈责任单位", "提请问责"]
    assert "限5个工作日" in said[0] and "限3个工作日" in said[1] and "“全市通报”限期过后" in said[1]


def test_a_sentence_that_goes_on_from_the_third_time_replaces_the_one_before():
    words = "牵头单位迟报进展的，每次扣1分；同一事项第三次起每次扣2分。"
    content = drafts.new("某县办法", [("第三条", words)])
    for offer in offers.offers_in(words, content, "第三条"):
        content = offers.taken(offer, content, "第三条")
    assert content["clauses"][0]["rules"][1]["replaces"] == ["第三条"]
    assert checking.faults_of(content) == [] and checking.hints_of(content) == []


def test_an_offer_that_is_taken_stands_in_the_card_with_the_happening_that_it_needs():
    words = "缺席督查会议的，每次扣5分。"
    content = drafts.new("某县办法", [("第一条", words), ("第二条", words)])
    (offer,) = offers.offers_in(words, content, "第一条")
    made = offers.taken(offer, content, "第一条")
    made["clauses"][1]["no_rule"] = "附则"
    assert checking.faults_of(made) == [] and checking.hints_of(made) == []
    assert made["regime"]["events"] == {"event_1": {"label": "缺席督查会议", "of": "unit", "clause": "第一条"}}
    assert offers.offers_in(words, made, "第一条") == []
    assert content["clauses"][0]["rules"] == [] and "events" not in content["regime"]


def test_what_another_clause_says_already_is_offered_as_its_restatement():
    words = "受到省直部门通报批评的减10分。"
    content = drafts.new("某县办法", [("第一条", words), ("附件", f"{words}另有说明。")])
    content = offers.taken(offers.offers_in(words, content, "第一条")[0], content, "第一条")
    (offer,) = offers.offers_in(content["clauses"][1]["original"], content, "附件")
    assert offer.sentence == "重申第一条的规定"


@pytest.mark.parametrize(
    ("words", "labels", "is_defined"),
    [
        ("事项分为一般（蓝色）、较重（黄色）、重大（红色）三个级别，确定承办部门", ("一般", "较重", "重大"), True),
        ("反馈迟延的，对应红色、黄色、蓝色三个督办等级，每次分别减5、3、2分", ("红色", "黄色", "蓝色"), False),
        ("分为红、黄两个级别", ("红", "黄"), True),
        ("考核结果分为优秀、良好、合格三个等级", None, False),
        ("分为重大、一般三个级别", None, False),
        ("迟报的，每次扣5分", None, False),
    ],
)
def test_levels_that_words_name_are_offered_while_the_draft_has_none(words, labels, is_defined):
    content = drafts.new("某县办法", [("第一条", words)])
    found = levels_in(words, content)
    assert (found and found.labels) == labels and (found is not None and found.is_defined) == is_defined
    content["regime"]["levels"] = {"level_1": "红"}
    assert levels_in(words, content) is None


def _tell(name, measured, capsys):
    with capsys.disabled():
        print(
            f"\n{name}: {measured.found} of {measured.rules} rules offered right, {len(measured.wrong)} of {measured.offers} offers wrong"
        )


def test_offers_on_our_own_words_for_the_further_documents(capsys):
    """Their texts are not at hand in Chinese; the one line that says each clause is."""
    total = Measured()
    for name in DOCUMENTS:
        total.add(measure(drafts.content_of(loading.read_pack(name)), lambda clause: clause["gist"]))
    _tell("further documents, in our one line a clause", total, capsys)
    assert total.found >= 20 and len(total.wrong) <= total.offers * 0.05, total.wrong


def test_offers_on_the_words_of_an_assessment_table(capsys):
    """A whole table of departments, cut into its items, against what a person made of five of them."""
    text = next(iter((SEEDS.parent / "realdocs").glob("f15_*.txt")), None)
    if text is None:
        pytest.skip(f"the table is not in {SEEDS.parent.name}: it is not part of the project")
    running = text.read_text(encoding="utf-8").split("----", 1)[1]
    cut = assessment_tables.table_in(assessment_tables.lifted(running)[1][0])
    ours = [each for each in cut.items if each.unit in ("", "县农粮局", "县城建局", "县林业局", "县水利局", "县矿管局")]
    total = Measured()
    content = drafts.content_of(
        loading.read_pack(next(each for each in DOCUMENTS if each.parent.name == "f15-departments"))
    )
    total.add(
        measure(
            content,
            lambda clause: "\n".join(
                each.words for each in ours if each.number.startswith(clause["clause"]) and clause["clause"] != "二2"
            ),
        )
    )
    _tell("an assessment table, in its own words", total, capsys)
    assert total.found >= 11 and len(total.wrong) <= total.offers * 0.05, total.wrong


def test_offers_on_the_texts_of_the_five_documents(capsys):
    if not SEEDS.is_dir():
        pytest.skip(f"the texts of the documents are not in {SEEDS.name}: they are not part of the project")
    total = Measured()
    for name in loading.regime_ids():
        content = drafts.content_of(loading.read_pack(name))
        numbers = [clause["clause"] for clause in content["clauses"]]
        again = {
            clause["clause"]: rule["clause"]
            for clause in content["clauses"]
            for rule in drafts.rules_of(clause)
            if rule["kind"] == "restated"
        }
        words = line_up(split_regulation((SEEDS / f"{name}.txt").read_text(encoding="utf-8")), numbers, again).originals
        total.add(measure(content, lambda clause, words=words: words.get(clause["clause"], "")))
    _tell("the five documents, in their own words", total, capsys)
    assert total.found >= 81 and len(total.wrong) <= total.offers * 0.05, total.wrong
