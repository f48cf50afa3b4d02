"""A column of JSON that keeps the order of its keys: a database's own JSON type may sort them, and in a document their order says something."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models


class OrderedJSONField(models.TextField):
    """Plain data, stored as its text."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        """Return the data of a stored text."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """Return the data, whether it comes as data or as text."""
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        """Return the text to be stored."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the text, for what writes rows out."""
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)
