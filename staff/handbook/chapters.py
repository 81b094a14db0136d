"""A Markdown text as an introduction and its chapters, each with an address of its own."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

from catalogue.slugs import slug

_CHAPTER = re.compile(r"^## +(.+)$", re.MULTILINE)
_TITLE = re.compile(r"\A# .+\n")


@dataclass(frozen=True)
class Chapter:
    """A task: its anchor, its name, and what to do, as HTML."""

    anchor: str
    title: str
    html: str


def chapters(text: str, markdown: MarkdownIt) -> tuple[str, tuple[Chapter, ...]]:
    """What stands before the first chapter, as HTML and without the title, and the chapters."""
    introduction, *parts = _CHAPTER.split(_TITLE.sub("", text))
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return markdown.render(introduction), tuple(
        Chapter(slug(title), title.strip(), markdown.render(body)) for title, body in pairs
    )
