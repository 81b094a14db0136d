"""Models: which one counts, training another, what it understands better and worse, promoting it, one step back."""

from flask import Blueprint

room = Blueprint("models", __name__, url_prefix="/modelle")

from staff.models import choosing, looking, training  # noqa: E402, F401 - they hang their views on the room
