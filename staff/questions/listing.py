"""All messages that wait, as a list."""

from flask import render_template, url_for

from bot.review.inbox import REASONS
from bot.review.kinds import name_of
from staff.paging import asked_page
from staff.questions import room
from staff.questions.queue import inbox, place

_PAGE = 50


@room.get("/liste")
def listed() -> str:
    here, found = place(), inbox().waiting()
    page = asked_page()
    first, shown = (page - 1) * _PAGE, found.shown(here.everything)
    return render_template(
        "questions/list.html",
        groups=shown[first : first + _PAGE],
        found=found,
        place=here,
        page=page,
        has_more=len(shown) > first + _PAGE,
        reasons=REASONS,
        name_of=name_of,
        here=lambda number: url_for("questions.listed", alle=here.arguments["alle"], seite=number),
    )
