"""Words and texts: what the assistant understands and says, changed as a draft, tried out, and then published."""

from flask import Blueprint

room = Blueprint("words", __name__, url_prefix="/woerter")

from staff.words import answers, offices, overview, terms, trying  # noqa: E402, F401 - they hang their views on the room
