"""The Django app of jurisdictions, units and officers."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "duban.people"
    label = "people"
    verbose_name = "机构与人员"
