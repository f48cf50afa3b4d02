"""What a draft of a document holds, part by part; and the first content of one: out of a text, a file, YAML, or a version in force."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from duban.engine.packs import building, loading, sources
from duban.engine.studio import drafts
from duban.engine.studio.reckoning import periods_said
from duban.ledger import documents
from duban.ledger.models import Adoption, RegimeDraft
from duban.ledger.queries.office import regime_texts
from duban.ledger.queries.office.drafting import drafted_tables
from duban.ledger.refusals import Refused
from duban.papers.reading import UnreadablePaper
from duban.papers.reading.texts.assessment_tables import lifted
from duban.papers.reading.texts.inline_items import cut_items
from duban.papers.reading.texts.regulations import REPEATED, regulation_text, split_regulation
from duban.people.models import Jurisdiction

Content = dict[str, Any]
CLAUSE, HEAD, READINGS = "clause:", "regime:", "readings"
# What one clause of a draft may say, and what the head of a document may.
OF_CLAUSE = (
    "clause", "gist", "kinds", "rules", "counts", "feature", "by_person", "cannot", "no_rule", "original", "examples",
)  # fmt: skip
# What the head of a document is called on a page, by key.
HEADS = {
    "name": "简称", "title": "标题", "number": "文号", "issuer": "发文机关", "version": "版本", "periods": "期间",
    "groups": "单位分组", "categories": "事项类别", "levels": "级别", "papers": "文书", "roles": "岗位称谓", "events": "自有情形",
    "sections": "分项", "quantities": "数量", "matter_roles": "承办角色", "authorities": "机关", "bodies": "其他填报单位",
    "grades": "等次", "ladder": "督办措施是一步接一步，还是各按情形", "examples": "全文算例", "authority_classes": "机关级别（国家级、省级…各包括谁）", "lists": "列举",
    "ledger_columns": "台账栏目", "issuing": "印发情况", "remarks": "说明",
}  # fmt: skip
OF_HEAD = (*HEADS, "id", "level", "issued_on", "in_force", "level_clause", "end_dates")
# How the words of a clause begin with its number, which its gist does not repeat.
_NUMBER = re.compile(
    r"^\s*(第[零〇一二三四五六七八九十百\d]+条(之[一二三四五六七八九十]+)?|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．、]|[①-⑳])\s*"
)


def from_text(text: str, name: str) -> Content:
    """Cut a text into its clauses and make a draft of them; an assessment table stays whole, as a clause that `drafted_tables` cuts.

    Raises Refused for a text in which no clause has a number and that has no such table.
    """
    running, tables = lifted(text)
    found = cut_items(each for each in split_regulation(running) if not each.heads and each.words.strip())
    if not tables and not [each for each in found if each.clause not in ("导语", "版记")]:
        raise Refused(
            "这份文字里没有找到条款编号，不能分条",
            possible="请在每条前写上编号（第一条，一、（一）1．），每条另起一行。",
            field="text",
        )
    seen: Counter[str] = Counter()
    numbered = []
    passages = [(each.clause, each.words) for each in found if each.clause != "版记"]
    for clause, words in drafted_tables.put_in(passages, tables):
        if words.strip() == name:
            continue
        seen[clause] += 1
        numbered.append((clause if seen[clause] == 1 else f"{clause}{REPEATED}{seen[clause]}）", words))
    made = drafts.new(name, numbered)
    made["regime"]["periods"] = periods_said(words for _, words in numbered)
    for clause in made["clauses"]:
        clause["gist"] = drafts.gist_of(_NUMBER.sub("", clause["original"])) or clause["gist"]
    return made


def from_file(data: bytes, filename: str, name: str) -> Content:
    """Make a draft of a document's file (.docx, .txt, .pdf with text). Raises Refused where it cannot be read."""
    try:
        return from_text(regulation_text(data, filename), name)
    except UnreadablePaper as error:
        raise Refused(str(error), possible="也可以把文字粘贴进来。", field="file") from error
    except Refused as refusal:
        raise Refused(refusal.why, possible=refusal.possible, field="file") from None


def from_yaml(data: bytes) -> Content:
    """Make a draft of one YAML file that holds a whole document. Raises Refused where it is none, with the line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("文件不是 UTF-8 文字", field="file", possible="请另存为 UTF-8 编码后再上传。") from None
    try:
        return drafts.content_of({building.MAIN: text})
    except sources.PackError as error:
        raise Refused(f"文件读不出来：第 {error.line} 行，{error.what}", field="file") from None


def from_version(jurisdiction: Jurisdiction) -> tuple[Content, str]:
    """Make a draft of the document adopted last, with its digest, the words of its clauses beside them where the office has them.

    Raises Refused where nothing was adopted.
    """
    last = (
        Adoption.objects.filter(jurisdiction=jurisdiction).select_related("document").order_by("in_force_from").last()
    )
    if last is None:
        raise Refused("还没有采用过办法", possible="请从原文起草。", field="source")
    content, known = drafts.content_of(last.document.files), originals_of(jurisdiction, last)
    for clause in content["clauses"]:
        words = known.get(str(clause.get("clause")))
        if words and not clause.get(drafts.ORIGINAL):
            clause[drafts.ORIGINAL] = words
    return content, last.document_id


def originals_of(jurisdiction: Jurisdiction, adoption: Adoption) -> dict[str, str]:
    """Return the words of an adopted document by clause: of the draft that it was adopted from, else of the text that the office attached."""
    drafted = RegimeDraft.objects.filter(jurisdiction=jurisdiction, adoption__document_id=adoption.document_id)
    content = drafted.order_by("-pk").values_list("content", flat=True).first()
    found = {
        str(each["clause"]): str(each[drafts.ORIGINAL])
        for each in (content or {}).get("clauses", [])
        if each.get(drafts.ORIGINAL)
    }
    text = None if found else regime_texts.text_of(jurisdiction, adoption.document.regime)
    if text is not None:
        found = dict(regime_texts.aligned(documents.loaded(adoption.document_id), text).originals)
    return found


def from_installed(name: str) -> Content:
    """Make a draft of an installed document. Raises Refused where there is none of that id."""
    if name not in loading.regime_ids():
        raise Refused("没有这部办法", field="source")
    return drafts.content_of(loading.read_pack(name))


def name_of(content: Content) -> str:
    """Return what a draft is called."""
    head = content["regime"]
    return str(head.get("title") or head.get("name") or "未命名")[:120]


def named(part: str) -> str:
    """Return what a part of a draft is called on a page."""
    if part.startswith(CLAUSE):
        return part.removeprefix(CLAUSE)
    if part == READINGS:
        return "执行口径"
    return HEADS.get(part.removeprefix(HEAD), "文件信息")


def part_of(content: Content, part: str) -> Any:
    """Return the value of one part; None where there is none."""
    if part.startswith(CLAUSE):
        number = part.removeprefix(CLAUSE)
        return next((each for each in content["clauses"] if each["clause"] == number), None)
    if part == READINGS:
        return content["readings"]
    return content["regime"].get(part.removeprefix(HEAD))


def with_part(content: Content, part: str, value: Any) -> Content:
    """Return the content with one part changed; a clause that there is not yet comes last, None leaves a part out. Raises Refused for no part."""
    if part.startswith(CLAUSE):
        return {**content, "clauses": _with_clause(content["clauses"], part.removeprefix(CLAUSE), value)}
    if part == READINGS:
        return {**content, "readings": value or []}
    key = part.removeprefix(HEAD)
    if not part.startswith(HEAD) or key not in OF_HEAD:
        raise Refused("没有这一部分", field="part")
    head = {name: said for name, said in content["regime"].items() if name != key}
    if value is not None:
        head = {**content["regime"], key: value}
    return {**content, "regime": head}


def with_new(content: Content, after: str, number: str, words: str) -> Content:
    """Return the content with one more clause behind another, or at the end. Raises ValueError for a number that is empty or taken."""
    if not number:
        raise ValueError("请填写条号")
    if part_of(content, f"{CLAUSE}{number}") is not None:
        raise ValueError(f"“{number}”这个条号已经有了，请换一个")
    (made,) = drafts.new("", [(number, words.strip())])["clauses"]
    numbers = [each["clause"] for each in content["clauses"]]
    place = numbers.index(after) + 1 if after in numbers else len(numbers)
    return {**content, "clauses": [*content["clauses"][:place], made, *content["clauses"][place:]]}


def misshapen(content: Content) -> str:
    """Say what keeps a content from being a draft's at all; empty where nothing does. Whether it is right, `checking` says."""
    if set(content) - {"regime", "readings", "clauses"} or not isinstance(content.get("regime"), Mapping):
        return "草稿应有 regime、readings、clauses 三部分"
    unknown = set(content["regime"]) - set(OF_HEAD)
    if unknown:
        return f"regime 里没有这些：{'、'.join(sorted(unknown))}"
    for name in ("readings", "clauses"):
        entries = content.get(name)
        if not isinstance(entries, list) or not all(isinstance(each, Mapping) for each in entries):
            return f"{name} 应是一列"
    for each in content["clauses"]:
        if set(each) - set(OF_CLAUSE) or not str(each.get("clause", "")).strip():
            return f"条款里没有这些：{'、'.join(sorted(set(each) - set(OF_CLAUSE))) or '编号'}"
    twice = [number for number, count in Counter(each["clause"] for each in content["clauses"]).items() if count > 1]
    return f"有两条的编号都是“{twice[0]}”，请改其中一条的编号" if twice else ""


def _with_clause(clauses: list[dict[str, Any]], number: str, value: Any) -> list[dict[str, Any]]:
    if value is not None and not isinstance(value, dict):
        raise Refused("条款应是一组内容", field="value")
    if all(each["clause"] != number for each in clauses):
        return [*clauses, {"clause": number, **(value or {})}] if value is not None else clauses
    changed = [each if each["clause"] != number else value for each in clauses]
    return [each for each in changed if each is not None]
