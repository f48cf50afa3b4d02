"""The library's own words: the kinds of facts with what each must say, and the values of their fields."""

from __future__ import annotations

AUTHORITIES = (
    "central", "ministry",
    "province", "province_department", "province_coordinating",
    "prefecture", "prefecture_principal", "prefecture_coordinating", "prefecture_office",
    "county", "county_principal", "county_office",
)  # fmt: skip
COUNTS_AS = {"prefecture_principal": "prefecture", "county_principal": "county"}
LEVELS = ("red", "yellow", "blue")
ROLES = ("lead", "support")

VALUES: dict[str, tuple[str, ...]] = {
    "role": ROLES,
    "level": LEVELS,
    "channel": ("phone", "written", "on_site", "meeting"),
    "grade": ("优秀", "良好", "合格", "较差"),
    "tone": ("praise", "criticism"),
    "authority": AUTHORITIES,
}
WHAT = {
    "reported": ("progress", "result"),
    "late": ("acceptance", "report", "result", "resubmission", "objection"),
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "assigned": ("matter", "due"),
    "accepted": ("matter",),
    "reported": ("matter",),
    "returned": ("matter",),
    "completed": ("matter",),
    "written_off": ("matter",),
    "extended": ("matter", "due"),
    "transferred": ("matter", "to"),
    "late": ("what",),
    "poor_report": (),
    "false_report": (),
    "uncooperative": (),
    "urged": ("channel",),
    "step": ("matter", "step"),
    "reopened": ("matter",),
    "grade": ("grade",),
    "circular": ("tone", "authority"),
    "instruction": ("tone", "authority"),
    "interview": ("authority",),
    "promoted": ("authority",),
    "published": ("authority",),
    "hosted_meeting": ("authority",),
    "inspection_excellent": ("authority",),
    "top_ranked": (),
    "period_total": ("period", "points"),
    "sheet": ("section", "points"),
    "figure": ("quantity", "value"),
    "limit_missed": (),
    "withdrawn": ("of",),
    "corrected": ("of",),
}
KINDS = tuple(REQUIRED)
