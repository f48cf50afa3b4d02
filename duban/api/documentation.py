"""The page on which the interface is documented for people, made of /api/openapi.json and never written beside it."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from duban.api.errors import WHY
from duban.api.http import Request
from duban.api.interface import api
from duban.api.members import MEMBERS, OWN
from duban.api.sentences import GROUPS

_TYPES = {"integer": "整数", "number": "数", "boolean": "是否（true、false）", "string": "文字", "object": "对象"}
_FORMATS = {"date": "日期", "date-time": "时间，带时区"}
_MADE_UP = {"integer": 1, "number": 1, "boolean": True, "string": "文字", "object": {}}
_DATES = {"date": "2026-03-31", "date-time": "2026-04-03T15:00:00+08:00"}
_BOUNDS = {
    "maxLength": "不超过 {} 字", "minimum": "不小于 {}", "maximum": "不大于 {}", "exclusiveMinimum": "大于 {}",
    "exclusiveMaximum": "小于 {}", "maxItems": "不超过 {} 项", "minItems": "至少 {} 项", "pattern": "形如 {}",
}  # fmt: skip
_IN = {"path": "地址", "query": "参数", "header": "请求头"}
# How deep an answer is laid out.
_DEEP = 4
# Bounds that only say that a number fits into its column.
_ANY_NUMBER = 2_000_000_000


@dataclass(frozen=True)
class Member:
    """One thing that is handed in: `place` is address, parameter, header or body; `values` are its possible values."""

    name: str
    place: str
    required: bool
    kind: str
    values: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Operation:
    """One operation as it stands on the page. `path` holds examples in the place of its names where `example` is made of it."""

    name: str
    title: str
    sentence: str
    who: str
    method: str
    path: str
    members: tuple[Member, ...]
    answer: str
    status: int
    errors: tuple[int, ...]
    address: str
    headers: tuple[tuple[str, str], ...]
    body: str


@login_required
@require_http_methods(["GET", "HEAD"])
def show(request: Request) -> HttpResponse:
    """Show every operation: its sentence, who may, what is handed in, what is answered, and an example."""
    errors = [(status, why, _HOW.get(status, "")) for status, why in sorted(WHY.items())]
    context = {"groups": groups(), "errors": errors, "host": f"{request.scheme}://{request.get_host()}"}
    return render(request, "accounts/interface.html", context)


_HOW = {
    403: "换有权限的账号的密钥。",
    409: "重新读取，用新的 version 再提交。",
    422: "看 field 是哪一项、possible 是可以怎样填。",
    429: "按 Retry-After 的秒数等待。",
    503: "有 Retry-After 的，可以用同一 Idempotency-Key 重发。",
}


@cache
def groups() -> list[tuple[str, str, list[Operation]]]:
    """Return the operations by group: its tag, what it is called, what belongs to it."""
    described = api.get_openapi_schema(path_prefix="/api/")
    shapes = described["components"]["schemas"]
    found: dict[str, list[Operation]] = {tag: [] for tag in GROUPS}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_operation(method.upper(), path, operation, shapes))
    return [(tag, GROUPS[tag], operations) for tag, operations in found.items() if operations]


def _operation(method: str, path: str, told: dict[str, Any], shapes: dict[str, Any]) -> Operation:
    status = 201 if 201 in told["responses"] else 200
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    name = told["operationId"]
    members = [
        _member(each["name"], _IN[each["in"]], each["schema"], bool(each.get("required")), shapes)
        for each in told["parameters"]
    ]
    members += _members_of(body, shapes) if body else []
    answer = told["responses"][status]["content"]["application/json"]["schema"]
    address, query = path, []
    for each in told["parameters"]:
        example = _example(each["name"], each["schema"], shapes, OWN.get(name, {}))
        if each["in"] == "path":
            address = address.replace(f"{{{each['name']}}}", str(example))
        elif each["in"] == "query" and each.get("required"):
            query.append(f"{each['name']}={example}")
    headers = [("Content-Type", "application/json")] if method == "POST" else []
    headers += [("Idempotency-Key", "example-1")] if status == 201 else []
    return Operation(
        name=name,
        title=told["summary"],
        sentence=told["x-sentence"],
        who=told["x-who"],
        method=method,
        path=path,
        members=tuple(members),
        answer=_outline(answer, shapes),
        status=status,
        errors=tuple(sorted(code for code in told["responses"] if code >= 400)),
        address="?".join([address, "&".join(query)]) if query else address,
        headers=tuple(headers),
        body=json.dumps(_body(body, shapes, OWN.get(name, {})), ensure_ascii=False) if body else "",
    )


def _members_of(schema: dict[str, Any], shapes: dict[str, Any], before: str = "") -> list[Member]:
    """Return what a body holds; what lies inside a member follows it with its way: `milestones[].on`."""
    shape = _shape(schema, shapes)
    members = []
    for name, each in shape.get("properties", {}).items():
        members.append(_member(name, "内容", each, name in shape.get("required", ()), shapes, before))
        inner, several = _shape(each, shapes), ""
        if inner.get("type") == "array":
            inner, several = _shape(inner["items"], shapes), "[]"
        if "properties" in inner:
            members += _members_of(inner, shapes, f"{before}{name}{several}.")
    return members


def _member(
    name: str, place: str, schema: dict[str, Any], required: bool, shapes: dict[str, Any], before: str = ""
) -> Member:
    shape = _shape(schema, shapes)
    inner = _shape(shape["items"], shapes) if shape.get("type") == "array" else shape
    bounds = [said.format(shape[key]) for key, said in _BOUNDS.items() if shape.get(key) not in (None, _ANY_NUMBER)]
    bounds += ["可以为 null"] if _may_be_null(schema) else []
    default = schema.get("default")
    bounds += [f"不填为 {json.dumps(default, ensure_ascii=False)}"] if default not in (None, "", [], {}) else []
    values = tuple(str(each) for each in inner.get("enum", [inner["const"]] if "const" in inner else ()) if each != "")
    if place == _IN["header"]:
        bounds = ["不超过 60 个可见字符"]
    kind = "，".join([_kind(shape, shapes), *bounds])
    return Member(before + name, place, required, kind, values, MEMBERS[name][0])


def _kind(shape: dict[str, Any], shapes: dict[str, Any]) -> str:
    if shape.get("type") == "array":
        return f"列表，每项为{_kind(_shape(shape.get('items', {}), shapes), shapes)}"
    return _FORMATS.get(shape.get("format", "")) or _TYPES.get(shape.get("type", ""), "任意")


def _shape(schema: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    """Return what a schema says once references are followed and null is left out."""
    if "$ref" in schema:
        return _shape(shapes[schema["$ref"].rsplit("/", 1)[-1]], shapes)
    for several in ("anyOf", "allOf", "oneOf"):
        found = [each for each in schema.get(several, ()) if each.get("type") != "null"]
        if found:
            return _shape(found[0], shapes)
    return schema


def _may_be_null(schema: dict[str, Any]) -> bool:
    return any(each.get("type") == "null" for each in schema.get("anyOf", ()))


def _body(schema: dict[str, Any], shapes: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return an example of a body: what must be there, and what is the operation's own."""
    shape = _shape(schema, shapes)
    names = [name for name in shape.get("properties", {}) if name in shape.get("required", ()) or name in own]
    return {name: _example(name, shape["properties"][name], shapes, own) for name in names}


def _example(name: str, schema: dict[str, Any], shapes: dict[str, Any], own: dict[str, Any]) -> Any:
    """Return an example of a member: the operation's own, the usual one of its name, or one made up from its shape."""
    if name in own:
        return own[name]
    usual = MEMBERS[name][1]
    shape = _shape(schema, shapes)
    return usual if usual is not None and _fits(usual, shape, shapes) else _made_up(shape, shapes)


def _fits(value: Any, shape: dict[str, Any], shapes: dict[str, Any]) -> bool:
    types: dict[str, type] = {
        "string": str,
        "integer": int,
        "boolean": bool,
        "array": list,
        "object": dict,
        "number": str,
    }
    kind = shape.get("type", "")
    right: type = types.get(kind, object)
    if not issubclass(type(value), right) or (type(value) is bool) is not (kind == "boolean"):
        return False
    if kind == "array":
        return all(_fits(each, _shape(shape["items"], shapes), shapes) for each in value)
    if kind == "object":
        return set(shape.get("required", ())) <= set(value)
    return value in shape.get("enum", [value])


def _made_up(shape: dict[str, Any], shapes: dict[str, Any]) -> Any:
    if "enum" in shape:
        return next(each for each in shape["enum"] if each)
    if shape.get("type") == "array":
        items = _shape(shape["items"], shapes)
        return [_body(items, shapes, {}) if "properties" in items else _made_up(items, shapes)]
    if "properties" in shape:
        return _body(shape, shapes, {})
    return _DATES.get(shape.get("format", ""), _MADE_UP.get(shape.get("type", ""), "文字"))


def _outline(schema: dict[str, Any], shapes: dict[str, Any], indent: int = 0) -> str:
    """Return what an answer holds, laid out as the answer is."""
    shape = _shape(schema, shapes)
    null = "，或 null" if _may_be_null(schema) else ""
    if shape.get("type") == "array":
        return f"[{_outline(shape.get('items', {}), shapes, indent)}, …]{null}"
    if "properties" not in shape or indent >= _DEEP:
        values = "、".join(str(each) for each in shape.get("enum", ()) if each != "")
        return (values or _kind(shape, shapes)) + null
    pad = "  " * (indent + 1)
    rows = [f'{pad}"{name}": {_outline(each, shapes, indent + 1)}' for name, each in shape["properties"].items()]
    return "{\n" + ",\n".join(rows) + "\n" + "  " * indent + "}" + null
