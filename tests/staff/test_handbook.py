"""The handbook: a task a chapter, each in a few steps that a first-week colleague can follow."""

import ast
import re
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from catalogue.slugs import slug
from catalogue.submissions.labels import LABELS
from catalogue.values import STATUSES
from staff import handbook
from staff.app import ROOMS
from staff.handbook.chapters import chapters
from tests.staff.conftest import Person, text_of

PROJECT = Path(__file__).parent.parent.parent
DOCS = PROJECT / "docs"
TEXT = (DOCS / "handbuch.md").read_text(encoding="utf-8")
TASKS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
STEPS = [step for body in TASKS.values() for step in re.findall(r"^\d+\. (.+)", body, re.MULTILINE)]
MOST_STEPS = 10
# What stands in quotes in a step and is on no page of ours, or is put together there.
_ELSEWHERE = {
    "Als PDF herunterladen",  # a link for each form of the report
    "Als Tabelle (CSV) herunterladen",
    "Downloads",  # a folder of the reader's computer
    "Frau Muster, Jobcenter",  # what somebody types, for example
    "bildungslotse catalogue erase-person",  # for whoever looks after the server
}


def test_chapters_have_addresses_of_their_own() -> None:
    introduction, found = chapters("# Titel\n\nVorab.\n\n## Öl & Maß\n\n1. Eins\n", MarkdownIt())
    assert introduction == "<p>Vorab.</p>\n"
    assert [(item.anchor, item.title) for item in found] == [("oel-mass", "Öl & Maß")]
    assert "<li>Eins</li>" in found[0].html


@pytest.mark.parametrize("task", TASKS)
def test_a_task_has_few_steps(task: str) -> None:
    for steps in re.split(r"^### ", TASKS[task], flags=re.MULTILINE):
        assert len(re.findall(r"^\d+\. ", steps, re.MULTILINE)) <= MOST_STEPS


def test_every_picture_is_there_says_what_it_shows_and_is_used() -> None:
    pictures = re.findall(r"!\[(.*?)\]\(handbuch/(.+?)\)", TEXT)
    assert all(len(said) > 10 for said, _ in pictures)
    assert {name for _, name in pictures} == {path.name for path in (DOCS / "handbuch").iterdir()}


def test_it_is_a_page_with_its_pictures(client: Person) -> None:
    page = client.get("/handbuch/")
    assert all(task in text_of(page) for task in TASKS)
    pictures = re.findall(r'<img src="(.+?)"', page.text)
    assert pictures
    for address in pictures:
        with closing(client.get(f"/handbuch/{address}")) as answer:
            assert answer.status_code == 200


def test_every_room_of_the_menu_has_its_task() -> None:
    # Whoever reads this has found the handbook.
    rooms = {title for room, title in ROOMS if room is not handbook.room}
    assert {title for title in rooms if not any(f"„{title}“" in step for step in STEPS)} == set()


def test_links_lead_to_tasks() -> None:
    linked = set(re.findall(r"\]\(#(.+?)\)", TEXT))
    assert linked
    assert linked <= {slug(task) for task in TASKS}


def test_what_a_step_names_stands_on_a_page() -> None:
    named = {name for step in STEPS for name in re.findall(r"„([^“]+)“", step)} - _ELSEWHERE
    assert len(named) > 100
    assert {name for name in named if not _is_on_a_page(name)} == set()


def test_a_button_that_does_not_exist_would_be_noticed() -> None:
    assert _is_on_a_page("Jetzt übernehmen")
    assert not _is_on_a_page("Jetzt alles löschen")


def _is_on_a_page(name: str) -> bool:
    """Whether a button, link, label or heading is called this, or begins with it where figures follow."""
    return name in _said_by_code() or any(text == name or text.startswith(f"{name} ") for text in _said_by_templates())


@cache
def _said_by_templates() -> frozenset[str]:
    found = set()
    for path in (PROJECT / "staff" / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for _, inner in re.findall(
            r"<(button|a|label|legend|summary|h[1-6]|th|dt|option)\b[^>]*>(.*?)</\1>", text, re.DOTALL
        ):
            # A choice of two names stands in quotes in an expression.
            found |= set(re.findall(r'"([A-ZÄÖÜa-zäöü][^"]*)"', " ".join(re.findall(r"{{.*?}}", inner))))
            inner = re.sub(r"<span class=.hidden.>.*?</span>|{{.*?}}|{%.*?%}|<[^>]+>", " ", inner)
            found.add(" ".join(inner.replace(":", " ").split()))
    return frozenset(found)


@cache
def _said_by_code() -> frozenset[str]:
    """Labels of forms, names of views and rooms, and what the catalogue calls its columns."""
    found = {*LABELS.values(), *STATUSES}
    for path in (PROJECT / "staff").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return frozenset(found)
