"""The figures of a measurement, printed."""

from collections import Counter

import click

from bot.evaluation.measure import Measurement
from bot.evaluation.run import Outcome


def print_report(result: Measurement, failures: bool = False) -> None:
    """Print shares of turns understood and answered rightly, by key and voice, and what fails most."""
    dialogues = len({outcome.dialogue for outcome in result.outcomes})
    click.echo(f"{dialogues} Gespräche, {len(result.outcomes)} Fragen, davon {len(result.verdicts)} Suchen\n")
    click.echo(f"Art der Frage richtig          {result.kind_share:6.1%}")
    click.echo(f"Frage ganz verstanden          {result.understood_share:6.1%}")
    click.echo(f"Suche richtig beantwortet      {result.answered_share:6.1%}")
    click.echo(f"zum Vergleich: Stichwortsuche  {result.keyword_share:6.1%}\n")
    click.echo("Schlüssel des Wunsches richtig (wo Angebote gezeigt wurden)")
    for key, share in sorted(result.key_shares.items(), key=lambda item: item[1]):
        click.echo(f"  {key:<12} {share:6.1%}")
    click.echo("\nganz verstanden nach Stimmen")
    for voice, outcomes in sorted(result.voices().items()):
        share = sum(outcome.understood for outcome in outcomes) / len(outcomes)
        click.echo(f"  {voice:<14} {share:6.1%}  ({len(outcomes)})")
    _print_confusions(result)
    if failures:
        _print_failures(result)


def _print_confusions(result: Measurement) -> None:
    confused = Counter((o.turn.turn, o.kind) for o in result.outcomes if not o.kind_right)
    if confused:
        click.echo("\nam häufigsten verwechselt (richtig → verstanden)")
    for (right, taken), count in confused.most_common(8):
        click.echo(f"  {right} → {taken}: {count}")


def _print_failures(result: Measurement) -> None:
    click.echo("\nnicht verstanden")
    for outcome in result.outcomes:
        if not outcome.understood:
            click.echo(f"  {outcome.dialogue}: {outcome.turn.user}\n      {_fault(outcome)}")
    click.echo("\nverstanden, aber nicht richtig beantwortet")
    for outcome, verdict in result.verdicts:
        if outcome.understood and verdict and not verdict.right:
            click.echo(f"  {outcome.dialogue}: {outcome.turn.user}\n      {verdict.note}")


def _fault(outcome: Outcome) -> str:
    if not outcome.kind_right:
        return f"{outcome.turn.turn} → {outcome.kind}"
    query = outcome.answer["query"] if outcome.answer else {}
    return (
        "; ".join(f"{key}: {outcome.turn.query.get(key)!r} → {query.get(key)!r}" for key in outcome.wrong_keys)
        + f" (Wörter {query.get('words')}, folgt {query.get('follows')})"
    )
