"""The Django app of the workflow."""

from importlib import import_module

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "duban.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        """Load the acts, so that each is entered before anybody asks for one."""
        import_module("duban.ledger.requests")
