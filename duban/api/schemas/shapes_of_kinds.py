"""The shapes in which the interface tells what may be recorded under the document: kinds, fields, bounds."""

from duban.api.schemas.shapes import Answer


class Value(Answer):
    """A value that a field may have, and what readers call it."""

    value: str
    label: str


class FieldOfKind(Answer):
    """A field of a kind: its type, its values where it is a choice, its bounds (inclusive) and unit where it is a number."""

    name: str
    label: str
    type: str
    optional: bool
    values: list[Value]
    least: str | None
    most: str | None
    unit: str


class Kind(Answer):
    """A kind of fact that the document knows: with a matter or without, who enters and who verifies it, whether proof is asked for."""

    kind: str
    label: str
    of: str
    entered_by: str
    verified_by: str | None
    proof: str
    clause: str
    scored: bool
    fields: list[FieldOfKind]


class Kinds(Answer):
    """What may be recorded by hand under the document that governs this office."""

    regime: str
    version: str
    kinds: list[Kind]
