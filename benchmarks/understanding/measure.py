"""Measure one variant in a process of its own, and write what came out as JSON (see `run.py`).

The variant is trained on `data/` (without the collections `danger-*.yml`), with the example catalogue loaded in
the same (changed) German, and holds all dialogues of the given files through the whole assistant. Times are
processor times, so that other work on the machine does not count.
"""

import json
import os
import resource
import tempfile
import time
import warnings
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import yaml

from benchmarks.measuring import PROJECT, TODAY, load_example, percentile
from benchmarks.understanding.variants import VARIANTS, Variant
from bot.commands import be_quiet
from bot.settings import Settings
from catalogue.region import load_region


@click.command()
@click.argument("name")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--output", type=click.Path(path_type=Path), required=True)
@click.option("--epochs", type=int, help="Fewer epochs, to try the script out.")
def main(name: str, files: tuple[Path, ...], output: Path, epochs: int | None) -> None:
    """Train and measure the variant NAME on question files."""
    be_quiet()
    variant = next(item for item in VARIANTS if item.name == name)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ.update(
            BILDUNGSLOTSE_TODAY=TODAY,
            BILDUNGSLOTSE_DATA_DIR=folder,
            BILDUNGSLOTSE_DATABASE_URL=f"sqlite:///{folder}/catalogue.db",
            RASA_TELEMETRY_ENABLED="false",
        )
        for patch in variant.patched():
            stack.enter_context(patch)
        output.write_text(json.dumps(_measure(variant, files, Path(folder), epochs)), encoding="utf-8")


def _measure(variant: Variant, files: tuple[Path, ...], folder: Path, epochs: int | None) -> dict[str, Any]:
    settings = Settings.from_environment()
    region = load_region(settings.region_dir)
    offers = load_example(settings, region, folder)
    begin = time.process_time()
    model = _train(variant, folder, epochs)
    training = time.process_time() - begin

    from bot.evaluation.measure import measure
    from bot.local_agent import local_agent

    agent = local_agent(settings, model)
    result = measure(agent, region, files, offers, settings.today())
    verdicts = {id(outcome): bool(verdict and verdict.right) for outcome, verdict in result.verdicts}
    keyword = dict(zip((id(o) for o, _ in result.verdicts), (v.right for v in result.keyword_verdicts), strict=True))
    turns = [
        {
            "dialogue": outcome.dialogue,
            "first": not index or result.outcomes[index - 1].dialogue != outcome.dialogue,
            "turn": outcome.turn.turn,
            "kind": outcome.kind,
            "wrong": list(outcome.wrong_keys),
            "answered": verdicts.get(id(outcome)),
            "keyword": keyword.get(id(outcome)),
        }
        for index, outcome in enumerate(result.outcomes)
    ]
    milliseconds = _parse_times(agent, [outcome.turn.user for outcome in result.outcomes])
    return {
        "training_s": round(training, 1),
        "p50_ms": round(percentile(milliseconds, 0.5), 1),
        "p95_ms": round(percentile(milliseconds, 0.95), 1),
        "memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "turns": turns,
    }


def _train(variant: Variant, folder: Path, epochs: int | None) -> Path:
    from rasa.model_training import train

    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    config["pipeline"] = variant.pipeline()
    for component in config["pipeline"]:
        if epochs and "epochs" in component:
            component["epochs"] = epochs
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = train(
            domain=str(PROJECT / "domain.yml"),
            config=str(folder / "config.yml"),
            training_files=[str(path) for path in sorted((PROJECT / "data").rglob("*.yml")) if not _is_danger(path)],
            output=str(folder / "model"),
            force_training=True,
        )
    assert result.model is not None
    return Path(result.model)


def _is_danger(path: Path) -> bool:
    """The collections of messages from people in danger are for a model of its own, which is not compared here."""
    return path.stem.startswith("danger-")


def _parse_times(agent: Any, texts: list[str]) -> list[float]:
    """Processor milliseconds for understanding each message, without dialogue and search."""
    import asyncio

    async def parse() -> list[float]:
        times = []
        for text in texts:
            begin = time.process_time()
            await agent.parse_message(text)
            times.append((time.process_time() - begin) * 1000)
        return times

    return asyncio.run(parse())


if __name__ == "__main__":
    main()
