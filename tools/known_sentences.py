"""Writes `tests/questions/known.yml`: sentences of the training data with the kind of turn that they have now.

They are what a model has to know after every training. Which ones is drawn by a hash of the sentence, so many of each
intent that the frequent ones do not drown the rare; the file is written anew only on purpose, since a comparison of
models needs the same sentences and labels for both.

    .venv/bin/python tools/known_sentences.py
"""

import hashlib
from pathlib import Path

import yaml
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.constants import INTENT, TEXT

PROJECT = Path(__file__).parent.parent
MOST_OF_AN_INTENT = 80


def drawn(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> None:
    data = training_data_from_paths([str(PROJECT / "data" / "nlu")], "de")
    by_intent: dict[str, set[str]] = {}
    for example in data.intent_examples:
        by_intent.setdefault(example.get(INTENT), set()).add(example.get(TEXT))
    chosen = {name: sorted(sorted(texts, key=drawn)[:MOST_OF_AN_INTENT]) for name, texts in sorted(by_intent.items())}
    target = PROJECT / "tests" / "questions" / "known.yml"
    target.write_text(yaml.safe_dump(chosen, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")
    print(f"{sum(map(len, chosen.values()))} sentences of {len(chosen)} intents")


if __name__ == "__main__":
    main()
