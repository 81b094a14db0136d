"""`bildungslotse review export-tests`: conversations that staff saved, among the tests."""

import difflib

import click

from bot.review.as_test import CONVERSATIONS, folder_of, saved
from bot.settings import Settings
from catalogue.overlays.files import write_whole


@click.command("export-tests")
@click.option("--write", is_flag=True, help="In tests/conversations schreiben; sonst nur zeigen, was dazukommt.")
def export_tests(write: bool) -> None:
    """Gespräche, die als Test gesichert sind, zu den Tests dieses Projekts legen."""
    found = saved(folder_of(Settings.from_environment().data_dir))
    for name, text in found.items():
        path = CONVERSATIONS / name
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
            click.echo(f"tests/conversations/{name} ist geschrieben.")
        elif text != before:
            lines = (before.splitlines(keepends=True), text.splitlines(keepends=True))
            first = f"a/tests/conversations/{name}" if before else "/dev/null"
            click.echo("".join(difflib.unified_diff(*lines, first, f"b/tests/conversations/{name}")), nl=False)
    if not found:
        click.echo("Es ist kein Gespräch als Test gesichert.")
