"""How much personal data is left where texts are kept, and how much else is taken out with it.

Method: messages with personal data in them (`benchmarks/planted.py`: sentences of their own, four of ten beside a
message of the question set, three of ten in small letters) are scrubbed, and written to a file; what must not be
left of each item is looked for in the file's bytes: every word of a name, the whole and the last digits of a phone,
the local part of a mail address … Letters' case does not matter. Harm: of the words by which people search
(vocabulary and places) in the messages of the question set, alone and beside personal data, how many are gone.
The sentences were looked at while the finders were built: what new ones lose is more than this says.

    .venv/bin/python -m benchmarks.scrubbing [--count 2000] [--seed 20270111] [--show] [--format json]
"""

import re
import tempfile
from collections import Counter
from pathlib import Path

import click

from benchmarks.measuring import show
from benchmarks.planted import Planted, planted
from bot.evaluation.questions import load_questions
from bot.review.scrubbing import Scrubber
from catalogue.region import Region, load_region
from catalogue.vocabulary import split

PROJECT = Path(__file__).resolve().parent.parent
SEED = 20270111
# Of these nothing at all may be left.
NEVER = ("phone", "phone spelled out", "mail", "account")


def occurrences(needle: str, text: str) -> int:
    """How often a piece stands in a text as a word of its own, in whatever letters."""
    return len(re.findall(rf"(?<!\w){re.escape(needle.lower())}(?!\w)", text.lower()))


def left(item: Planted, kept: str) -> list[str]:
    """The pieces of an item that are still there, but for those that the carrier has by itself."""
    return [needle for needle in item.needles if occurrences(needle, kept) > occurrences(needle, item.carrier)]


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


def measure(count: int, seed: int, shown: bool) -> dict[str, float]:
    region = load_region()
    scrubber, carriers = Scrubber(region), question_texts()
    items = list(planted(seed, count, carriers))
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    asked = gone = 0
    with tempfile.NamedTemporaryFile() as file:
        for item in items:
            file.write((scrubber.scrubbed(item.text).replace("\n", " ") + "\n").encode())
        file.flush()
        lines = Path(file.name).read_bytes().decode().split("\n")
    for item, kept in zip(items, lines, strict=False):
        total[item.kind] += 1
        pieces = left(item, kept)
        found[item.kind] += bool(pieces)
        if pieces and shown:
            click.echo(f"LEFT {item.kind} {pieces}: {item.text!r} → {kept!r}")
        if item.carrier:
            words = searched(item.carrier, region)
            lost = words - searched(kept, region)
            asked, gone = asked + words.total(), gone + lost.total()
            if lost and shown:
                click.echo(f"HARM {dict(lost)}: {item.text!r} → {kept!r}")
    alone = alone_gone = changed = 0
    for text in carriers:
        kept = scrubber.scrubbed(text)
        words = searched(text, region)
        lost = words - searched(kept, region)
        alone, alone_gone, changed = alone + words.total(), alone_gone + lost.total(), changed + (kept != text)
        if kept != text and shown:
            click.echo(f"CHANGED {dict(lost)}: {text!r} → {kept!r}")
    never = sum(found[kind] for kind in NEVER)
    return {
        "planted": len(items),
        "found afterwards": found.total(),
        "found afterwards %": 100 * found.total() / len(items),
        "phones, mails, accounts found": never,
        **{f"{kind}: found of {total[kind]}": found[kind] for kind in total},
        "words of searches beside personal data": asked,
        "of these gone %": 100 * gone / asked,
        "words of searches in ordinary messages": alone,
        "of those gone %": 100 * alone_gone / alone,
        "ordinary messages changed %": 100 * changed / len(carriers),
    }


@click.command()
@click.option("--count", default=2_000, show_default=True, help="Messages with personal data.")
@click.option("--seed", default=SEED, show_default=True)
@click.option("--show", "shown", is_flag=True, help="Print what is left, and what is gone that should not be.")
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(count: int, seed: int, shown: bool, output: str) -> None:
    """Plant personal data, scrub, and look for it."""
    show(measure(count, seed, shown), output)


if __name__ == "__main__":
    main()
