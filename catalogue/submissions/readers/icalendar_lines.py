"""Calendar files (RFC 5545) as components with properties, whose values are not looked at yet.

The library that writes our calendars reads values at once: one zone that is none ends it with an error, and an
unknown one is silently forgotten.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.plain_text import LONGEST, decoded

_DEEPEST = 5
_FOLD = re.compile(rb"\r?\n[ \t]")
_WIDE_FOLD = re.compile(r"\r?\n[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)\s*=\s*((?:"[^"]*"|[^";:]+)*)')
_ESCAPED = re.compile(r"\\([\\;,nN])")
_CIRCUMFLEX = re.compile(r"\^([n'^])")
_COMMA = re.compile(r"(?<!\\),")


class UnreadableError(Exception):
    """A property that cannot be read; `reason` is in German."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


class Property(NamedTuple):
    """A line of a calendar: its name and those of its parameters in capitals, its value as it stands."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        return _unescaped(self.value)

    @property
    def items(self) -> list[str]:
        """The parts of a list; what is too long for one stays as it is, to be refused."""
        if len(self.value) > LONGEST:
            return [self.value]
        return [item for part in _COMMA.split(self.value) if (item := _unescaped(part).strip())]


@dataclass
class Component:
    """A part of a calendar ("VEVENT") with its properties by names in capitals."""

    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    components: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return self.properties.get(name, [])

    def children(self, name: str) -> list["Component"]:
        return [component for component in self.components if component.name == name]

    def first(self, name: str) -> Property | None:
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        found = self.first(name)
        return found.text.strip() if found else ""


def calendars(file: str, content: bytes) -> list[Component]:
    """The calendars of a file. Raises SubmissionError where it has none, or is cut off."""
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        # Lines may be folded in the middle of a character.
        content = _FOLD.sub(b"", content)
    text = _WIDE_FOLD.sub("", decoded(file, content))
    root = Component("")
    stack = [root]
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        _take(file, line, stack)
    found = root.children("VCALENDAR")
    if not found:
        raise SubmissionError(f"{file}: Das ist keine Kalenderdatei (BEGIN:VCALENDAR fehlt).")
    if len(stack) > 1:
        raise SubmissionError(f"{file}: Die Kalenderdatei ist abgeschnitten (END:{stack[-1].name[:40]} fehlt).")
    if any(calendar.text("VERSION") == "1.0" for calendar in found):
        raise SubmissionError(f"{file}: vCalendar 1.0 wird nicht gelesen. Bitte als iCalendar (2.0) exportieren.")
    return found


def _take(file: str, line: str, stack: list[Component]) -> None:
    """Read one line into the innermost open component."""
    found = _parsed(line)
    if found is None:
        _append(line, stack[-1])
        return
    component = found.value.strip().upper()
    if found.name == "BEGIN":
        if len(stack) > _DEEPEST:
            raise SubmissionError(f"{file}: Die Kalenderdatei ist zu tief verschachtelt.")
        stack[-1].components.append(inner := Component(component))
        stack.append(inner)
    elif found.name == "END":
        if len(stack) < 2 or stack[-1].name != component:
            raise SubmissionError(f"{file}: Die Kalenderdatei ist beschädigt (END:{component[:40]}).")
        stack.pop()
    else:
        stack[-1].properties.setdefault(found.name, []).append(found)


def _parsed(line: str) -> Property | None:
    name = _NAME.match(line)
    if name is None:
        return None
    parameters = {}
    position = name.end()
    while parameter := _PARAMETER.match(line, position):
        parameters[parameter[1].upper()] = _decoded(parameter[2].strip().strip('"'))
        position = parameter.end()
    if line[position : position + 1] != ":":
        return None
    return Property(name.group().upper(), parameters, line[position + 1 :])


def _append(line: str, component: Component) -> None:
    """Some systems do not fold long texts: what is no line of its own goes on with the one before."""
    if line.strip() and component.properties:
        name = next(reversed(component.properties))
        last = component.properties[name][-1]
        if len(last.value) > LONGEST:
            return
        component.properties[name][-1] = last._replace(value=f"{last.value}\\n{line.strip()}")


def _decoded(parameter: str) -> str:
    """A parameter with the signs that it cannot hold itself (RFC 6868): quotes and line breaks."""
    return _CIRCUMFLEX.sub(lambda match: {"n": "\n", "'": '"', "^": "^"}[match[1]], parameter)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)
