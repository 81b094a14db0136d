"""Writing a plan into the catalogue: one transaction a file, every row's origin kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.indexing import index_offer
from catalogue.models import CatalogueState, Offer, OfferText, Provider, Submission
from catalogue.region import Region
from catalogue.slugs import slug
from catalogue.submissions.plan import Plan, PlannedOffer
from catalogue.submissions.record import COLUMNS, RawTable

_LISTS = ("o.audiences", "o.levels", "o.languages", "o.weekdays", "t.keywords")
_EMPTY_OFFER = {where: (() if where in _LISTS else None) for where in COLUMNS.values() if where != "provider"} | {
    "o.format": "Präsenz",
    "o.status": "offen",
}


def apply_plan(
    session: Session, table: RawTable, plan: Plan, region: Region, now: datetime, refused: int
) -> Submission:
    """Carry out a plan inside the session's transaction; the caller commits or rolls back."""
    submission = Submission(
        file=table.file,
        sha256=table.sha256,
        loaded_at=now,
        added=len(plan.added),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        refused=refused,
    )
    session.add(submission)
    providers: dict[str, Provider] = {}
    for planned in plan.added:
        offer = _new_offer(session, planned, providers, now)
        _write(offer, planned, submission)
        session.add(offer)
        index_offer(offer, region)
    for planned in plan.changed:
        assert planned.offer is not None
        _write(planned.offer, planned, submission)
        index_offer(planned.offer, region)
    for planned in plan.unchanged:
        # Confirmed once more; the row that first said so remains its origin.
        assert planned.offer is not None
        planned.offer.confirmed = planned.record.values.get("stand", planned.offer.confirmed)
    touch(session)
    return submission


def touch(session: Session) -> None:
    """Count the catalogue's revision up, so that running services notice the change."""
    state = session.get(CatalogueState, 1)
    if state is None:
        session.add(CatalogueState(id=1, revision=1, vocabulary=""))
    else:
        state.revision += 1


def _new_offer(session: Session, planned: PlannedOffer, providers: dict[str, Provider], now: datetime) -> Offer:
    name = planned.record.provider
    if slug(name) not in providers:
        found = session.scalar(select(Provider).where(Provider.slug == slug(name)))
        providers[slug(name)] = found or Provider(slug=slug(name), name=name)
    offer = Offer(key=planned.key, provider=providers[slug(name)], text=OfferText())
    for where, value in _EMPTY_OFFER.items():
        _set(offer, where, value)
    offer.confirmed = now.date()
    return offer


def _write(offer: Offer, planned: PlannedOffer, submission: Submission) -> None:
    values = planned.record.values
    for column, value in values.items():
        where = COLUMNS[column]
        if where == "provider":
            offer.provider.name = value
        elif column == "ort":
            offer.place = value.title if value else None
            offer.municipality = value.municipality if value else None
            offer.latitude = value.latitude if value else None
            offer.longitude = value.longitude if value else None
        else:
            _set(offer, where, value)
    offer.text.submission = submission
    offer.text.row = planned.record.row


def _set(offer: Offer, where: str, value: Any) -> None:
    table, attribute = where.split(".")
    setattr(offer if table == "o" else offer.text, attribute, value)
