"""Topics, areas, audiences and kinds with the words that mean them; new topics."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.errors import StaleWordsError, WordsError
from catalogue.german import plain
from catalogue.overlays.differences import title_of
from catalogue.overlays.overlay import (
    AREA,
    AUDIENCE,
    FIELDS,
    KIND,
    RESPONSIBLE,
    TOPIC,
    Overlay,
    WordChange,
    with_topic,
    with_words,
    words_by_name,
)
from catalogue.terms import Topic
from staff.paging import asked_page
from staff.words import room
from staff.words.book import Item, book, stand
from staff.words.forms import TopicForm, WordsForm

A_PAGE = 50
KINDS = {
    TOPIC: "Themen",
    AUDIENCE: "Zielgruppen",
    KIND: "Angebotsarten",
    AREA: "Bereiche",
    RESPONSIBLE: "Zuständige Stellen",
}


@dataclass(frozen=True)
class Found:
    """A term in a list: its words with what the draft changes."""

    of: str
    name: str
    words: tuple[str, ...]
    change: WordChange | None
    is_new: bool


@room.get("/begriffe")
def terms() -> str:
    of = request.args.get("art", TOPIC)
    if of not in KINDS:
        abort(404)
    asked, page = request.args.get("q", "").strip(), asked_page()
    here = book()
    overlay, drafted = here.draft().overlay, here.drafted()
    known = words_by_name(here.region, of)
    found = [
        Found(of, name, words, overlay.words.get((of, name)), name not in known)
        for name, words in words_by_name(drafted, of).items()
        if plain(asked) in plain(" ".join((name, *words)))
    ]
    if request.args.get("geaendert"):
        found = [item for item in found if item.change or item.is_new]
    found.sort(key=lambda item: _nearness(item.name, asked))
    first = (page - 1) * A_PAGE
    return render_template(
        "words/terms.html",
        found=found[first : first + A_PAGE],
        total=len(found),
        page=page,
        has_more=len(found) > first + A_PAGE,
        of=of,
        asked=asked,
        kinds=KINDS,
    )


@room.route("/begriffe/<of>/<path:name>", methods=["GET", "POST"])
def term(of: str, name: str) -> ResponseReturnValue:
    here = book()
    overlay = here.draft().overlay
    own = words_by_name(here.region, of).get(name, ())
    if of not in FIELDS or name not in words_by_name(here.drafted(), of):
        abort(404)
    item = Item("words", (of, name))
    change = item.of(overlay) or WordChange()
    form = WordsForm(added="\n".join(change.added), stand=stand(item.of(overlay)))
    kept = [word for word in own if word not in change.removed]
    now, status = "", 200
    if form.is_submitted():
        kept = request.form.getlist("kept")
        wanted = WordChange(_lines(form.added.data), tuple(word for word in own if word not in kept))
        status = 422
        if form.validate():
            try:
                here.save(
                    item, form.stand.data or "", lambda old: with_words(old, of, name, wanted), title_of(of, name)
                )
                flash(f"Gespeichert im Entwurf: {title_of(of, name)}.")
                return redirect(url_for("words.term", of=of, name=name))
            except StaleWordsError as error:
                now, status = _told(item.of(here.draft().overlay)), 409
                form.refuse("added", error.reasons)
                form.stand.data = stand(item.of(here.draft().overlay))
            except WordsError as error:
                form.refuse("added", error.reasons)
    facts = here.drafted().topics.get(name) if of == TOPIC else None
    return (
        render_template(
            "words/term.html",
            form=form,
            of=of,
            name=name,
            title=title_of(of, name),
            own=own,
            kept=kept,
            facts=facts,
            is_new=name in overlay.topics and of == TOPIC,
            now=now,
            kinds=KINDS,
        ),
        status,
    )


@room.route("/neues-thema", methods=["GET", "POST"])
def new_topic() -> ResponseReturnValue:
    here = book()
    form = TopicForm(stand=stand(None))
    form.area.choices = [("", "keiner"), *((area.name, area.name) for area in here.region.areas)]
    if form.validate_on_submit():
        name = " ".join((form.name.data or "").lower().split())
        broader = " ".join((form.broader.data or "").lower().split())
        topic = Topic(name, (), broader=broader or None, area=form.area.data or None)
        words = WordChange(_lines(form.added.data))

        def add(overlay: Overlay) -> Overlay:
            return with_words(with_topic(overlay, name, topic), TOPIC, name, words)

        try:
            here.save(Item("topics", name), form.stand.data or "", add, f"Neues Thema „{name}“")
            flash(f"Gespeichert im Entwurf: Neues Thema „{name}“.")
            return redirect(url_for("words.term", of=TOPIC, name=name))
        except StaleWordsError:
            form.refuse("name", (f"Das Thema „{name}“ hat inzwischen jemand anderes angelegt.",))
        except WordsError as error:
            form.refuse("name", error.reasons)
    status = 422 if form.errors else 200
    return render_template("words/new_topic.html", form=form, topics=sorted(here.drafted().topics)), status


@room.post("/neues-thema/entfernen")
def remove_topic() -> ResponseReturnValue:
    here, name = book(), request.form.get("name", "")
    item = Item("topics", name)
    if item.of(here.draft().overlay) is None:
        abort(404)
    try:
        here.save(
            item,
            stand(item.of(here.draft().overlay)),
            lambda overlay: with_topic(overlay, name, None),
            f"Thema „{name}“",
        )
    except WordsError as error:
        flash(" ".join(error.reasons))
        return redirect(url_for("words.term", of=TOPIC, name=name))
    flash(f"Das neue Thema „{name}“ steht nicht mehr im Entwurf.")
    return redirect(url_for("words.index"))


def _nearness(name: str, asked: str) -> tuple[bool, bool, str]:
    """The order of a list: the very name first, then names with what is asked for, then words."""
    return plain(name) != plain(asked), plain(asked) not in plain(name), plain(name)


def _lines(text: str | None) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in (text or "").replace(";", "\n").replace(",", "\n").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _told(change: WordChange | None) -> str:
    change = change or WordChange()
    return f"Eigene Wörter: {', '.join(change.added) or 'keine'}. Abgeschaltet: {', '.join(change.removed) or 'keine'}."
