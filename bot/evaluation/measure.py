"""From outcomes to figures: understood, answered rightly, and keyword search on the same questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from bot.evaluation.compare import COMPARED
from bot.evaluation.fit import Judge, Verdict, load_places, load_rows
from bot.evaluation.keyword_search import KeywordSearch
from bot.evaluation.questions import load_questions
from bot.evaluation.run import Outcome, hold
from catalogue.region import Region


@dataclass
class Measurement:
    """Outcomes of all turns, and verdicts on the turns in which offers were wanted."""

    outcomes: list[Outcome]
    verdicts: list[tuple[Outcome, Verdict | None]] = field(default_factory=list)
    keyword_verdicts: list[Verdict] = field(default_factory=list)

    @property
    def kind_share(self) -> float:
        return _share([outcome.kind_right for outcome in self.outcomes])

    @property
    def understood_share(self) -> float:
        return _share([outcome.understood for outcome in self.outcomes])

    @property
    def answered_share(self) -> float:
        return _share([verdict is not None and verdict.right for _, verdict in self.verdicts])

    @property
    def keyword_share(self) -> float:
        return _share([verdict.right for verdict in self.keyword_verdicts])

    def key_share(self, key: str) -> float:
        """Of the turns that rightly show offers the share with this key of the wish right."""
        shown = [outcome for outcome in self.outcomes if outcome.answer and outcome.turn.turn in ("offers", "more")]
        return _share([key not in outcome.wrong_keys for outcome in shown])

    @property
    def key_shares(self) -> dict[str, float]:
        return {key: self.key_share(key) for key in COMPARED}

    def voices(self) -> dict[str, list[Outcome]]:
        voices: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            voices.setdefault(outcome.voice, []).append(outcome)
        return voices


def measure(
    agent: Agent, region: Region, question_files: Sequence[Path], offer_files: Sequence[Path], today: date
) -> Measurement:
    """Hold all dialogues with the assistant, and judge what it shows by the raw submission rows."""
    places = load_places(region.folder / "places.csv")
    rows = load_rows(offer_files)
    judge = Judge(rows, places, region.district, today)
    keyword_search = KeywordSearch(rows)
    result = Measurement(hold(agent, region, load_questions(question_files)))
    for outcome in result.outcomes:
        if outcome.turn.turn != "offers":
            continue
        query = {name: value for name, value in outcome.turn.query.items() if name not in outcome.turn.open}
        result.verdicts.append((outcome, _verdict(judge, query, outcome.answer)))
        found = keyword_search.best(outcome.turn.user)
        result.keyword_verdicts.append(judge.judge(query, found, len(found)))
    return result


def _verdict(judge: Judge, query: dict[str, Any], answer: Any) -> Verdict | None:
    """None where offers were wanted and the assistant did not look for any."""
    if answer is None:
        return None
    shown = [offer["id"] for offer in answer["offers"]]
    return judge.judge(query, shown, answer["total"], relaxed=answer["relaxed"])


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
