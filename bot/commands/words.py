"""`bildungslotse words …`: what staff change about words, topics, answer texts and offices."""

import difflib
import json
from dataclasses import asdict
from pathlib import Path

import click

from bot.commands.catalogue.opened import by_option, format_option
from bot.region_in_use import own_sentences, states_of
from bot.settings import Settings
from catalogue.errors import WordsError
from catalogue.overlays.counting import region_with
from catalogue.overlays.differences import differences
from catalogue.overlays.files import write_whole
from catalogue.overlays.overlay import Overlay
from catalogue.overlays.sources import DOMAIN, exported
from catalogue.region import load_region

_PROJECT = Path(__file__).parent.parent.parent
_FILES = ("region.yml", "topics.yml", "areas.yml", "audiences.yml", "kinds.yml", "responsible.yml")


@click.group()
def words() -> None:
    """Wörter, Themen, Antworttexte und zuständige Stellen, die das Bildungsbüro geändert hat."""


@words.command("show")
@click.option("--published", is_flag=True, help="Was gilt, neben der Region; sonst der Entwurf neben dem, was gilt.")
def show_command(published: bool) -> None:
    """Zeigen, was geändert ist."""
    settings = Settings.from_environment()
    states = states_of(settings)
    counting = states.published(states.number())
    before, after = (Overlay(), counting) if published else (counting, states.draft().overlay)
    found = differences(before, after, load_region(settings.region_dir), own_sentences().texts)
    for item in found:
        click.echo(f"{item.title}\n   vorher:  {item.before}\n   nachher: {item.after}")
    if not found:
        click.echo("Es ist nichts geändert.")


@words.command("try")
@click.argument("question", metavar="FRAGE")
@format_option
def try_command(question: str, output: str) -> None:
    """So würde die Antwort lauten: vorher und mit dem Entwurf."""
    from bot.channels.incoming import BadMessageError
    from bot.trying_out import try_out

    try:
        tried = try_out(Settings.from_environment(), question)
    except BadMessageError as error:
        raise WordsError(str(error)) from error
    if output == "json":
        click.echo(json.dumps(asdict(tried), ensure_ascii=False))
        return
    for title, messages in (("Vorher", tried.before), ("Mit dem Entwurf", tried.after)):
        said = "\n".join(message["text"] for message in messages if message.get("text"))
        click.echo(f"--- {title}\n{said}")


@words.command("publish")
@by_option
def publish_command(by: str | None) -> None:
    """Den Entwurf gelten lassen; ein laufender Dienst übernimmt ihn nach wenigen Sekunden."""
    settings = Settings.from_environment()
    region = load_region(settings.region_dir)

    def check(overlay: Overlay) -> None:
        region_with(region, overlay, own_sentences())

    published = states_of(settings).publish(by or "", settings.now(), check)
    click.echo(f"Stand {published.number} gilt.")


@words.command("discard")
def discard_command() -> None:
    """Den Entwurf verwerfen."""
    states_of(Settings.from_environment()).discard()
    click.echo("Der Entwurf ist verworfen.")


@words.command("back")
@by_option
def back_command(by: str | None) -> None:
    """Den Stand davor wieder gelten lassen."""
    settings = Settings.from_environment()
    published = states_of(settings).step_back(by or "", settings.now())
    click.echo(f"Stand {published.number} gilt: derselbe wie Stand {published.restores}.")


@words.command("export")
@click.option("--write", is_flag=True, help="In die Dateien schreiben; sonst nur zeigen, was sich ändert.")
def export_command(write: bool) -> None:
    """Was gilt, in die Dateien der Region und der Antworttexte schreiben."""
    settings = Settings.from_environment()
    states, region = states_of(settings), load_region(settings.region_dir)
    paths = {name: region.folder / name for name in _FILES if (region.folder / name).is_file()}
    paths[DOMAIN] = _PROJECT / DOMAIN
    files = {name: path.read_text(encoding="utf-8") for name, path in paths.items()}
    for name, text in exported(files, states.published(states.number()), region).items():
        if write:
            write_whole(paths[name], text)
            click.echo(f"{name} ist geschrieben.")
        else:
            lines = (files[name].splitlines(keepends=True), text.splitlines(keepends=True))
            place = paths[name].relative_to(_PROJECT) if paths[name].is_relative_to(_PROJECT) else paths[name]
            click.echo("".join(difflib.unified_diff(*lines, f"a/{place}", f"b/{place}")), nl=False)
