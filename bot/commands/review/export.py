"""`bildungslotse review export`: what staff taught, as changes of the files that come with the assistant."""

import click

from bot.commands.source_changes import SourceChange, write_option
from bot.commands.words import changes_of_words
from bot.review.sources import with_labels
from bot.settings import Settings
from bot.training import PROJECT, nlu_sources, taught_labels


@click.command("export")
@write_option
def export_command(write: bool) -> None:
    """Gelernte Sätze und übernommene Wörter in die mitgelieferten Dateien schreiben."""
    settings = Settings.from_environment()
    before = nlu_sources()
    after = with_labels(before, taught_labels(settings))
    changed = sorted(name for name, text in after.items() if text != before.get(name, ""))
    sentences = [SourceChange(PROJECT / "data" / name, before.get(name, ""), after[name]) for name in changed]
    for change in [*sentences, *changes_of_words(settings)]:
        change.apply(write)
