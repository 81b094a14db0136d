"""`bildungslotse model …`: the models that are there, which of them counts, another one, and one step back."""

from typing import Any

import click

from bot.commands.catalogue.opened import by_option
from bot.retraining.comparing import Share
from bot.retraining.models import Model
from bot.retraining.outcomes import SETS
from bot.retraining.shelf import title
from bot.settings import Settings
from bot.training import models_of


@click.group()
def model() -> None:
    """Modelle: welche da sind, welches gilt, ein anderes übernehmen, einen Schritt zurück."""


@model.command("list")
def list_command() -> None:
    """Die Modelle, die da sind, das neueste zuerst."""
    listed = models_of(Settings.from_environment()).listed()
    if not listed:
        click.echo("Es ist noch kein Modell da.")
    for item in listed:
        at = f", trainiert {item.card.at[:16].replace('T', ' ')}" if item.card else ""
        by = f" von {item.card.by}" if item.card and item.card.by else ""
        click.echo(f"{item.number}  {item.title}{at}{by}: {_standing(item)}")


@model.command("show")
@click.argument("number", metavar="NUMMER", type=int)
def show_command(number: int) -> None:
    """Was ein Modell besser und schlechter versteht als das, das gilt."""
    click.echo(told(models_of(Settings.from_environment()).one(number)))


@model.command("promote")
@click.argument("number", metavar="NUMMER", type=int)
@by_option
def promote_command(number: int, by: str | None) -> None:
    """Ein Modell gelten lassen; ein laufender Dienst antwortet nach einigen Sekunden damit."""
    settings = Settings.from_environment()
    models_of(settings).promote(number, by or "", settings.now().isoformat(timespec="seconds"))
    click.echo(f"{title(number)} gilt.")


@model.command("back")
@by_option
def back_command(by: str | None) -> None:
    """Das Modell wieder gelten lassen, das davor galt."""
    settings = Settings.from_environment()
    step = models_of(settings).step_back(by or "", settings.now().isoformat(timespec="seconds"))
    click.echo(f"{title(step.number)} gilt wieder.")


def figures(item: Model) -> dict[str, Any]:
    """Both models on each set: right, total, interval, and the numbers of sentences that change sides."""
    return {
        each.name: {
            "live": _share(each.live),
            "candidate": _share(each.candidate),
            "gained": len(each.gained),
            "lost": len(each.lost),
        }
        for each in item.comparisons
    }


def told(item: Model) -> str:
    """A model beside the one that counts, in German."""
    lines = [f"{item.title}: {_standing(item)}"]
    if item.card:
        data = item.card.data
        lines.append(f"{data.sentences} Sätze, {data.real} von Besuchern, {len(data.labels)} Bestätigungen gelernt")
    for each in item.comparisons:
        lines.append(f"{SETS[each.name]}: jetzt {_said(each.live)}, neu {_said(each.candidate)}")
        lines += [f"  + {side.text or side.id}: {side.live} → {side.candidate}" for side in each.gained]
        lines += [f"  - {side.text or side.id}: {side.live} → {side.candidate}" for side in each.lost]
    lines += item.verdict.reasons if item.verdict else ()
    return "\n".join(lines)


def _standing(item: Model) -> str:
    if item.is_counting:
        return "gilt"
    if item.verdict is None:
        return "kann übernommen werden" if not item.number else "nicht gemessen"
    return "kann übernommen werden" if item.verdict.passes else "kann nicht übernommen werden"


def _share(share: Share) -> dict[str, Any]:
    return {"right": share.right, "total": share.total, "interval": list(share.interval)}


def _said(share: Share) -> str:
    low, high = share.interval
    return f"{share.right} von {share.total} ({low:.1%} bis {high:.1%})".replace(".", ",").replace("%", " %")
