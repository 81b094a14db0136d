"""The parts about what is learnt from: sentences that contradict each other, too few, or invented."""

from bot.review.insight import Insight
from bot.review.insight_contradictions import CONDITION, INTENT, ROLE, TOPIC, Contradiction
from bot.review.insight_stock import FEW, Stock, WeekStock
from bot.review.kinds import ENTITIES, ROLES, name_of
from catalogue.amounts import in_german
from staff.insight.parts import Lines, Part, bars, of_sentence, percent
from staff.report.tables import Cell, Table

_MOST_SHOWN, _LEAST_OPEN, _MOST_DRAWN, _MOST_WEEKS = 60, 5, 12, 26
_DESCRIBES = "Umschreibt ein Thema"


def contradictions(found: Insight) -> Part:
    """Alike sentences that are taught differently, those first that staff can set right by themselves."""
    pairs = [_lines(item, found) for item in found.contradictions[:_MOST_SHOWN]]
    own = sum(item.is_about_labels for item in found.contradictions)
    total = len(found.contradictions)
    open_ones = max(own, _LEAST_OPEN)
    return Part(
        "widersprueche",
        "Sätze, die einander widersprechen",
        "Diese Sätze sind einander sehr ähnlich, lehren aber Verschiedenes; aus so einem Paar lernt der Bildungslotse "
        "schlecht.",
        "Steht „von Ihnen bestätigt“ dabei, sehen Sie sich die Nachricht noch einmal an und berichtigen Sie, was "
        "nicht stimmt. Steht nur eine Trainingsdatei dabei, ist der Unterschied oft gewollt; was Ihnen falsch "
        "vorkommt, sagen Sie der Technik mit dem Namen der Datei.",
        says=_how_many(total, own),
        lines=tuple(pairs[:open_ones]),
        about_lines="Paare, die ähnlichsten zuerst",
        more=tuple(pairs[open_ones:]),
        about_more="Weitere Paare aus den Trainingsdateien",
        rest=total - len(pairs),
        empty="" if total else "Es gibt keine Widersprüche.",
    )


def _differs(item: Contradiction) -> str:
    alike = "dieselben Wörter" if item.likeness >= 1 else f"{percent(item.likeness)} gleich"
    what = {
        INTENT: "Was gemeint ist",
        TOPIC: "Welches Thema gemeint ist",
        CONDITION: f"Was „{item.words}“ ist",
        ROLE: f"Ob „{item.words}“ gewünscht ist",
    }[item.what]
    return f"{what} ({alike})"


def _how_many(total: int, own: int) -> tuple[str, ...]:
    if not total:
        return ()
    paired = "1 Paar" if total == 1 else f"{in_german(total)} Paare"
    if not own:
        return (f"{paired}, alle aus den Trainingsdateien.",)
    return (f"{paired}. Bei {own} davon ist mindestens ein Satz von Ihnen bestätigt; diese stehen oben.",)


def _lines(item: Contradiction, found: Insight) -> Lines:
    sides = ((item.first, item.one), (item.second, item.other))
    return Lines(
        _differs(item),
        tuple(of_sentence(sentence, _taught_as(item, told), found.messages) for sentence, told in sides),
    )


def _taught_as(item: Contradiction, told: str | None) -> str:
    if item.what == INTENT:
        return name_of(told) if told else _DESCRIBES
    if item.what == ROLE:
        return ROLES.get(told, str(told))
    return (told or "") if item.what == TOPIC else ENTITIES.get(told or "", told or "")


def few(found: Insight) -> Part:
    """Kinds of turn by how many sentences there are of each."""
    known = found.stock
    named = ", ".join(f"{name_of(item.intent)} ({item.total})" for item in known.few)
    rows = [(name_of(item.intent), (item.invented, item.real)) for item in known.intents]
    return Part(
        "wenige",
        "Wozu es wenige Sätze gibt",
        "Je weniger Sätze es zu etwas gibt, desto unsicherer erkennt es der Bildungslotse.",
        "Achten Sie unter „Fragen“ auf Nachrichten dieser Art, und bestätigen oder berichtigen Sie sie.",
        says=(f"Unter {FEW} Sätzen: {named}." if named else f"Von allem gibt es mindestens {FEW} Sätze.",),
        tables=(_by_intent(known),),
        plot=bars(
            "wenige", "Was Menschen wollen, mit den wenigsten Sätzen zuerst", rows[:_MOST_DRAWN], ("erfunden", "echt"),
            lambda name, values: f"{name}: {values[0]} erfundene, {values[1]} echte Sätze", stacked=True,
        ),
    )  # fmt: skip


def _by_intent(known: Stock) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (name_of(item.intent), item.invented, item.real, item.taught, item.total, percent(item.real_share.value))
        for item in known.intents
    ]
    total = known.real_share
    rows.append(
        (
            "alle zusammen",
            sum(item.invented for item in known.intents),
            total.right,
            sum(item.taught for item in known.intents),
            total.total,
            percent(total.value),
        )
    )
    return Table(
        "Sätze, aus denen gelernt wird",
        ("Was gemeint ist", "erfunden", "echt", "bestätigt und schon gelernt", "zusammen", "Anteil echter"),
        tuple(rows),
        sums=frozenset({len(rows) - 1}),
        note=f"Dazu kommen {in_german(known.described)} erfundene Sätze, die ein Thema umschreiben. „Schon gelernt“ "
        "sind bestätigte Sätze, die ein Modell gemessen haben und seitdem zum Training gehören.",
    )


def real(found: Insight) -> Part:
    """How many sentences were written by visitors, week by week."""
    known = found.stock
    total = known.real_share
    weeks = known.weeks[-_MOST_WEEKS:]
    told = f"{in_german(total.right)} von {in_german(total.total)} Sätzen hat jemand wirklich geschrieben"
    return Part(
        "echte",
        "Wie viele Sätze echt sind",
        "Die mitgelieferten Trainingssätze sind erfunden; aus echten lernt der Bildungslotse, wie die Menschen in "
        "Ihrer Region schreiben.",
        "Ordnen Sie jede Woche einige Nachrichten ein: Zwanzig in der Woche sind im Jahr tausend echte Sätze.",
        says=(f"{told}: {percent(total.value)}.",),
        tables=(_by_week(weeks),) if weeks else (),
        plot=bars(
            "echte", "Neu bestätigte echte Sätze je Woche",
            [(_week(item), (item.new,)) for item in weeks[-_MOST_DRAWN:]], ("neu",),
            lambda name, values: f"{name}: {values[0]}",
        ),
        empty="" if weeks else "Noch keine bestätigten Fragen von Besucherinnen und Besuchern.",
    )  # fmt: skip


def _by_week(weeks: tuple[WeekStock, ...]) -> Table:
    return Table(
        "Echte Sätze, die letzte Woche zuerst",
        ("Woche", "neu bestätigt", "echte Sätze insgesamt", "Anteil an allen"),
        tuple(
            (_week(item), item.new, item.real_share.right, percent(item.real_share.value)) for item in reversed(weeks)
        ),
        note="Verglichen wird mit den erfundenen Sätzen von heute.",
    )


def _week(item: WeekStock) -> str:
    """ "Woche ab 11.01.2027"."""
    return f"Woche ab {item.monday:%d.%m.%Y}"
