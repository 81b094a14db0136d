"""How well it is told apart what in a message is wanted, only told, and not wanted.

Method: leave one voice out. For each file of `data/nlu/voices` a model is learnt from all other files and asked
about the mentions of this one. Printed are, by field, how many mentions there are, how many of them are wanted
(what "everything mentioned is wanted" would get right), and how many the model gets right.

    .venv/bin/python benchmarks/wanted.py [--format json]
"""

from collections import defaultdict
from pathlib import Path

import click
from rasa.shared.nlu.training_data.loading import load_data

from benchmarks.measuring import PROJECT, show
from bot.settings import Settings
from bot.understanding.facts import EXCLUDE
from bot.understanding.pipeline import build_pipeline, fact_finder
from bot.understanding.scene import LEARNT, TOLD, WANTED, Lesson
from bot.understanding.taught import annotated_docs, lessons_of
from bot.understanding.wanted import UNDECIDED, WantedModel, learn
from catalogue.region import load_region

VOICES = PROJECT / "data" / "nlu" / "voices"


def lessons_by_voice(region: Path) -> dict[str, list[Lesson]]:
    """What each voice's annotated examples teach."""
    nlp = build_pipeline(load_region(region), catalogue="bildungslotse.no_words.v1")
    finder = fact_finder(nlp)
    return {
        path.stem: lessons_of(finder, annotated_docs(nlp, load_data(str(path))))
        for path in sorted(VOICES.glob("*.yml"))
    }


def field_of(features: frozenset[str]) -> str:
    return next(name for name in sorted(LEARNT) if any(feature.startswith(f"{name}:") for feature in features))


def _role(model: WantedModel, features: frozenset[str]) -> str:
    if model.excluded.probability(features) >= UNDECIDED:
        return EXCLUDE
    return WANTED if model.wanted.probability(features) >= UNDECIDED else TOLD


@click.command()
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(output: str) -> None:
    """Measure the model of what is wanted on voices that it was not taught with."""
    voices = lessons_by_voice(Settings.from_environment().region_dir)
    right: dict[str, list[bool]] = defaultdict(list)
    wanted: dict[str, list[bool]] = defaultdict(list)
    for voice, lessons in voices.items():
        model = learn([lesson for other, found in voices.items() if other != voice for lesson in found])
        for features, role in lessons:
            field = field_of(features)
            right[field].append(_role(model, features) == role)
            wanted[field].append(role == WANTED)
    figures = {}
    for field in sorted(right):
        figures[f"{field}: mentions"] = float(len(right[field]))
        figures[f"{field}: wanted %"] = 100 * sum(wanted[field]) / len(wanted[field])
        figures[f"{field}: right %"] = 100 * sum(right[field]) / len(right[field])
    show(figures, output)


if __name__ == "__main__":
    main()
