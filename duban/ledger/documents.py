"""Adopted documents: which one governs an office on a day, read once from the database and kept, since it never changes."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import QuerySet

from duban.engine.clauses import Regime
from duban.engine.packs import loading
from duban.ledger.models import Adoption, Document
from duban.people.models import Jurisdiction
from duban.people.prepared import Prepared


def digest_of(files: Mapping[str, str]) -> str:
    """Return the digest (SHA-256, hexadecimal) of a document's texts; line ends and the order of the files do not count."""
    plain = {name: text.replace("\r\n", "\n") for name, text in files.items()}
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Held:
    """What governs: the document, the readings, and by their codes the groups of the units that have another one now; `digest` is empty before any adoption."""

    document: Regime
    choices: Mapping[str, str]
    groups: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    # Nothing else governs what begins now: the units' own groups hold.
    is_in_force: bool = True

    def group_of(self, code: str, now: str) -> str:
        """Return the group of a unit under the document, by its code and the group that it has now."""
        return self.groups.get(code, now)


def governing(
    jurisdiction: Jurisdiction, on: datetime.date | None = None, *, is_period: bool = False
) -> tuple[Regime, Mapping[str, str]]:
    """Return the document that governs what began in an office on a day, with the readings that hold for it, as `held` does."""
    found = held(jurisdiction, on, is_period=is_period)
    return found.document, found.choices


def held(jurisdiction: Jurisdiction, on: datetime.date | None = None, *, is_period: bool = False) -> Held:
    """Return the document that governs what began in an office on a day, with readings and groups that hold for it; None: what begins now.

    A period follows a new document from the midnight on which both begin; a matter that was registered in that night follows the one that
    was in force until the automatic run had let the new one come into force.
    What began before the first adoption is governed by the first. An office that has adopted nothing yet (before `duban migrate` has
    written that down) follows the installed pack of its name.
    """
    if not jurisdiction.document:
        return Held(loading.load_regime(jurisdiction.regime), jurisdiction.choices)
    earlier = _earlier(jurisdiction, on)
    if earlier is not None:
        return _of(earlier, earlier.choices)
    coming = _coming(jurisdiction, on) if is_period else None
    if coming is not None:
        return _of(coming, loaded(coming.document_id).kept(jurisdiction.choices))
    return Held(loaded(jurisdiction.document), jurisdiction.choices, digest=jurisdiction.document)


class ByDay:
    """The documents that governed an office, by the day; what it adopted earlier is asked for once, and only for an earlier day."""

    def __init__(self, jurisdiction: Jurisdiction) -> None:
        self._jurisdiction = jurisdiction
        self._adopted: list[tuple[datetime.date, str]] | None = None

    def on(self, day: datetime.date) -> Regime:
        """Return the document that governed what began on a day, as `governing` does."""
        since = self._jurisdiction.document_since
        if not self._jurisdiction.document or since is None or day >= since:
            return governing(self._jurisdiction)[0]
        if self._adopted is None:
            rows = Adoption.objects.filter(jurisdiction=self._jurisdiction).order_by("in_force_from")
            self._adopted = list(rows.values_list("in_force_from", "document_id"))
        held = [digest for begins, digest in self._adopted if begins <= day] or [self._adopted[0][1]]
        return loaded(held[-1])


def followed(jurisdiction: Jurisdiction, digest: str) -> Held:
    """Return an adopted document of that digest, with the readings and groups that hold for it in an office."""
    if digest == jurisdiction.document:
        return Held(loaded(digest), jurisdiction.choices, digest=digest)
    kept = Adoption.objects.filter(jurisdiction=jurisdiction, document_id=digest).order_by("in_force_from").last()
    return _of(kept, kept.choices) if kept is not None else Held(loaded(digest), {}, digest=digest)


def under(jurisdiction: Jurisdiction, adoption: Adoption) -> Held:
    """Return what an adoption made hold, or will: of the one in force what holds now."""
    first = jurisdiction.document_since is None
    if adoption.document_id == jurisdiction.document and (
        first or adoption.in_force_from == jurisdiction.document_since
    ):
        return Held(loaded(adoption.document_id), jurisdiction.choices, digest=adoption.document_id)
    return _of(adoption, adoption.choices)


def digest_governing(jurisdiction: Jurisdiction, on: datetime.date) -> str | None:
    """Return the digest of the adopted document that governs the periods that began on a day; None before the first adoption was written down."""
    other = _earlier(jurisdiction, on) or _coming(jurisdiction, on)
    return other.document_id if other is not None else jurisdiction.document or None


def adopted_as(jurisdiction: Jurisdiction, regime: str) -> Regime | None:
    """Return the document that an office adopted last under that id, or None where it never did."""
    found = Adoption.objects.filter(jurisdiction=jurisdiction, document__regime=regime).order_by("in_force_from").last()
    return None if found is None else loaded(found.document_id)


@lru_cache(maxsize=64)
def loaded(digest: str) -> Regime:
    """Return the document of that digest. Raises Document.DoesNotExist where nobody adopted it."""
    document = Document.objects.get(pk=digest)
    return loading.load_pack(document.files, f"{document.regime}/")


def _of(adoption: Adoption, choices: Mapping[str, str]) -> Held:
    return Held(loaded(adoption.document_id), choices, adoption.groups, adoption.document_id, is_in_force=False)


def _earlier(jurisdiction: Jurisdiction, on: datetime.date | None) -> Adoption | None:
    since = jurisdiction.document_since
    if on is None or since is None or on >= since:
        return None
    adoptions = Adoption.objects.filter(jurisdiction=jurisdiction).order_by("in_force_from")
    return adoptions.filter(in_force_from__lte=on).last() or adoptions[0]


def _coming(jurisdiction: Jurisdiction, on: datetime.date | None) -> Adoption | None:
    """Return what was adopted for a day, or one before, and has not come into force by the automatic run: of what begins then it is the law."""
    if on is None or not jurisdiction.document:
        return None
    last: Adoption | None = _LAST.first(office=jurisdiction.pk, on=on)
    return None if last is None or last.document_id == jurisdiction.document else last


def _last(office: int, on: datetime.date) -> QuerySet[Adoption]:
    return Adoption.objects.filter(jurisdiction=office, in_force_from__lte=on).order_by("-in_force_from")[:1]


_LAST = Prepared(_last, office=987_654_321_240_001, on=datetime.date(9876, 5, 1))
