"""Senders of appeals as persons: which appeals are one person's, what is known of them, what still names them."""

import functools
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import JSONField, Model, QuerySet, TextField
from django.db.models.fields import CharField

from duban.ledger.models import (
    Appeal,
    Bulletin,
    Chain,
    JournalLine,
    Knock,
    Matter,
    Notice,
    Ranking,
)
from duban.ledger.privacy import without_sender
from duban.people.models import Officer

# What went out, what proves, and what holds senders itself: none of it is rewritten.
_FIXED = (Appeal, Bulletin, Chain, JournalLine, Knock, Notice, Ranking)
_DEPTH = 3


def appeals_of_sender(appeal: Appeal) -> QuerySet[Appeal]:
    """Return the appeals of the same person: those with the same contact; without one, that one alone. The same name is not the same person."""
    found = (
        Appeal.objects.filter(jurisdiction=appeal.jurisdiction_id)
        .select_related("matter", "jurisdiction")
        .order_by("id")
    )
    return found.filter(contact_key=appeal.contact_key) if appeal.contact_key else found.filter(pk=appeal.pk)


def known_of(appeal: Appeal) -> dict[str, Any]:
    """Return everything that is kept of the sender of an appeal, in the words in which they read it."""
    return {
        "说明": "本机关保存的您的个人信息和您反映的事项",
        "诉求": [
            {
                "编号": each.number,
                "渠道": each.get_channel_display(),
                "平台编号": each.source_no,
                "收到日期": each.received_on.isoformat(),
                "姓名": each.person,
                "联系方式": each.contact,
                "反映内容": each.text,
                "更正前的内容": each.earlier,
                "办理情况": each.state,
                "答复": each.reply,
                "答复日期": each.replied_on.isoformat() if each.replied_on else None,
                "身份信息清除日期": each.erased_on.isoformat() if each.erased_on else None,
                "评价": [
                    {"满意度": one.get_satisfaction_display(), "意见": one.note, "日期": one.rated_on.isoformat()}
                    for one in each.ratings.order_by("id")
                ],
            }
            for each in appeals_of_sender(appeal)
        ],
    }


def naming(appeal: Appeal) -> Iterator[tuple[Model, dict[str, Any]]]:
    """Yield the rows on an appeal's matter and its parts that name the sender, each with what its fields say without it."""
    if appeal.matter_id is None:
        return
    person = _name_of(appeal)
    on = Matter.objects.filter(pk=appeal.matter_id) | Matter.objects.filter(parent=appeal.matter_id)
    for model in apps.get_app_config("ledger").get_models():
        path = None if model in _FIXED else _way_to_matter(model)
        names = [field.name for field in model._meta.fields if _is_words(field)]
        if path is None or not names:
            continue
        for row in model._default_manager.filter(**{f"{path}__in": on}):
            said = {name: getattr(row, name) for name in names}
            changed = {
                name: clean for name, value in said.items() if (clean := _without(value, appeal, person)) != value
            }
            if changed:
                yield row, changed


def lines_naming(appeal: Appeal) -> int:
    """Return how many lines of the journal name the sender: they cannot be changed."""
    person = _name_of(appeal)
    lines = JournalLine.objects.filter(matter=appeal.matter_id) if appeal.matter_id else JournalLine.objects.none()
    return sum(
        _without(data, appeal, person) != data
        for data in lines.values_list("data", flat=True).iterator(chunk_size=1000)
    )


def _name_of(appeal: Appeal) -> str:
    """Return the sender's name; nothing where somebody in office is called the same, who must stay named."""
    same = Officer.objects.filter(jurisdiction=appeal.jurisdiction_id, full_name=appeal.person)
    return "" if same.exists() else appeal.person


def _without(value: Any, appeal: Appeal, person: str) -> Any:
    return without_sender(value, person=person, contact=appeal.contact, said=appeal.text)


def _is_words(field: Any) -> bool:
    """Return whether people write into a field: no word from a list, no digest of fixed length."""
    return (
        isinstance(field, CharField | TextField | JSONField)
        and not field.choices
        and field.name not in ("no", "sha256")
    )


@functools.cache
def _way_to_matter(model: type[Model], depth: int = 0) -> str | None:
    """Return the shortest way of foreign keys from a model to a matter, as a lookup."""
    if model is Matter:
        return "pk"
    keys = [field for field in model._meta.fields if field.is_relation and field.related_model is not model]
    direct = [field.name for field in keys if field.related_model is Matter]
    if direct or depth >= _DEPTH:
        return direct[0] if direct else None
    ways = [
        f"{field.name}__{way}".removesuffix("__pk")
        for field in keys
        if isinstance(field.related_model, type) and field.related_model._meta.app_label == "ledger"
        and (way := _way_to_matter(field.related_model, depth + 1)) is not None
    ]  # fmt: skip
    return min(ways, key=lambda way: way.count("__"), default=None)
