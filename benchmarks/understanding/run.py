"""Write docs/understanding.md: how well questions are understood, by this pipeline and others.

    .venv/bin/python -m benchmarks.understanding.run [--measure NAME ...] [--shared ../shared/data]

Without options the page is written anew from what was measured before (`measured/*.json`). `--measure` trains and
measures variants (see `variants.py`; DIET takes most of an hour), or `languages`, `places`, `danger`; `--shared`
names the folder with the sentences that ask for no offer, which are not part of the project.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from benchmarks.measuring import PROJECT
from benchmarks.understanding.page import page
from benchmarks.understanding.variants import VARIANTS

FOLDER = Path(__file__).parent / "measured"
QUESTIONS = PROJECT / "tests" / "questions"
# Files of sentences that ask for no offer: name, file, column, label.
ELSEWHERE = (
    ("xsid", "xsid/xsid_de_valid.csv", "text", None),
    ("human", "human-questions/integreat_human_questions_give.csv", "question", "other_municipal"),
    ("omos", "omos-qa/questions_lkaugsburg.jsonl", "question", "other_municipal"),
)


@click.command()
@click.option("--measure", "names", multiple=True, help="What to measure anew; may be given several times.")
@click.option("--shared", type=click.Path(path_type=Path, exists=True), help="Where the sentences for no offer lie.")
def main(names: tuple[str, ...], shared: Path | None) -> None:
    """Measure what is named, and write the page."""
    FOLDER.mkdir(exist_ok=True)
    for name in names:
        _measure(name)
    if shared:
        _measure_elsewhere(shared)
    measured = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
    remarks = (Path(__file__).parent / "remarks.md").read_text(encoding="utf-8")
    (PROJECT / "docs" / "understanding.md").write_text(page(measured, remarks), encoding="utf-8")


def _measure(name: str) -> None:
    if name in {variant.name for variant in VARIANTS}:
        _run_variant(name, name, QUESTIONS.glob("test/*.yml"))
    elif name == "languages":
        _run_variant("ours", name, QUESTIONS.glob("languages/*-test.yml"))
    elif name == "danger":
        command = [sys.executable, "benchmarks/danger.py", "--part", "test", "--format", "json"]
        done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, check=True)
        _keep(name, json.loads(done.stdout))
    elif name == "places":
        _keep(name, _places())
    else:
        raise click.BadParameter(f"nothing is called {name}", param_hint="--measure")


def _run_variant(variant: str, name: str, files: Iterable[Path]) -> None:
    command = [sys.executable, "-m", "benchmarks.understanding.measure", variant]
    output = FOLDER / f"{name}.json"
    subprocess.run([*command, *map(str, sorted(files)), "--output", str(output)], cwd=PROJECT, check=True)
    _keep(name, json.loads(output.read_text(encoding="utf-8")))


def _places() -> dict[str, Any]:
    from benchmarks.understanding.places import shares
    from bot.settings import Settings
    from bot.understanding.pipeline import build_pipeline
    from catalogue.region import load_region

    folder = Settings.from_environment().region_dir
    nlp = build_pipeline(load_region(folder), catalogue="bildungslotse.no_words.v1")
    return {name: list(counts) for name, counts in shares(nlp, load_region(folder)).items()}


def _measure_elsewhere(shared: Path) -> None:
    found = {}
    for name, file, column, label in ELSEWHERE:
        command = [sys.executable, "benchmarks/out_of_scope.py", str(shared / file), "--column", column]
        command += ["--label", label] if label else []
        done = subprocess.run([*command, "--format", "json"], cwd=PROJECT, stdout=subprocess.PIPE, check=True)
        found[name] = json.loads(done.stdout.splitlines()[-1])
    _keep("elsewhere", found)


def _keep(name: str, values: dict[str, Any]) -> None:
    rows = {"day": date.today().isoformat(), **values}
    (FOLDER / f"{name}.json").write_text(json.dumps(rows, ensure_ascii=False, indent=None) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
