"""The program loaded once, before the workers are forked: they share its memory, and the first page of each is no slower than the next."""

import gc
from collections.abc import Iterable
from pathlib import Path


def load() -> None:
    """Load models, pages and templates, and open nothing.

    Raises RuntimeError where something opened the database: a connection from before a fork is shared by two processes, which then
    read one another's answers.
    """
    # Hardly anything of it becomes free: to look for that again and again takes a fifth of the time.
    gc.disable()
    try:
        _load()
    finally:
        gc.enable()
    require_nothing_open()
    # What is there now stays: the collector of a worker would write into each of its pages, and share none.
    gc.collect()
    gc.freeze()


def _load() -> None:
    import django

    django.setup()
    from django.apps import apps
    from django.core.handlers.wsgi import WSGIHandler
    from django.template import engines
    from django.urls import get_resolver

    WSGIHandler()
    _walk(get_resolver().url_patterns)
    for engine in engines.all():
        for folder in (Path(app.path) / "templates" for app in apps.get_app_configs() if app.name.startswith("duban.")):
            for file in sorted(folder.rglob("*.html")):
                engine.get_template(str(file.relative_to(folder)))


def require_nothing_open() -> None:
    """Raise RuntimeError where a connection or a pool of connections is open, or one is kept for the next who asks."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        kept = getattr(connection, "_connection_pools", None) or getattr(connection, "is_kept_open", False)
        if connection.connection is not None or kept:
            raise RuntimeError(f"the database {connection.alias} was opened before the workers were forked")


def _walk(patterns: Iterable[object]) -> None:
    """Import the views of all addresses."""
    for pattern in patterns:
        _walk(getattr(pattern, "url_patterns", ()))
