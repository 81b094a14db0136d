"""How surely messages of people in danger are told from ordinary ones.

Method: the model of danger is learnt from `data/nlu` and asked about lists of messages (`danger-*.yml`,
`ordinary-*.yml` in tests/questions/crisis) and about all turns of the question files that nobody annotated as a crisis.
What counts as danger says `DangerModel.sees`; messages in other languages are
read through their glossaries.

    .venv/bin/python benchmarks/danger.py [--part dev|test] [--show] [--format json]
"""

from pathlib import Path

import click
import yaml
from rasa.shared.importers.utils import training_data_from_paths

from benchmarks.measuring import PROJECT, show
from bot.evaluation.questions import load_questions
from bot.settings import Settings
from bot.understanding.danger import DangerModel, learn_danger
from bot.understanding.languages import LanguageReader
from bot.understanding.lexicon import lexicon_of
from bot.understanding.taught import cries_of
from catalogue.region import load_region

QUESTIONS = PROJECT / "tests" / "questions"


def model_of_danger(region: Path) -> DangerModel:
    data = training_data_from_paths([str(PROJECT / "data" / "nlu")], "de")
    lexicon = lexicon_of(load_region(region))
    return learn_danger(cries_of(data, lexicon), lexicon)


def ordinary_turns(part: str) -> list[str]:
    """All turns of the question files that are no crisis."""
    dialogues = load_questions(sorted((QUESTIONS / part).glob("*.yml")))
    return [turn.user for dialogue in dialogues for turn in dialogue.turns if turn.turn != "crisis"]


@click.command()
@click.option("--part", type=click.Choice(["dev", "test"]), default="dev", show_default=True)
@click.option("--show", "show_wrong", is_flag=True, help="Print what is taken wrongly (for looking: dev only).")
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(part: str, show_wrong: bool, output: str) -> None:
    """Measure the model of danger."""
    region = Settings.from_environment().region_dir
    lexicon, model = lexicon_of(load_region(region)), model_of_danger(region)
    reader = LanguageReader(lexicon)

    def judged(text: str) -> tuple[bool, float, str]:
        german = reader.read(text).german
        return model.sees(german, text, lexicon), model.probability(german, text, lexicon), text

    sets = {
        name: yaml.safe_load((QUESTIONS / "crisis" / f"{name}-{part}.yml").read_text(encoding="utf-8"))
        for name in ("danger", "ordinary")
    }
    sets["turns"] = ordinary_turns(part)
    figures: dict[str, float] = {}
    for name, texts in sets.items():
        values = [judged(text) for text in texts]
        taken = [item for item in values if item[0]]
        figures[f"{name}: messages"] = float(len(texts))
        figures[f"{name}: taken for danger"] = float(len(taken))
        figures[f"{name}: taken for danger %"] = 100 * len(taken) / len(texts)
        if show_wrong and part == "dev":
            wrong = taken if name != "danger" else [item for item in values if not item[0]]
            click.echo("\n".join(f"  {name} {value:.2f} {text}" for _, value, text in sorted(wrong, reverse=True)))
    show(figures, output)


if __name__ == "__main__":
    main()
