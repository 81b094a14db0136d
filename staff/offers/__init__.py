"""The catalogue: finding any offer, correcting it, deciding conflicts, entering new ones."""

from flask import Blueprint

room = Blueprint("offers", __name__, url_prefix="/angebote")

from staff.offers import conflicts, edit, listing, marks, new, one  # noqa: E402, F401 - they hang their views on the room
