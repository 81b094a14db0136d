"""Everything that is known about one offer."""

from rasa_sdk.events import EventType

from actions.about_offer import answer_about_offer
from actions.answers.offer import detail
from actions.spoken_action import SpokenAction, Turn


class ActionDetail(SpokenAction):
    def name(self) -> str:
        return "action_detail"

    def answer(self, turn: Turn) -> list[EventType]:
        return answer_about_offer(turn, lambda _, hit: detail(hit, turn.texts))
