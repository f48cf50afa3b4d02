"""Nothing that is sent is ignored or guessed at: unknown parameters are refused, and every refusal says what is possible instead."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from ninja.operation import Operation

from duban.api.http import Request
from duban.ledger.refusals import Refused

_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，或者您不能填写",
    "string_too_long": "文字过长",
    "string_too_short": "不能为空",
    "literal_error": "不在可选的范围内",
}
_WRITTEN = {
    "date_out_of_years": "1990 年至 2199 年之间的日期，请检查年份。",
    "datetime": "写成 2026-03-31T09:00:00+08:00 这样的时刻。",
    "date": "写成 2026-03-31 这样的日期。",
    "int": "写成整数，不加引号。",
    "bool": "写成 true 或 false，不加引号。",
    "decimal": "写成数，如 12.5。",
    "list": '写成列表，如 ["…"]。',
    "too_short": "列表不能为空。",
    "dict": '写成对象，如 {"…": "…"}。',
    "model": '写成对象，如 {"…": "…"}。',
    "string": "写成文字，加引号。",
}
# A choice as pydantic lists it.
_CHOICE = re.compile(r"'([^']*)'")
_BOUNDS = {
    "max_length": "不超过{}字",
    "min_length": "至少{}字",
    "ge": "不小于{}",
    "gt": "大于{}",
    "le": "不大于{}",
    "lt": "小于{}",
    "max_digits": "不超过{}位数字",
    "decimal_places": "至多{}位小数",
    "pattern": "形如 {}",
}


def known(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a request know its operation, so that a refusal can say what the operation takes."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]

    @wraps(run)
    def running(request: Request, **words: Any) -> HttpResponseBase:
        request.operation = operation
        return run(request, **words)

    return running


def only_known(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a parameter that the operation does not know: a question misspelt must not be answered as none."""

    @wraps(view)
    def viewing(request: Request, **words: Any) -> Any:
        refuse_unknown(request, members_of(request.operation, "query"))
        return view(request, **words)

    return viewing


def refuse_unknown(request: Request, names: list[str]) -> None:
    """Raise Refused for a parameter that is none of these, and name them."""
    for name, values in request.GET.lists():
        if name not in names:
            told = f"可用的参数：{'、'.join(names)}。" if names else "这个操作没有参数。"
            raise Refused("没有这样的参数", possible=told, field=name[:60])
        if len(values) > 1:
            raise Refused("这个参数写了两次", possible="每个参数只写一次。", field=name[:60])


def members_of(operation: Operation, source: str) -> list[str]:
    """Return what may be given to an operation in its `query` or `body`, by the names under which it is sent."""
    names: list[str] = []
    for model in operation.models:
        if model.__ninja_param_source__ == source:
            for found in model.model_fields.values():
                shape = found.annotation
                names += [field.alias or name for name, field in getattr(shape, "model_fields", {}).items()]
    return names


def said(first: Mapping[str, Any]) -> str:
    """Return what is wrong with a member; empty where only its status says it."""
    kind = first["type"]
    if kind not in _WORDS and kind.startswith(("date", "int", "decimal", "bool", "string", "list", "dict", "model")):
        return "格式或取值不对"
    return _WORDS.get(kind, "")


def possible(first: Mapping[str, Any], operation: Operation | None) -> str:
    """Return what would be right in the place of what was sent."""
    kind, context = first["type"], first.get("ctx") or {}
    if kind == "literal_error":
        choices = [each or "（空）" for each in _CHOICE.findall(context["expected"])]
        return f"可以是：{'、'.join(choices)}。"
    if kind == "missing":
        return "这一项必须填写。"
    if kind == "extra_forbidden" and operation is not None:
        names = members_of(operation, "body")
        return f"可以填写：{'、'.join(names)}。" if names else "这个操作不填写内容。"
    bounds = [words.format(context[name]) for name, words in _BOUNDS.items() if name in context]
    if bounds:
        return f"{'，'.join(bounds)}。"
    return next((words for start, words in _WRITTEN.items() if kind.startswith(start)), "请按接口说明填写。")
