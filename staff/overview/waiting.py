"""What waits to be done, in the order in which it should be."""

from collections.abc import Sequence
from dataclasses import dataclass

from staff.desk import Desk


@dataclass(frozen=True)
class Task:
    """Something to do: the page for it, what it is, and how many of it."""

    endpoint: str
    title: str
    text: str
    count: int


def waiting(desk: Desk) -> Sequence[Task]:
    return ()
