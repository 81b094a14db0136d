"""Submissions: files of providers come in, are looked at, taken over or refused, and taken back."""

from flask import Blueprint

room = Blueprint("submissions", __name__, url_prefix="/meldungen")

from staff.submissions import deciding, done, incoming, plan_page  # noqa: E402, F401 - they hang their views on the room
