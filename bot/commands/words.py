"""`bildungslotse words …`: what staff change about words, topics, answer texts and offices."""

import json
from dataclasses import asdict

import click

from bot.commands.catalogue.opened import by_option, format_option
from bot.commands.source_changes import SourceChange, write_option
from bot.region_in_use import own_sentences, states_of
from bot.settings import Settings
from bot.training import PROJECT
from catalogue.errors import WordsError
from catalogue.overlays.counting import region_with
from catalogue.overlays.differences import differences
from catalogue.overlays.overlay import Overlay, settled
from catalogue.overlays.sources import DOMAIN, exported
from catalogue.region import load_region

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
@write_option
def export_command(write: bool) -> None:
    """Was gilt, in die Dateien der Region und der Antworttexte schreiben."""
    for change in changes_of_words(Settings.from_environment()):
        change.apply(write)


def changes_of_words(settings: Settings) -> list[SourceChange]:
    """What counts, as changes of the files of the region and of the answer texts."""
    states, region = states_of(settings), load_region(settings.region_dir)
    paths = {name: region.folder / name for name in _FILES if (region.folder / name).is_file()}
    paths[DOMAIN] = PROJECT / DOMAIN
    files = {name: path.read_text(encoding="utf-8") for name, path in paths.items()}
    after = exported(files, settled(region, states.published(states.number())), region)
    return [SourceChange(paths[name], files[name], text) for name, text in after.items()]
