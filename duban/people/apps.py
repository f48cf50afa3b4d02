"""The Django app of jurisdictions, units and officers."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class PeopleConfig(AppConfig):
    name = "duban.people"
    label = "people"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        """Refuse a setting that names no role: who must have a second factor is not to be left to a slip of the pen."""
        from duban.people.models import Role

        words = settings.SECOND_FACTOR
        unknown = [word for word in words if word not in Role.values]
        if unknown and not (len(words) == 1 and words[0] in ("off", "offer", "all")):
            raise ImproperlyConfigured(
                f"DUBAN_SECOND_FACTOR: {'、'.join(unknown)} 不是岗位；可写 off、offer、all，或岗位代码：{'、'.join(Role.values)}"
            )
