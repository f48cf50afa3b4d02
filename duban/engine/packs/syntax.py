"""YAML that is none: which sign is wrong on which line, and what to write instead; what can be mended is read on, so that all is said at once."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml

from duban.engine.packs.faults import joined
from duban.engine.packs.sources import Mapping, PackError, Sequence, build_tree

_MOST = 60
_KEY_WITH_COLON = re.compile(r"""(^\s*(?:-\s+)*|[{,]\s*)(["']?[A-Za-z0-9_]+["']?)\s*：\s*""")
_KEY_ALONE = re.compile(r"([a-z0-9_]+)\s*：\s*(.*)\Z", re.DOTALL)
_WIDE_QUOTES = re.compile(r"(:\s+|^\s*-\s+|[\[{,]\s*)[“‘]([^”’]*)[”’]")
_QUOTED_WORD = re.compile(r"[“‘]([\x21-\x7e]+)[”’]\Z")
_WIDE_SIGNS = {"，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]"}
_PROBLEMS = (
    ("mapping values are not allowed", "这里多了一个冒号，或缩进不齐；含冒号的文字要加引号"),
    ("did not find expected ',' or ']'", "方括号没有配对，或两项之间少了逗号"),
    ("did not find expected ',' or '}'", "花括号没有配对，或两项之间少了逗号"),
    ("did not find expected key", "缩进与上面各行不齐，或上一行没有写完"),
    ("did not find expected '-' indicator", "缩进与同一列的其他“- ”不齐"),
    ("could not find expected ':'", "这一行没有冒号；键后面要写半角冒号和空格“: ”"),
    ("cannot start any token", "有不能放在开头的符号；这样的文字要加引号"),
    ("found unexpected end of stream", "引号或括号没有配对，文件就结束了"),
    ("block sequence entries are not allowed", "“- ”写的地方不对，要另起一行并缩进"),
    ("found undefined alias", "“*”开头的文字要加引号"),
    ("found unknown escape character", "双引号里的反斜杠要写两个"),
    ("found duplicate key", "键重复"),
    ("expected a single document", "一个文件里只能有一份内容，“---”之后的不读"),
)


def read_tree(text: str, file: str) -> tuple[Any, list[PackError], str]:
    """Read YAML, mending what is plainly meant and leaving out the entries that cannot be read.

    The second part says every sign that was wrong, the third is the text that was left out. The tree is None where none can be read.
    """
    faults: list[PackError] = []
    left_out: list[str] = []
    lines = text.replace("\r\n", "\n").lstrip("\ufeff").split("\n")
    for _ in range(_MOST):
        try:
            tree, wrong = build_tree("\n".join(lines), file)
        except yaml.MarkedYAMLError as error:
            fault = _mended(lines, error, file)
            faults.append(fault or _unmended(error, file))
            if fault is None:
                cut = _cut(lines, error)
                if not cut:
                    return None, faults, ""
                left_out += cut
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            if (fault := _impossible_day(lines, file)) is not None:
                return None, [*faults, fault], ""
            said = f"不是正确的 YAML（{' '.join(str(error).split())}）"
            return None, [*faults, PackError(file, _line_of(text, error), said)], ""
        else:
            return tree, [*faults, *wrong, *_wide(tree)], "\n".join(left_out)
    return None, faults, ""


def parse_yaml(text: str, file: str) -> Any:
    """Read YAML into Mapping, Sequence and scalars; `file` is what messages call it.

    Raises PackError for what is no YAML, and for a key given twice, with every such fault beside the first.
    """
    tree, found, _ = read_tree(text, file)
    if found:
        raise joined(found)
    return tree


def _line_of(text: str, error: Exception) -> int:
    place = getattr(error, "position", None)
    return text.encode()[:place].count(b"\n") + 1 if isinstance(place, int) else 0


def _impossible_day(lines: list[str], file: str) -> PackError | None:
    """The first day that no calendar has, which YAML refuses without its line: 2026-06-31."""
    for place, line in enumerate(lines, 1):
        for match in re.finditer(r"(?<![\d\"'])\d{4}-\d\d?-\d\d?(?![\d\"'])", line.split(" #")[0]):
            try:
                date(*(int(number) for number in match[0].split("-")))
            except ValueError:
                return PackError(file, place, f"没有 {match[0]} 这一天")
    return None


def _mended(lines: list[str], error: yaml.MarkedYAMLError, file: str) -> PackError | None:
    """Mend the sign that broke the YAML, near where it was noticed, and say what it was."""
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark is not None]
    last = min(max(marks, default=0), len(lines) - 1)
    first = max(min(marks, default=0), last - 40)
    if "mapping values" in str(error.problem):
        match = re.match(r"(\s*(?:- )?[a-z0-9_]+: )([^\"'\[{|>].*: .*)\Z", lines[last])
        if match and not _KEY_WITH_COLON.search(lines[last]):
            lines[last] = match[1] + "'" + match[2].replace("'", "''") + "'"
            return PackError(file, last + 1, "文字里有冒号加空格“: ”，YAML 会当作另一个键；请给这段文字加上引号")
    for place in [last, *range(last - 1, first - 2, -1)]:
        if 0 <= place < len(lines):
            said = _sign(lines, place)
            if said:
                return PackError(file, place + 1, said)
    return None


def _cut(lines: list[str], error: yaml.MarkedYAMLError) -> list[str]:
    """Blank the entry of a list in which the YAML breaks, and give its lines; none where it stands in no list."""
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark is not None]
    is_open = "' or '" in str(error.problem) or "expected ',' or" in str(error.problem)
    begun = min((min if is_open else max)(marks, default=0), len(lines) - 1)
    while begun >= 0 and not re.match(r"\s*- ", lines[begun]):
        begun -= 1
    if begun < 0:
        return []
    indent = len(lines[begun]) - len(lines[begun].lstrip())
    end = begun + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    cut = lines[begun:end]
    lines[begun:end] = [""] * len(cut)
    return cut


def _sign(lines: list[str], place: int) -> str | None:
    line = lines[place]
    if line.lstrip().startswith("#"):
        return None
    lead = line[: len(line) - len(line.lstrip())]
    if "\t" in lead or re.match(r"\s*-\t", line):
        lines[place] = line.replace("\t", "  ")
        return "用了制表符（Tab）缩进；YAML 只认空格，请改成空格"
    if "\u3000" in lead or "\u00a0" in lead:
        lines[place] = line.replace("\u3000", "  ").replace("\u00a0", " ")
        return "缩进里有全角空格；请改成半角空格"
    if _KEY_WITH_COLON.search(line):
        lines[place] = _KEY_WITH_COLON.sub(lambda match: f"{match[1]}{match[2]}: ", line)
        return "用了全角冒号“：”；键后面要写半角冒号和空格“: ”"
    if _WIDE_QUOTES.search(line):
        lines[place] = _WIDE_QUOTES.sub(lambda match: f"{match[1]}'{match[2]}'", line)
        return '用了全角引号；请改成半角引号"'
    if any(sign in line for sign in _WIDE_SIGNS) and any(sign in line for sign in "{[｛［【"):
        mended = _flow_signs(line)
        if mended != line:
            lines[place] = mended
            return "用了全角逗号或全角括号；花括号、方括号里要用半角的“,”“{ }”“[ ]”"
    if re.search(r"[^\s:]:[^\s/]", line) and re.match(r"\s*(- )?[a-z0-9_]+:\S", line):
        lines[place] = re.sub(r"^(\s*(?:- )?[a-z0-9_]+):(?=\S)", r"\1: ", line)
        return "冒号后面少了空格；要写“键: 值”"
    return None


def _flow_signs(line: str) -> str:
    """Replace wide commas and brackets that stand between keys, not those inside a text."""
    line = re.sub(r"，(?=\s*[A-Za-z0-9_\"'\[{]+\s*[:：\]}\",'])", ", ", line)
    return "".join(_WIDE_SIGNS.get(sign, sign) if sign != "，" else sign for sign in line)


def _unmended(error: yaml.MarkedYAMLError, file: str) -> PackError:
    mark = error.problem_mark or error.context_mark
    problem = str(error.problem or "")
    said = next((words for start, words in _PROBLEMS if start in problem), f"写法有误（{problem}）")
    begun = error.context_mark
    is_open = begun is not None and "没有配对" in said
    line = begun.line if is_open and begun else mark.line if mark else -1
    since = (
        f"（从第 {begun.line + 1} 行开始的一段）" if begun and mark and not is_open and begun.line != mark.line else ""
    )
    return PackError(file, line + 1, f"不是正确的 YAML：{said}{since}")


def _wide(tree: Any) -> list[PackError]:
    """Signs that YAML reads as text although a key or a quote was meant; the tree is mended in place."""
    found: list[PackError] = []
    if isinstance(tree, Mapping):
        for key in list(tree):
            match = _KEY_ALONE.match(key)
            if match and tree[key] is None:
                found.append(tree.refuse(f"“{key}”用了全角冒号；要写“{match[1]}: {match[2]}”", key))
                tree.rename(key, match[1], match[2])
                key = match[1]
            tree[key], more = _unquoted(tree, key, tree[key])
            found += [*more, *_wide(tree[key])]
    elif isinstance(tree, Sequence):
        for place, entry in enumerate(tree):
            match = _KEY_ALONE.match(entry) if isinstance(entry, str) else None
            if match and match[1] in ("kind", "clause", "id", "figure", "event"):
                found.append(
                    PackError(tree.file, tree.lines[place], f"“{entry}”用了全角冒号；要写“{match[1]}: {match[2]}”")
                )
                made = Mapping(tree.file, tree.lines[place])
                made[match[1]], made.lines[match[1]] = match[2], tree.lines[place]
                tree[place], made.within = made, (tree, made)
            found += _wide(tree[place])
    return found


def _unquoted(tree: Mapping, key: str, value: Any) -> tuple[Any, list[PackError]]:
    match = _QUOTED_WORD.match(value) if isinstance(value, str) else None
    if match is None:
        return value, []
    return match[1], [tree.refuse(f'{key} 的值 {value} 用了全角引号；请改成半角引号"{match[1]}"', key)]
