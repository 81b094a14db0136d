"""How much personal data is left where texts are kept, and how much else is taken out with it.

Method: messages with personal data in them (`benchmarks/planted/`) are scrubbed and written to a file; what must not
be left of each item is looked for in the file's bytes: every word of a name, the whole and the last digits of a phone,
the local part of a mail address … Letters' case does not matter. There are three sets:

- own: sentences that were looked at while the finders were built, four of ten beside a message of the question set;
- look: sentences of somebody who did not know the finders, looked at while these were mended;
- measure: others of the same writer, which nobody has looked at.

Harm: of the words by which people search (vocabulary and places) in the messages around, and in the messages of the
question set alone, how many are gone.

    .venv/bin/python -m benchmarks.scrubbing [--count 2000] [--seed 20270111] [--show own|look] [--format json]
"""

import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.measuring import show
from benchmarks.planted.blind import blind
from benchmarks.planted.messages import planted
from benchmarks.planted.pieces import Planted
from bot.evaluation.questions import load_questions
from bot.review.scrubbing import Scrubber
from catalogue.region import Region, load_region
from catalogue.vocabulary import split

PROJECT = Path(__file__).resolve().parent.parent
SEED = 20270111
# Of these nothing at all may be left.
NEVER = ("phone", "phone spelled out", "mail", "account")


def searched(text: str, region: Region) -> Counter[str]:
    """The words of a text by which people search, in small letters."""
    sentence = split(text)
    found = region.vocabulary.find(sentence)
    words = Counter(sentence[at].text.lower() for at in {at for item in found for at in range(item.start, item.end)})
    words.update(token.text.lower() for token in sentence if region.gazetteer.named(token.text))
    words.update(re.findall(r"\b(?:[abc][12]|\d{5})\b", text.lower()))
    return words


def question_texts() -> list[str]:
    """What the question set for looking says."""
    files = sorted((PROJECT / "tests" / "questions" / "dev").glob("*.yml"))
    return [turn.user for dialogue in load_questions(files) for turn in dialogue.turns]


def kept_of(items: Sequence[Planted], scrubber: Scrubber) -> list[str]:
    """What a file holds of messages that were scrubbed before they were written to it."""
    with tempfile.NamedTemporaryFile() as file:
        for item in items:
            file.write((scrubber.scrubbed(item.text).replace("\n", " ") + "\n").encode())
        file.flush()
        return Path(file.name).read_bytes().decode().split("\n")


def measure_set(items: Sequence[Planted], scrubber: Scrubber, region: Region, *, shown: bool) -> dict[str, float]:
    """What is left of items, by kind, and what is gone of the messages around them."""
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    asked = gone = 0
    for item, kept in zip(items, kept_of(items, scrubber), strict=False):
        total.update(piece.kind for piece in item.pieces)
        still = item.left(kept)
        found.update(piece.kind for piece in still)
        if still and shown:
            click.echo(f"LEFT {still}: {item.text!r} → {kept!r}")
        if item.carrier:
            words = searched(item.carrier, region)
            lost = words - searched(kept, region)
            asked, gone = asked + words.total(), gone + lost.total()
            if lost and shown:
                click.echo(f"HARM {dict(lost)}: {item.text!r} → {kept!r}")
    return {
        "messages": len(items),
        "items planted": total.total(),
        "found afterwards %": 100 * found.total() / total.total(),
        "phones, mails, accounts found": sum(found[kind] for kind in NEVER),
        **{f"{kind}: found of {total[kind]}": found[kind] for kind in total},
        "words of searches beside them": asked,
        "of these gone %": 100 * gone / asked,
    }


def measure_questions(scrubber: Scrubber, region: Region, *, shown: bool) -> dict[str, float]:
    """What is gone of messages with nothing personal in them."""
    asked = gone = changed = 0
    texts = question_texts()
    for text in texts:
        kept = scrubber.scrubbed(text)
        words = searched(text, region)
        lost = words - searched(kept, region)
        asked, gone, changed = asked + words.total(), gone + lost.total(), changed + (kept != text)
        if kept != text and shown:
            click.echo(f"CHANGED {dict(lost)}: {text!r} → {kept!r}")
    return {
        "words of searches": asked,
        "of these gone %": 100 * gone / asked,
        "messages changed %": 100 * changed / len(texts),
    }


def measure(count: int, seed: int, shown: str | None = None) -> dict[str, dict[str, float]]:
    """The figures of each set."""
    region = load_region()
    scrubber = Scrubber(region)
    sets = {
        "own": planted(seed, count, question_texts()),
        "look": blind("look", seed, count),
        "measure": blind("measure", seed, count),
    }
    figures = {
        name: measure_set(list(items), scrubber, region, shown=name == shown != "measure")
        for name, items in sets.items()
    }
    return {**figures, "questions": measure_questions(scrubber, region, shown=shown == "own")}


@click.command()
@click.option("--count", default=2_000, show_default=True, help="Messages with personal data, in each set.")
@click.option("--seed", default=SEED, show_default=True)
@click.option("--show", "shown", type=click.Choice(["own", "look"]), help="Print what is left of a set, and harmed.")
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(count: int, seed: int, shown: str | None, output: str) -> None:
    """Plant personal data, scrub, and look for it."""
    figures = measure(count, seed, shown)
    show({f"{name}: {what}": value for name, those in figures.items() for what, value in those.items()}, output)


if __name__ == "__main__":
    main()
