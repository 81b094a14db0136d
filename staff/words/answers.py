"""Answer texts: the one as it stands beside one's own, with what fills its blanks."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.errors import StaleWordsError, WordsError
from catalogue.facts import facts_of
from catalogue.german import plain
from catalogue.overlays.check import blanks
from catalogue.overlays.overlay import with_answer
from catalogue.region import Region
from staff.words import room
from staff.words.blanks import EXPLAINED, OCCASIONS
from staff.words.book import Item, book, stand
from staff.words.forms import AnswerForm


@room.get("/antworten")
def answers() -> str:
    here, asked = book(), request.args.get("q", "").strip()
    changed = here.draft().overlay.answers
    rows = [
        (name, OCCASIONS.get(name.removeprefix("utter_"), ""), changed.get(name, text), name in changed)
        for name, text in here.sentences.texts.items()
    ]
    found = [row for row in rows if plain(asked) in plain(" ".join(row[:3]))]
    return render_template("words/answers.html", found=found, asked=asked)


@room.route("/antworten/<name>", methods=["GET", "POST"])
def answer(name: str) -> ResponseReturnValue:
    here = book()
    own = here.sentences.texts.get(name)
    if own is None:
        abort(404)
    item = Item("answers", name)
    drafted = item.of(here.draft().overlay)
    form, now, status = AnswerForm(text=drafted or own, stand=stand(drafted)), "", 200
    if form.is_submitted():
        status = 422
        text = (form.text.data or "").replace("\r\n", "\n").strip()
        wanted = None if text == own or "reset" in request.form else text
        if wanted == "":
            form.refuse("text", ("Der Antworttext darf nicht leer sein.",))
        elif form.validate():
            try:
                here.save(
                    item,
                    form.stand.data or "",
                    lambda overlay: with_answer(overlay, name, wanted),
                    f"Antworttext „{name}“",
                )
                flash("Gespeichert im Entwurf. Unten sehen Sie, wie der Text ausgefüllt aussieht.")
                return redirect(url_for("words.answer", name=name))
            except StaleWordsError as error:
                now, status = item.of(here.draft().overlay) or own, 409
                form.refuse("text", error.reasons)
                form.stand.data = stand(item.of(here.draft().overlay))
            except WordsError as error:
                form.refuse("text", error.reasons)
    facts, free = facts_of(here.drafted()), here.sentences.facts
    page = render_template(
        "words/answer.html",
        form=form,
        name=name,
        occasion=OCCASIONS.get(name.removeprefix("utter_"), ""),
        own=own,
        is_changed=drafted is not None,
        preview=filled(drafted or own, here.drafted()),
        needed=[_explained(blank, facts) for blank in dict.fromkeys(blanks(own) or []) if blank not in free],
        possible=[_explained(blank, facts) for blank in sorted(free)],
        now=now,
    )
    return page, status


def filled(text: str, region: Region) -> str:
    """A text with real facts of the region, and with examples of what a search fills in."""
    facts = {name: example for name, (_, example) in EXPLAINED.items()} | facts_of(region)
    return text.format(**{name: facts.get(name, f"[{name}]") for name in blanks(text) or []})


def _explained(blank: str, facts: dict[str, str]) -> tuple[str, str, str]:
    """A blank, what it stands for, and a fact or an example that fills it."""
    explanation, example = EXPLAINED.get(blank, ("", ""))
    return blank, explanation, facts.get(blank, example)
