"""The tables of an empty database, made at once instead of by walking through their history.

tests/ledger/test_tables.py holds both ways against each other, on both databases.
"""

from importlib import import_module

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

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
