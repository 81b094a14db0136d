"""Somebody is not content: an apology with the office's contact; counsellors get the button about an offer's facts."""

from rasa_sdk.events import EventType

from actions.answers.counselling import REPORT
from actions.answers.result import button
from actions.conversation import page_of
from actions.spoken_action import SpokenAction, Turn


class ActionComplaint(SpokenAction):
    def name(self) -> str:
        return "action_complaint"

    def answer(self, turn: Turn) -> list[EventType]:
        may_report = turn.counsellor and page_of(turn.tracker).shown
        turn.say("utter_complaint", [button(REPORT, "wrong_entry")] if may_report else [])
        return []
