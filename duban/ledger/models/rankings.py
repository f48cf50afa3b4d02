"""A ranking: computed from facts as long as it is a draft, frozen with all that it rests on once published; corrected by a further one."""

import json
import zlib
from typing import Any

from django.db import models

from duban.ledger.models.documents import Document
from duban.people.models import Jurisdiction, Officer
from duban.people.tracking import TrackedModel


class Ranking(TrackedModel):
    """A published ranking: facts, units, readings, regime version and result, kept as its evidence. Never changed again.

    A correction is a ranking of the same period that points at the one it corrects, with the reason; the last one is in force.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="rankings", verbose_name="辖区")
    # month, quarter, half_year, year, or the id of a period that the document names itself.
    kind = models.CharField("期别", max_length=40)
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    # 0 as it was first published, 1 its first correction.
    number = models.PositiveIntegerField("第几次更正", default=0)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="所更正的排名"
    )
    reason = models.TextField("更正理由", blank=True)
    regime = models.CharField("适用办法", max_length=60)
    regime_version = models.CharField("办法版本", max_length=20)
    # The adopted document by which it was computed; null in those from before documents were adopted.
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="rankings", verbose_name="办法文本"
    )
    digest = models.CharField("校验码", max_length=64)
    seq = models.PositiveBigIntegerField("截至日志行")
    published_at = models.DateTimeField("发布时刻")
    published_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="发布人")
    # Where the office wants a signature before it is published.
    signed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    signed_on = models.DateField("签发日期", null=True, blank=True)

    class Meta:
        verbose_name = "排名"
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "kind", "from_on", "to_on", "number"], name="ranking_once")
        ]

    def __str__(self) -> str:
        return f"{self.from_on}—{self.to_on}{f'（第{self.number}次更正）' if self.number else ''}"

    @property
    def query(self) -> str:
        """The period as parameters of an address."""
        return f"kind={self.kind}&from={self.from_on}&to={self.to_on}"

    @property
    def snapshot(self) -> dict[str, Any]:
        """The case that it rests on. It may be long: asked for where something is proved or corrected, not to show a page."""
        return self._kept("case")

    @snapshot.setter
    def snapshot(self, case: dict[str, Any]) -> None:
        self._opened()["case"] = case

    @property
    def result(self) -> dict[str, Any]:
        """The answer with every line, as the engine gave it. Pages show the tally that is made of it."""
        return self._kept("result")

    @result.setter
    def result(self, result: dict[str, Any]) -> None:
        self._opened()["result"] = result

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the ranking, a new one with its evidence."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            held = {name: packed(content) for name, content in self._opened().items()}
            RankingProof.objects.create(ranking=self, **held)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and the evidence when it is asked for."""
        super().refresh_from_db(*args, **kwargs)
        self._opened().clear()

    def _opened(self) -> dict[str, dict[str, Any]]:
        opened: dict[str, dict[str, Any]] = self.__dict__.setdefault("_evidence", {})
        return opened

    def _kept(self, name: str) -> dict[str, Any]:
        opened = self._opened()
        if name not in opened:
            held = RankingProof.objects.filter(ranking_id=self.pk).values_list(name, flat=True).first()
            opened[name] = {} if held is None else unpacked(held)
        return opened[name]

    @property
    def is_proved(self) -> bool:
        """Whether what it rests on is there at all."""
        return bool(self._opened()) or RankingProof.objects.filter(ranking_id=self.pk).exists()

    @property
    def content(self) -> dict[str, Any]:
        """Return what the digest is of: snapshot, result and version; of a correction also what it corrects, and why."""
        told = {"case": self.snapshot, "result": self.result, "version": self.regime_version}
        if self.corrects is not None:
            told |= {"corrects": self.corrects.digest, "reason": self.reason}
        return told


class RankingProof(models.Model):
    """What a published ranking rests on, and its answer with every line: compressed, looked at to prove it and to correct it.

    The digest of the ranking covers both.
    """

    ranking = models.OneToOneField(Ranking, models.PROTECT, primary_key=True, related_name="proof", verbose_name="排名")
    case = models.BinaryField("依据")
    result = models.BinaryField("结果")

    class Meta:
        verbose_name = "排名依据"

    def __str__(self) -> str:
        return str(self.ranking)


def packed(content: Any) -> bytes:
    """Return content as compressed JSON."""
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpacked(kept: bytes | memoryview) -> Any:
    """Return what was packed. Raises ValueError for what was not."""
    try:
        return json.loads(zlib.decompress(kept))
    except zlib.error as error:
        raise ValueError(str(error)) from error


class RankingRequest(TrackedModel):
    """That a ranking, or its correction, was put before whoever signs it, as it stood then; signed, it is published."""

    class Outcome(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "待签发"
        PUBLISHED = "published", "已签发"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="ranking_requests", verbose_name="辖区")
    kind = models.CharField("期别", max_length=40)
    from_on = models.DateField("起")
    to_on = models.DateField("止")
    corrects = models.ForeignKey(
        Ranking, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="所更正的排名"
    )
    reason = models.TextField("更正理由", blank=True)
    # Of facts and result as they stood when it was asked for: what is signed is what was read.
    digest = models.CharField("校验码", max_length=64)
    role = models.CharField("签发人身份", max_length=20)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提请人")
    asked_on = models.DateField("提请日期")
    outcome = models.CharField("结果", max_length=12, choices=Outcome, default=Outcome.WAITING)
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    # The one who was away, where another signed for them.
    on_behalf_of = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代谁签发"
    )
    decided_on = models.DateField("签发日期", null=True, blank=True)
    opinion = models.TextField("意见", blank=True)
    ranking = models.OneToOneField(
        Ranking, models.PROTECT, null=True, blank=True, related_name="request", verbose_name="排名"
    )

    class Meta:
        verbose_name = "排名签发"
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "kind", "from_on", "to_on"],
                condition=models.Q(outcome="waiting"),
                name="ranking_request_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_on}—{self.to_on}"
