"""What waits to be done, in the order in which it should be."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.database import reading
from catalogue.editing import count_conflicts
from catalogue.working_off import count_open
from staff.desk import Desk


@dataclass(frozen=True)
class Task:
    """Something to do: the page for it, what it is, and how many of it."""

    endpoint: str
    title: str
    text: str
    count: int


def waiting(desk: Desk) -> Sequence[Task]:
    with reading(desk.engine) as session:
        tasks = (
            Task(
                "offers.conflicts",
                "Konflikte",
                "Ein Anbieter hat geändert, was Sie berichtigt hatten.",
                count_conflicts(session),
            ),
            Task("notices.index", "Hinweise", "Jemand meldet: Angabe stimmt nicht.", count_open(session)),
        )
    return [task for task in tasks if task.count]
