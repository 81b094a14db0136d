"""What waits to be done, in the order in which it should be."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.review.inbox import Inbox
from bot.training import models_of
from catalogue.confirmations import standings
from catalogue.database import reading
from catalogue.editing import count_conflicts
from catalogue.submissions.plans import waiting_plans
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
    tasks = (_submissions(desk), *_offers(desk), _providers(desk), _questions(desk), _models(desk))
    return [task for task in tasks if task.count]


def _submissions(desk: Desk) -> Task:
    waiting = len(waiting_plans(desk.plans))
    text = "Dateien von Anbietern, über die noch niemand entschieden hat."
    return Task("submissions.index", "Meldungen", text, waiting)


def _offers(desk: Desk) -> tuple[Task, Task]:
    with reading(desk.engine) as session:
        in_conflict, reported = count_conflicts(session), count_open(session)
    changed = "Ein Anbieter hat geändert, was Sie berichtigt hatten."
    return (
        Task("offers.conflicts", "Konflikte", changed, in_conflict),
        Task("notices.index", "Hinweise", "Jemand meldet: Angabe stimmt nicht.", reported),
    )


def _providers(desk: Desk) -> Task:
    with reading(desk.engine) as session:
        to_ask = sum(item.is_to_ask for item in standings(session, desk.region, desk.today()))
    text = "Anbieter, die ihre Angebote bestätigen sollen und noch nicht gefragt sind, oder nicht geantwortet haben."
    return Task("freshness.index", "Anbieter zu fragen", text, to_ask)


def _questions(desk: Desk) -> Task:
    text = "Nachrichten von Besuchern, aus denen der Bildungslotse lernen kann."
    return Task("questions.index", "Fragen zum Nachsehen", text, len(Inbox(desk.stored).waiting().groups))


def _models(desk: Desk) -> Task:
    text = "Ein neues Modell ist trainiert und gemessen; es gilt erst, wenn Sie es übernehmen."
    return Task("models.index", "Neue Modelle", text, models_of(desk.settings).count_new())
