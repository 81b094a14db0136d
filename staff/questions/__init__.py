"""Questions of visitors, as far as they agreed: looked through one by one, so that the assistant learns from them."""

from flask import Blueprint

room = Blueprint("questions", __name__, url_prefix="/fragen")

from staff.questions import conversations, deciding, listing, queue, synonyms  # noqa: E402, F401 - they hang their views on the room
