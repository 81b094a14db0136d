"""Changes of files that come with the assistant: shown as a diff that a person can read, or written."""

import difflib
from dataclasses import dataclass
from pathlib import Path

import click

from bot.training import PROJECT
from catalogue.overlays.files import write_whole

write_option = click.option(
    "--write", is_flag=True, help="In die Dateien schreiben; sonst nur zeigen, was sich ändert."
)


@dataclass(frozen=True)
class SourceChange:
    """A file as it is, and as it should be; empty is not there."""

    path: Path
    before: str
    after: str

    def apply(self, write: bool) -> None:
        """Write the file, or show what would change."""
        if write:
            self._write()
            return
        lines = (self.before.splitlines(keepends=True), self.after.splitlines(keepends=True))
        old, new = (name if text else "/dev/null" for name, text in self._named())
        click.echo("".join(difflib.unified_diff(*lines, old, new)), nl=False)

    def _named(self) -> tuple[tuple[str, str], tuple[str, str]]:
        path = self.path.relative_to(PROJECT) if self.path.is_relative_to(PROJECT) else self.path
        return (f"a/{path}", self.before), (f"b/{path}", self.after)

    def _write(self) -> None:
        if not self.after:
            self.path.unlink()
            click.echo(f"{self.path.name} ist leer und wurde gelöscht.")
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, self.after)
        click.echo(f"{self.path.name} ist geschrieben.")
