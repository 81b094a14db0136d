"""Logging in and out, one's own password, and everybody's accounts."""

from flask import Blueprint

room = Blueprint("accounts", __name__)

from staff.accounts import administration, log_in, own  # noqa: E402, F401 - they hang their views on the room
