"""The self-written tasks of the demonstration, as data: what is asked, of whom, how long it takes and what was achieved."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Task:
    """One task. With `each` it is one matter for each of these units; with `repeat` it comes back every quarter."""

    title: str
    want: str
    standard: str
    topic: str
    source: str
    from_text: str
    days: int
    done: str
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    repeat: bool = False

    @property
    def leads(self) -> tuple[tuple[str, ...], ...]:
        """Return the lead units of each matter that the task makes."""
        return tuple((code,) for code in self.each) or (self.lead,)


def tasks_of(names: tuple[str, ...]) -> Iterator[Task]:
    """Yield the tasks of these files, in their order."""
    for name in names:
        for row in yaml.load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader):
            yield Task(
                title=row["title"],
                want=row["want"],
                standard=row["standard"],
                topic=row["topic"],
                source=row["source"],
                from_text=row["from"],
                days=row["days"],
                done=row["done"],
                lead=tuple(row.get("lead", ())),
                support=tuple(row.get("support", ())),
                each=tuple(row.get("each", ())),
                repeat="repeat" in row,
            )
