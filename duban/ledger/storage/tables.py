"""The tables of an empty database, made at once instead of by walking through their history; and that walk, where it is needed.

tests/ledger/test_tables.py holds both ways against each other, on both databases.
"""

import copy
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field, ForeignObjectRel
from django.utils.functional import cached_property

OURS = ("people", "ledger")
# The migrations that do more than make tables: they have the database itself refuse to change what only grows.
PROTECTING = ("0002_append_only", "0006_no_truncation", "0008_audit_events", "0042_proofs_of_rankings")


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """Make our tables in an empty database as today's models say, and note our migrations as applied; all of it or nothing.

    Django's and the libraries' own tables come by their migrations: their models say a little less than these do.
    Where a migration was applied or one of the tables is there, nothing is done.
    """
    connection.prepare_database()
    executor = MigrationExecutor(connection)
    models = [
        model
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if model._meta.can_migrate(connection)
    ]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor, include_views=True))
    if executor.recorder.has_table() or there & {model._meta.db_table for model in models}:
        return
    graph = executor.loader.graph
    executor.migrate([node for node in graph.leaf_nodes() if node[0] not in OURS])
    if any(label in OURS for label, _ in executor.recorder.applied_migrations()):
        return
    with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
        with connection.schema_editor() as editor:
            for model in models:
                editor.create_model(model)
            for name in PROTECTING:
                import_module(f"duban.ledger.migrations.{name}").protect(apps, editor)
        for label, name in graph.nodes:
            if label in OURS:
                executor.recorder.record_applied(label, name)


@contextmanager
def walking() -> Iterator[None]:
    """Take half the time for a walk through migrations, while this lasts.

    Django makes all related models anew at each step, and reads each of their fields out into words to make it again from them. A field that is
    in no model yet is copied instead, with all that it was made with.
    """
    made_anew = Field.clone

    def clone(field: Field) -> Field:
        if hasattr(field, "model"):
            return made_anew(field)
        copied = copy.deepcopy(field)
        for part in (copied, copied.remote_field):
            _forget(part)
        # Columns stand in the order in which fields were made: the copy is a new one.
        if field.auto_created:
            copied.creation_counter, Field.auto_creation_counter = (
                Field.auto_creation_counter,
                Field.auto_creation_counter - 1,
            )
        else:
            copied.creation_counter, Field.creation_counter = Field.creation_counter, Field.creation_counter + 1
        return copied

    Field.clone = clone  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        Field.clone = made_anew  # type: ignore[method-assign]


def _forget(part: Field | ForeignObjectRel | None) -> None:
    """Drop what was worked out of a part before it belonged to a model."""
    for name in vars(part).keys() & _worked_out(type(part)) if part is not None else ():  # type: ignore[arg-type]  # a class can be kept by
        delattr(part, name)


@functools.cache
def _worked_out(kind: type) -> set[str]:
    """Return what such a part works out and keeps; its validators are what it was made with."""
    return {name for name in dir(kind) if isinstance(getattr(kind, name, None), cached_property)} - {"validators"}
