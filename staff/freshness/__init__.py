"""Freshness: who has to confirm his offers, the mails that ask for it, and answers on the phone."""

from flask import Blueprint

room = Blueprint("freshness", __name__, url_prefix="/aktualitaet")

from staff.freshness import mails, providers  # noqa: E402, F401 - they hang their views on the room
