"""The page as parts: what each means and what to do next, then a plot, tables and sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.retraining.comparing import Share
from bot.review.insight_confusions import Example
from bot.review.sentences import Sentence
from staff.report.plots import Plot, Series
from staff.report.tables import Table

NONE_YET = "Noch keine bestätigten Fragen."
# From here on a share has no decimal.
_ROUND_FROM = 10.0


@dataclass(frozen=True)
class Line:
    """A sentence with what is to be said of it; `message` is the id of a kept message to look at."""

    text: str
    note: str = ""
    message: int | None = None


@dataclass(frozen=True)
class Lines:
    """Sentences that belong together, below a title."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """A part of the page. `means` says in a sentence what it shows, `todo` what to do next; `says` are its figures.

    `empty` says why there is nothing to be seen yet. `lines` stand below, under `about_lines`; `more` of them are
    folded away, under `about_more`; and `rest` is how many there are besides.
    """

    key: str
    title: str
    means: str
    todo: str
    says: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    plot: Plot | None = None
    lines: tuple[Lines, ...] = ()
    about_lines: str = ""
    more: tuple[Lines, ...] = ()
    about_more: str = ""
    rest: int = 0
    empty: str = ""


def percent(value: float) -> str:
    """A share (0 to 1) as it is read: "12 %", "0,4 %"; what is not nothing is never shown as such."""
    hundredth = 100 * value
    if 0 < hundredth < 0.1:
        return "unter 0,1 %"
    return f"{hundredth:.0f} %" if hundredth >= _ROUND_FROM or not hundredth else f"{hundredth:.1f} %".replace(".", ",")


def share(found: Share) -> str:
    """A share with what it is of, and how sure it is: "3 von 25, 12 % (4 bis 30 %)"."""
    if not found.total:
        return "–"
    low, high = found.interval
    within = f"{100 * low:.0f} bis {100 * high:.0f} %"
    return f"{found.right} von {found.total}, {percent(found.value)} ({within})"


def line(example: Example, note: str = "") -> Line:
    return Line(example.text, note, example.message)


def of_sentence(sentence: Sentence, told: str, messages: dict[int, int]) -> Line:
    """A sentence with what it is taught as, and where that stands."""
    where = "von Ihnen bestätigt" if sentence.label is not None else f"Trainingsdatei {sentence.source}"
    return Line(sentence.text, f"{told} – {where}", messages.get(sentence.label) if sentence.label else None)


def bars(
    key: str,
    title: str,
    rows: Sequence[tuple[str, Sequence[int]]],
    names: Sequence[str],
    told: Callable[[str, Sequence[int]], str],
    stacked: bool = False,
) -> Plot | None:
    """Bars of a table's first rows; none where there is no row. `told` says a row in words, for who does not see it."""
    if not rows:
        return None
    return Plot(
        key,
        title,
        "Waagerechte Balken, von oben nach unten: " + "; ".join(told(name, values) for name, values in rows) + ".",
        tuple(name for name, _ in rows),
        tuple(Series(name, tuple(values[place] for _, values in rows)) for place, name in enumerate(names)),
        stacked=stacked,
    )
