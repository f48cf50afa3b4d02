"""What assessment tables say, offered with all that it needs: where its points go, from what they begin, and what a person gives is not taken again."""

import pytest

from duban.engine.studio import checking, drafts, offers
from duban.engine.studio.offers import items, offers_in


def test_what_an_offer_brings_along_stands_under_its_clause_and_is_not_offered_again():
    words = "水库清退任务完成10座以上，否则按完成比例得分（5分）。"
    content = drafts.new("某县办法", [("第一条", words), ("第二条", "附则。")])
    content["clauses"][1]["no_rule"] = "附则"
    (item,) = items.items_in(content, "第一条")
    content = items.taken(item, content, "第一条")
    assert (item.label, item.way) == ("水库清退任务", "rules") and items.items_in(content, "第一条") == []
    (offer,) = offers.offers_in(words, content, "第一条")
    made = offers.taken(offer, content, "第一条")
    assert made["clauses"][0]["rules"] == [{"kind": "score", "select": {"quantity": "figure_2"}, "into": "section_1"}]
    assert made["regime"]["quantities"]["figure_2"]["formula"] == "5 * min(figure_1, 10) / 10"
    assert {each["clause"] for each in made["regime"]["quantities"].values()} == {"第一条"}
    assert checking.faults_of(made) == [] and offers.offers_in(words, made, "第一条") == []
    assert "quantities" not in content["regime"]


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("参加例会，少一次扣0.5分", "deduct"), ("出现拒不抽调现象不得分", "deduct"), ("全年至少3次，少一次扣1分", "rules"), ("否则按完成比例得分", "rules"),
        ("达到80%以上得满分，每低1个百分点扣1分", "rules"), ("达80%以上，污泥无害化处置，否则不得分", "rules"), ("建立台账", "person"),
    ],
)  # fmt: skip
def test_what_a_figure_earns_begins_with_nothing(words, way):
    assert items.way_of(words, "5") == way


def test_what_a_figure_earns_is_not_put_on_top_of_a_full_section_without_a_word():
    words = "全年召开例会至少4次（4分，少一次扣1分）"
    content = drafts.new("某县办法", [("第一条", words)])
    content["regime"]["sections"] = [
        {"id": "a", "label": "例会", "start": "4", "most": "4", "least": "0", "clause": "第一条"}
    ]
    (offer,) = offers.offers_in(words, content, "第一条")
    assert "起评已是满分" in offer.because


def test_of_several_sections_of_a_clause_the_one_that_the_words_name_takes_the_points():
    words = "1.报送月报（5分），每少一次扣0.5分，扣完为止；2.参加例会（2分，少一次扣1分，扣完为止）。"
    content = drafts.new("某县办法", [("第一条", words)])
    for each in items.items_in(content, "第一条"):
        content = items.taken(each, content, "第一条")
    labels = {each["id"]: each["label"] for each in content["regime"]["sections"]}
    found = offers.offers_in(words, content, "第一条")
    assert [(labels[each.rule["into"]], each.rule["worth"]) for each in found] == [
        ("报送月报", "-0.5"),
        ("参加例会", "-1"),
    ]


def test_what_a_person_gives_is_not_taken_again_by_a_rule():
    words = "参加例会（2分，少一次扣1分，扣完为止）；迟到的，扣1分。"
    content = drafts.new("某县办法", [("第一条", words)])
    content["regime"]["sections"] = [
        {"id": "a", "label": "例会", "most": "2", "typed": {"by": "office"}, "clause": "第一条"}
    ]
    assert offers.offers_in(words, content, "第一条") == []


def test_items_with_their_points_become_sections_given_by_a_person_or_lost_by_rules():
    words = "1.组织领导（8分）；2.参加例会（2分，少一次扣0.5分，扣完为止）。"
    content = drafts.new("某县办法", [("第一条", words)])
    found = items.items_in(content, "第一条")
    assert [each.sentence for each in found] == [
        "分项“组织领导”：由督查室评定，0至8分",
        "分项“参加例会”：起2分，按规定扣，扣完为止",
    ]
    for each in found:
        content = items.taken(each, content, "第一条")
    assert content["clauses"][0]["by_person"] == "由督查室评定"
    assert [(each["most"], "typed" in each, each.get("start")) for each in content["regime"]["sections"]] == [
        ("8", True, None),
        ("2", False, "2"),
    ]


@pytest.mark.parametrize(
    "words", ["总分（100分）", "表扬加2分（最多5分）", "参加（市）例会", "会议20分", "一、总则", "每次扣5分（10分）"]
)
def test_what_is_no_item_is_not_offered_as_one(words):
    assert items.items_in(drafts.new("某县办法", [("第一条", words)]), "第一条") == []


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("完成率低于80%的，每低1个百分点扣0.1分。", ["完成率达80%得0分，每少1%扣0.1分"]),
        ("群众满意度每低于90%一个百分点扣0.2分。", ["群众满意度达90%得0分，每少1%扣0.2分"]),
        ("办结率未达95%的，每少5个百分点扣1分，最多扣5分。", ["办结率达95%得0分，每少1%扣0.2分，最低-5分"]),
        ("按时办结率100%得10分，每低1个百分点扣0.5分。", ["按时办结率达100%得10分，每少1%扣0.5分，最低0分"]),
        # Further down something else than the slope; or what it comes to there anyway.
        ("按时办结率低于90%的，每低1个百分点扣0.5分，低于80%的不得分。", []),
        ("办结率达到100%得20分，每低1个百分点扣0.2分，低于60%的不得分。", []),
        ("办结率达到100%得20分，每低1个百分点扣0.2分；低于60%的，扣20分。", []),
        (
            "办结率达到100%得20分，每低1个百分点扣0.5分，低于60%的不得分。",
            ["办结率达100%得20分，每少1%扣0.5分，最低0分"],
        ),
        (
            "诉求办结率=办结数/受理数，办结率达到100%得20分，每低1个百分点扣1分。",
            ["办结率达100%得20分，每少1%扣1分，最低0分"],
        ),
        # Two figures, a step that no decimal says, no figure at all.
        ("任务完成率、群众满意度低于90%的，每低1个百分点扣0.5分。", []),
        ("完成率低于80%的，每低3个百分点扣1分。", []),
        ("每低于目标值1个百分点扣0.5分。", []),
    ],
)
def test_what_is_below_a_share_costs_by_how_much(words, sentences):
    assert [
        each.sentence for each in offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")
    ] == sentences


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("每缺席一次督查会议扣1分。", ["缺席督查会议每次扣1分"]),
        ("每被催办一次扣0.5分。", ["催办每次扣0.5分"]),
        ("未明确分管领导和联络员的，扣1分。", ["未明确分管领导和联络员同一单位只计一次，扣1分"]),
        ("未参加调度会议的，扣1分。", ["未参加调度会议同一单位只计一次，扣1分"]),
    ],
)
def test_what_is_done_or_left_out_is_a_happening(words, sentences):
    assert [
        each.sentence for each in offers_in(words, drafts.new("某区办法", [("第一条", words)]), "第一条")
    ] == sentences
