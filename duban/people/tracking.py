"""Row tracking: what was written to a table is noted until the journal takes it into its next line (docs/adr/0009).

A tracked model notes each row that is inserted, updated or deleted through it, with the values of the columns that count. Notes live
as long as their transaction and go with a savepoint that is rolled back. `take` hands over all that are not yet in a line.
"""

import datetime
import decimal
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import connection, models, router, transaction
from django.db.models.deletion import Collector

from duban.people import remembering
from duban.people.sealing import SealedField, keyed_digest
from duban.people.updates import UpdatedRow

_BATCH = 500
Values = dict[str, Any]


class Note:
    """One row as it was written; None for a row that was deleted. It waits among what the transaction would do once committed."""

    def __init__(self, key: str, values: Values | None) -> None:
        self.key, self.values = key, values

    def __call__(self) -> None:
        """Nothing is left to do after the commit."""


class Taken(Note):
    """All notes before this one are in a line of the journal."""

    def __init__(self) -> None:
        super().__init__("", None)


def take() -> dict[str, Values | None]:
    """Return the rows written in this transaction since the last call, by model and key, each with its last values."""
    pending: list[Note] = []
    for _, waiting, *_ in reversed(connection.run_on_commit):
        if isinstance(waiting, Taken):
            break
        if isinstance(waiting, Note):
            pending.append(waiting)
    if not pending:
        return {}
    rows: dict[str, Values | None] = {}
    for each in reversed(pending):
        rows[each.key] = None if each.values is None else {**(rows.get(each.key) or {}), **each.values}
    transaction.on_commit(Taken())
    return rows


def key_of(model: type[models.Model], pk: object) -> str:
    """Return the name under which a row stands in the journal, for example `deadline:12`."""
    return f"{model._meta.model_name}:{pk}"


def columns_of(model: "type[Tracked]") -> list["models.Field[Any, Any]"]:
    """Return the columns of a tracked model that lines carry: all but its key, what lies sealed, and those that it names as untracked."""
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.name in model.untracked or isinstance(field, SealedField))
    ]


def encoded(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return a column's value as a line carries it: dates, numbers, codes and keys as they are, free text and documents as a digest."""
    plain = _encoded(field, value)
    if plain in (None, "") or not getattr(field.model, "concealed", False):
        return plain
    return keyed_digest(f"duban.rows.{field.model._meta.model_name}.{field.attname}", str(plain))[:24]


def _encoded(field: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        plain = json.loads(json.dumps(value, cls=field.encoder, ensure_ascii=False))
        return _digest(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))) if plain else ""
    if isinstance(field, models.ForeignKey):
        return value
    value = field.to_python(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return f"{value:.{field.decimal_places}f}" if isinstance(field, models.DecimalField) else str(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(field, models.SlugField) or field.choices:
        return str(value)
    return _digest(str(value)) if value != "" else ""


def is_plain(field: "models.Field[Any, Any]") -> bool:
    """Return whether a line carries a column's value as it is, so that it can be read."""
    if isinstance(field, models.JSONField | models.TextField | models.ForeignKey):
        return False
    return bool(field.choices) or not isinstance(field, models.CharField) or isinstance(field, models.SlugField)


class TrackedRows(models.QuerySet[Any]):
    """A queryset that notes what it writes."""

    def update(self, **kwargs: Any) -> int:
        """Update the rows, and note the tracked columns of each."""
        written = [field for field in columns_of(self.model) if field.name in kwargs or field.attname in kwargs]
        if not written:
            return super().update(**kwargs)
        keys = list(self.values_list("pk", flat=True))
        if not keys:
            return 0
        remembering.changing(self.model, keys, kwargs)
        count = super().update(**kwargs)
        _note_stored(self.model, keys, written)
        return count

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert the rows, and note each."""
        made = super().bulk_create(objs, *args, **kwargs)
        remembering.making(made)
        for row in made:
            _note(row, columns_of(self.model))
        return made

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """Update the rows, and note the tracked columns of each."""
        objs, names = list(objs), set(fields)
        remembering.changing(self.model, [row.pk for row in objs], names)
        count = super().bulk_update(objs, names, *args, **kwargs)
        for row in objs:
            _note(row, [field for field in columns_of(self.model) if field.name in names])
        return count

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows, and note each, also of those that go with them."""
        _note_deleted(self)
        return super().delete()


class Tracked(UpdatedRow):
    """A table whose rows the journal carries. `untracked` names the columns that it does not, each with the reason.

    Of a `concealed` table, about which a reader of the journal is to learn nothing yet, lines carry keyed digests only.
    """

    untracked: ClassVar[Mapping[str, str]] = {}
    concealed: ClassVar[bool] = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row, and note what was written."""
        unread, update_fields = self.get_deferred_fields(), kwargs.get("update_fields")
        is_new = self._state.adding
        if not is_new:
            remembering.changing(type(self), [self.pk], update_fields)
        super().save(*args, **kwargs)
        if is_new:
            remembering.making([self])
        names = None if update_fields is None else set(update_fields)
        written = [
            field
            for field in columns_of(type(self))
            if field.attname not in unread and (names is None or field.name in names or field.attname in names)
        ]
        if any(hasattr(self.__dict__.get(field.attname), "resolve_expression") for field in written):
            _note_stored(type(self), [self.pk], written)
        else:
            _note(self, written)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, and note it and those that go with it."""
        _note_deleted([self])
        return super().delete(*args, **kwargs)


class TrackedModel(Tracked):
    """A tracked table whose querysets note what they write too."""

    objects = TrackedRows.as_manager()

    class Meta:
        abstract = True


def note(row: Tracked) -> None:
    """Note a row as it stands, in all its columns."""
    _note(row, columns_of(type(row)))


class ConcealedModel(TrackedModel):
    """A tracked table of which lines tell only whether a row is still as it was."""

    concealed = True

    class Meta:
        abstract = True


def _note(row: models.Model, columns: "list[models.Field[Any, Any]]") -> None:
    if columns:
        values = {field.attname: encoded(field, getattr(row, field.attname)) for field in columns}
        transaction.on_commit(Note(key_of(type(row), row.pk), values))


def _note_stored(model: type[models.Model], keys: list[Any], columns: "list[models.Field[Any, Any]]") -> None:
    """Note rows as the database has them now: a statement or an expression gave them their values."""
    names = [field.attname for field in columns]
    for start in range(0, len(keys), _BATCH):
        found = model._base_manager.filter(pk__in=keys[start : start + _BATCH])
        for pk, *values in found.values_list("pk", *names):
            noted = {field.attname: encoded(field, value) for field, value in zip(columns, values, strict=True)}
            transaction.on_commit(Note(key_of(model, pk), noted))


def _note_deleted(rows: Any) -> None:
    """Note every row of a tracked model that a deletion takes with it."""
    remembering.deleting()
    first = rows.first() if isinstance(rows, models.QuerySet) else rows[0]
    if first is None:
        return
    collector = Collector(using=router.db_for_write(type(first)))
    collector.collect(rows)
    going = [(model, row.pk) for model, found in collector.data.items() for row in found]
    going += [(found.model, pk) for found in collector.fast_deletes for pk in found.values_list("pk", flat=True)]
    for model, pk in going:
        if issubclass(model, Tracked):
            transaction.on_commit(Note(key_of(model, pk), None))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
