"""The parts about what is understood wrongly: kinds of turn, and conditions."""

from collections import Counter
from collections.abc import Sequence

from bot.review.insight import Insight
from bot.review.insight_conditions import DESCRIBED, ConditionFigures
from bot.review.insight_confusions import Confusions
from bot.review.kinds import ENTITIES, name_of
from staff.insight.parts import NONE_YET, Lines, Part, bars, line, percent, share
from staff.report.tables import Cell, Table

_MOST_DRAWN, _MOST_LISTED, _MOST_IN_MATRIX = 10, 40, 8
_OTHERS = "alle übrigen"
# In a plot between what was meant and what was understood.
_INSTEAD = "\n→ "
_MEANT, _ON_FROZEN = " (gemeint → verstanden)", " bei den Prüffragen"
_SELECTED = (
    "Gezählt sind nur Nachrichten, die jemand bestätigt oder berichtigt hat. Das sind vor allem unsichere; im "
    "Durchschnitt dürfte der Bildungslotse besser verstehen."
)


_HARMLESS = (
    f"„{name_of('search')}“ und „{name_of('refine')}“ zu verwechseln ist meist harmlos: Beides führt zu Angeboten."
)


def confused(found: Insight) -> Part:
    """Kinds of turn taken for one another, in what staff labelled."""
    return _confused(
        "verwechselt",
        "Was verwechselt wird",
        "Hier steht, was Menschen gemeint haben und was der Bildungslotse stattdessen verstanden hat; was am "
        "häufigsten vorkommt, steht oben.",
        "Lesen Sie die Beispiele zur obersten Zeile, bestätigen Sie unter „Fragen“ möglichst viele Nachrichten dieser "
        "Art, und lassen Sie danach unter „Modelle“ ein neues trainieren.",
        found.confusions,
        _SELECTED,
    )


def confused_by_model(found: Insight) -> Part | None:
    """The same for the model that counts, on the frozen sets; None where it has no figures."""
    if found.frozen is None:
        return None
    return _confused(
        "modell",
        "Was das Modell bei den Prüffragen verwechselt",
        "Dasselbe für die festen Prüffragen, an denen jedes Modell gemessen wird.",
        "Steht oben ein Paar, das auch bei Ihren Fragen vorkommt, lohnt es sich dort am meisten, Nachrichten zu "
        "bestätigen.",
        found.frozen,
        "",
        _ON_FROZEN,
    )


def _confused(key: str, title: str, means: str, todo: str, found: Confusions, note: str, where: str = "") -> Part:
    """`where` tells apart what is called the same otherwise."""
    total = found.understood.total
    if not total:
        return Part(
            key,
            title,
            means,
            todo,
            empty=f"{NONE_YET} Sobald Sie unter „Fragen“ Nachrichten einordnen, steht hier mehr.",
        )
    says = (f"Richtig verstanden: {share(found.understood)}.", *((note,) if note else ()))
    if not found.pairs:
        return Part(key, title, means, todo, says=(*says, "Verwechselt wurde nichts."))
    if any({item.expected, item.got} == {"search", "refine"} for item in found.pairs):
        says = (*says, _HARMLESS)
    rows = [(f"{name_of(item.expected)}{_INSTEAD}{name_of(item.got)}", (item.count,)) for item in found.pairs]
    return Part(
        key,
        title,
        means,
        todo,
        says=says,
        tables=(_pairs(found, where), _matrix(found, where)),
        plot=bars(key, f"Am häufigsten verwechselt{where}{_MEANT}", rows[:_MOST_DRAWN], ("Nachrichten",), _told),
        lines=tuple(
            Lines(
                f"Gemeint: {name_of(item.expected)} – verstanden: {name_of(item.got)} ({item.count})",
                tuple(map(line, item.examples)),
            )
            for item in found.pairs[:_MOST_DRAWN]
            if item.examples
        ),
        about_lines="Beispiele dazu",
    )


def _told(name: str, values: Sequence[int]) -> str:
    (count,) = values
    return f"{name.replace(_INSTEAD, ' als ')}: {count}"


def _pairs(found: Confusions, where: str) -> Table:
    total = found.understood.total
    rows: list[tuple[Cell, ...]] = [
        (name_of(item.expected), name_of(item.got), item.count, percent(item.count / total), item.guessed)
        for item in found.pairs[:_MOST_LISTED]
    ]
    left = len(found.pairs) - len(rows)
    return Table(
        f"Verwechslungen{where}, die häufigste zuerst (von {total} Nachrichten)",
        ("Gemeint war", "Verstanden wurde", "Nachrichten", "Anteil", "erste Vermutung war richtig"),
        tuple(rows),
        heads=2,
        note="„Erste Vermutung war richtig“: Das Modell lag richtig, eine Regel des Programms hat anders entschieden. "
        "Dagegen hilft kein Training; sagen Sie es der Technik." + (f" {left} seltenere fehlen hier." if left else ""),
    )


def _matrix(found: Confusions, where: str) -> Table:
    """What was meant (rows) against what was understood (columns), for the kinds of turn that are confused most."""
    wrong: Counter[str] = Counter()
    for item in found.pairs:
        wrong.update({item.expected: item.count, item.got: item.count})
    shown = [name for name, _ in sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:_MOST_IN_MATRIX]]
    counts: Counter[tuple[str, str]] = Counter()
    for (expected, got), count in found.counts.items():
        counts[expected if expected in shown else "", got if got in shown else ""] += count
    names = [*shown, ""] if any("" in pair for pair in counts) else shown
    return Table(
        f"Gemeint (Zeilen) gegen verstanden (Spalten){where}",
        ("Gemeint", *(name_of(name) if name else _OTHERS for name in names)),
        tuple((name_of(one) if one else _OTHERS, *(counts[one, other] for other in names)) for one in names),
        note="Wo Zeile und Spalte gleich heißen, wurde richtig verstanden; nur bei „alle übrigen“ kann auch dort etwas "
        "verwechselt sein." if "" in names else "Wo Zeile und Spalte gleich heißen, wurde richtig verstanden.",
    )  # fmt: skip


def missed(found: Insight) -> Part:
    """Conditions that are missed, found wrongly or taken the wrong way."""
    means = (
        "Hier steht, welche Angaben in Nachrichten (Thema, Ort, Alter …) der Bildungslotse übersieht, wo er welche "
        "sieht, die keine sind, und wo er Erzähltes oder Unerwünschtes für gewünscht hält."
    )
    todo = (
        "Fehlt ein Thema oder eine Zielgruppe, tragen Sie das Wort unter „Wörter“ ein: Das gilt sofort. Bei allem "
        "anderen markieren Sie die Angabe unter „Fragen“ in weiteren Nachrichten."
    )
    figures = found.conditions
    title, key = "Welche Bedingungen übersehen werden", "bedingungen"
    if not figures.compared:
        return Part(key, title, means, todo, empty=f"{NONE_YET} Erst dann lässt sich vergleichen.")
    says = [f"Verglichen sind {figures.compared} Nachrichten mit dem, was Sie in ihnen markiert haben. {_SELECTED}"]
    if figures.others:
        says.append(f"Nicht verglichen: {figures.others}, die einer bestätigten nur ähnlich sind.")
    if not figures.by_kind:
        return Part(key, title, means, todo, says=(*says, "In ihnen kommt keine Bedingung vor."))
    rows = [
        (_name(item), (item.missed.right, item.wrong.right, item.wrong_role.right))
        for item in figures.by_kind
        if item.missed.right or item.wrong.right or item.wrong_role.right
    ]
    names = ("übersehen", "fälschlich gefunden", "falsch gedeutet")
    return Part(
        key,
        title,
        means,
        todo,
        says=tuple(says),
        tables=(_by_kind(figures.by_kind),),
        plot=bars(key, "Bedingungen, die falsch gelesen werden", rows[:_MOST_DRAWN], names, _told_kinds),
        lines=tuple(
            Lines(
                f"{_name(item)}, übersehen ({item.missed.right})",
                tuple(line(one.example, f"übersehen: {one.words}") for one in item.examples),
            )
            for item in figures.by_kind
            if item.examples
        ),
        about_lines="Beispiele dazu",
    )


def _told_kinds(name: str, values: Sequence[int]) -> str:
    overlooked, wrong, role = values
    return f"{name}: {overlooked} übersehen, {wrong} fälschlich gefunden, {role} falsch gedeutet"


def _by_kind(figures: tuple[ConditionFigures, ...]) -> Table:
    return Table(
        "Bedingungen, die am häufigsten übersehene zuerst",
        ("Bedingung", "Übersehen", "Fälschlich gefunden", "Falsch gedeutet"),
        tuple((_name(item), share(item.missed), share(item.wrong), share(item.wrong_role)) for item in figures),
        note="In Klammern: Wilson-Intervall. „Falsch gedeutet“ heißt: gefunden, aber als gewünscht gelesen, obwohl "
        "nur erzählt oder nicht gewünscht, oder umgekehrt.",
    )


def _name(figures: ConditionFigures) -> str:
    if figures.entity == DESCRIBED:
        return "Thema, nur umschrieben"
    return ENTITIES.get(figures.entity, figures.entity)
