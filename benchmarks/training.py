"""How long a model takes to train.

Method: seconds of `python -m bot train` as a process of its own, from its start to its end, with an empty data
directory and an empty cache of Rasa's. No bar is asserted.

    .venv/bin/python benchmarks/training.py [--format json]
"""

import tempfile
from pathlib import Path

import click

from benchmarks.measuring import run, show


@click.command()
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(output: str) -> None:
    """Measure one training."""
    with tempfile.TemporaryDirectory() as folder:
        show({"training s": run("train", Path(folder))}, output)


if __name__ == "__main__":
    main()
