"""XML from outside as a tree: no entities, no namespaces, of a limited depth and size."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.plain_text import tidy

# openQ-Cat is 12 levels deep, and a service of it has some 150 elements.
_DEEPEST = 60
_MOST_ELEMENTS = 3_000_000


def parse(file: str, content: bytes) -> Element:
    """The root of a document, all names without their namespace. Raises SubmissionError where it is not safe XML."""
    stripped = content.lstrip()
    parser = DefusedXMLParser(target=_LimitedBuilder())
    try:
        # Nothing may stand before the declaration, but editors leave line breaks there.
        parser.feed(stripped if stripped.startswith(b"<?xml") else content)
        root: Element = parser.close()
    except ParseError as error:
        line, _ = error.position
        raise SubmissionError(
            f"{file}: Das ist kein lesbares XML (Fehler in Zeile {line}). Die Datei ist beschädigt oder unvollständig."
        ) from error
    except DefusedXmlException as error:
        raise SubmissionError(
            f"{file}: Die Datei erklärt eigene Entitäten; solche Dateien werden aus Sicherheitsgründen nicht gelesen."
        ) from error
    except _TooMuchError as error:
        raise SubmissionError(f"{file}: Die Datei ist zu groß oder zu tief verschachtelt.") from error
    except (LookupError, ValueError) as error:
        raise SubmissionError(
            f"{file}: Die Datei nennt eine Zeichenkodierung, die nicht gelesen werden kann."
        ) from error
    return root


class _TooMuchError(Exception):
    """More than any catalogue has."""


class _LimitedBuilder(TreeBuilder):
    """Builds a tree, but not any tree: a few megabytes of nested elements would fill the memory."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attributes: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise _TooMuchError
        return super().start(_local(tag), attributes)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(_local(tag))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def inner_text(element: Element) -> str:
    """All text of an element, without the spaces around it; markup inside is no reason to lose it."""
    return tidy(" ".join(element.itertext()) if len(element) else element.text or "")


class Source:
    """Where facts are looked up: in the first element that has them, as a date in itself and then in its offer."""

    def __init__(self, *elements: Element) -> None:
        self.elements = elements

    def all(self, path: str) -> list[Element]:
        """The elements at a path ("SERVICE_DETAILS/TITLE"), of the first that has any."""
        for element in self.elements:
            found = element.findall(path)
            if found:
                return found
        return []

    def texts(self, path: str) -> list[str]:
        """The texts at a path, of the first that says anything."""
        for element in self.elements:
            found = [text for text in map(inner_text, element.findall(path)) if text]
            if found:
                return found
        return []

    def text(self, path: str) -> str:
        return next(iter(self.texts(path)), "")

    def codes(self, path: str) -> list[str]:
        """The numbers in which KURSNET says it: the attribute "type"."""
        return [code.strip() for element in self.all(path) if (code := element.get("type"))]

    def code(self, path: str) -> str:
        return next(iter(self.codes(path)), "")

    def is_true(self, path: str) -> bool | None:
        """A yes or no; None where it is not said."""
        return {"true": True, "1": True, "false": False, "0": False}.get(self.text(path).casefold())
