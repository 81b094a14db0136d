"""What the views about one offer share: finding it."""

from urllib.parse import quote

from flask import abort, request
from sqlalchemy.orm import Session

from catalogue.models import Offer
from catalogue.search import find_offer
from staff.desk import desk


def asked_key() -> str:
    """The public id that the address names. It may hold any sign, so it is no part of the path."""
    return request.args.get("id", "")


def asked_offer(session: Session) -> Offer:
    """The offer that the address names; the page for what does not exist where there is none."""
    offer = find_offer(session, asked_key())
    if offer is None:
        abort(404)
    return offer


def public_address(offer: Offer) -> str:
    """Where everybody sees this offer."""
    settings = desk().settings
    base = settings.public_url or f"http://localhost:{settings.port}"
    return f"{base.rstrip('/')}/angebote/{quote(offer.key, safe='/')}"
