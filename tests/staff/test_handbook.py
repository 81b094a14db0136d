"""The handbook: a task a chapter, each in a few steps that a first-week colleague can follow."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from staff.handbook.chapters import chapters
from tests.staff.conftest import Person, text_of

DOCS = Path(__file__).parent.parent.parent / "docs"
TEXT = (DOCS / "handbuch.md").read_text(encoding="utf-8")
TASKS = dict(re.findall(r"^## (.+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
MOST_STEPS = 10


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
        assert client.get(f"/handbuch/{address}").status_code == 200
