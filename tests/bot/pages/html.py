"""A page as a browser takes it apart, as far as tests need it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass
class Element:
    """A tag with its attributes, and all text in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass
class _Reader(HTMLParser):
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"twice the same attribute: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=tuple(one.tag for one in self.open))
        self.elements.append(element)
        if tag not in _EMPTY:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1].tag != tag:
            # Only what HTML lets us leave out may stay open.
            left = self.open.pop()
            assert left.tag in ("p", "li", "option", "dt", "dd", "tr", "td", "th", "thead", "tbody"), left
        assert self.open, f"</{tag}> without a beginning"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


class Page:
    """The elements of a page."""

    def __init__(self, html: str) -> None:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        self.elements = reader.elements

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of a tag ("" is any) with these attributes; `class_` is a class among others."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}

        def fits(element: Element) -> bool:
            return all(
                value in element["class"].split() if name == "class" else element[name] == value
                for name, value in wanted.items()
            )

        return [element for element in self.elements if tag in ("", element.tag) and fits(element)]

    def one(self, tag: str, **attributes: str) -> Element:
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """What is read on the page."""
        return " ".join(self.one("body").text.split())

    def links(self, text: str = "") -> list[str]:
        """Where links lead, those whose text has this in it."""
        return [link["href"] for link in self.all("a") if text in " ".join(link.text.split())]

    def loaded(self) -> Iterator[str]:
        """What a browser loads for the page by itself."""
        for element in self.elements:
            if element.tag in ("script", "img", "iframe", "source", "video", "audio", "embed"):
                yield from filter(None, [element["src"]])
            if element.tag == "link":
                yield element["href"]
