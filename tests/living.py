"""Offices under the documents of tests/engine/documents: nobody's packs, adopted as any office adopts one."""

import datetime
from pathlib import Path

import yaml

from duban.ledger.actions.office import documents
from tests import cast

# A document of nobody: an event with every type of field, events with and without a matter, a range, figures and their bounds.
PACK = """
id: own
name: 示例办法
title: 示例办法
periods: [month]
groups: {department: 责任单位}
levels: {orange: 橙, red: 红}
authorities: {npc: 市人大, city: 市政府}
bodies: {river: 河长办}
categories: [{id: key, name: 重点工作, clause: 一}]
events:
  typed:
    label: 现场核查
    of: unit
    fields:
      count: {whole: 处, least: "1", most: "9", label: 问题数}
      share: {decimal: "%", least: "0", most: "100", label: 完成率}
      how: {on_site: 现场, phone: 电话}
      by_whom: authority
      grade_of: level
      month: month
      found: {day: optional, label: 发现日期}
      again: {flag: optional, label: 重复发生}
      note: {text: optional, label: 备注}
    clause: 一
  on_matter: {label: 事项抽查不合格, of: matter, clause: 一}
  noted:
    label: 批示件督办
    of: matter
    fields: {how: {on_site: 现场, phone: 电话}, by_whom: authority, grade_of: level, month: month}
    recorded_only: 文件没有写分值
    clause: 一
  thin: {label: 季报不实, of: unit, clause: 二}
  behind: {label: 主办不力, clause: 三}
  kept_on_time: {label: 按期销号, clause: 四}
  shown: {label: 上报经验, of: unit, proof: required, clause: 四}
  article: {label: 刊发经验, of: unit, fields: {edition: {label: 栏目, county: 县刊, province: 省刊}}, entered_by: unit, verified_by: office, clause: 四}
  plan_in: {label: 补报方案, of: unit, entered_by: unit, clause: 四, recorded_only: 文件没有写分值}
  by_river: {label: 河长办点名, of: unit, entered_by: river, verified_by: river, clause: 四}
sections:
  - {id: timely, label: 时效, most: "10", typed: {by: office}, missing: full, clause: 五}
quantities:
  pools: {typed: {least: "0", most: "99", whole: true, missing: zero}, label: 水库总数, clause: 五}
  freed: {typed: {least: "0", most: pools, whole: true, missing: zero}, label: 已清退水库数, clause: 五}
  halves: {typed: {choice: ["0", "0.5", "1"], by: leader, missing: zero}, label: 折算系数, clause: 五}
  trained: {typed: {least: "0", most: "12", whole: true, by: unit, missing: zero}, label: 培训次数, unit: 次, clause: 五}
  got: {formula: freed + halves + 0 * trained, label: 水库得分}
clauses:
  - {clause: 一, gist: 核查, kinds: [score], rules: [{kind: score, select: {event: typed}, worth: "-1"}, {kind: score, select: {event: on_matter}, worth: "-1"}]}
  - {clause: 二, gist: 季报, kinds: [score], rules: [{kind: score, select: {event: thin}, worth: {range: ["-10", "-5"], by: assessor}}]}
  - {clause: 三, gist: 主办, kinds: [score], rules: [{kind: score, select: {event: behind, where: {role: support}}, worth: "-1"}]}
  - {clause: 四, gist: 其他, kinds: [score], rules: [{kind: score, select: {event: kept_on_time, where: {became: on_time}}, worth: "1"}, {kind: score, select: {event: [shown, by_river]}, worth: "1"}, {kind: score, select: {event: article, where: {edition: county}}, worth: "2"}]}
  - {clause: 五, gist: 水库, kinds: [score], rules: [{kind: base, points: "80"}, {kind: score, select: {quantity: got}}]}
"""
# What its event with every type of field takes.
GOOD = {"count": 3, "share": "99.5", "how": "phone", "by_whom": "npc", "grade_of": "red", "month": "11"}
GOOD_NOTE = {"how": "phone", "by_whom": "npc", "grade_of": "orange", "month": "11"}

DOCUMENTS = sorted((Path(__file__).parent / "engine" / "documents").glob("*/regime.yaml"))


def office_under(text, *, slug="own"):
    """Return a cast whose office has adopted the document of that text, in force since January 2026; its units stand in its groups in turn."""
    groups = tuple(yaml.safe_load(text).get("groups") or ())
    made = cast.office("county-plan", slug=slug, groups=groups)
    jurisdiction = made.jurisdiction
    documents.adopt_document(
        jurisdiction=jurisdiction,
        files={"regime.yaml": text},
        in_force_from=datetime.date(2026, 1, 1),
        actor=None,
        at=cast.at("2026-01-01 09:00"),
        today=datetime.date(2026, 1, 1),
    )
    jurisdiction.refresh_from_db()
    return made
