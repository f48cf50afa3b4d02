"""Names for many units at once, as papers write them."""

from django.db import models

from duban.people.models import Jurisdiction, Unit
from duban.people.tracking import TrackedModel


class CollectiveName(TrackedModel):
    """A name for many units at once (各乡镇, 市直各部门) and one of the units that it means here: as many rows as units."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="collective_names", verbose_name="辖区")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="collective_names", verbose_name="单位")
    name = models.CharField("统称", max_length=80)

    class Meta:
        verbose_name = "统称"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name", "unit"], name="collective_unit_once")]

    def __str__(self) -> str:
        return self.name
