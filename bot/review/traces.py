"""What is left of a conversation: a search through every file of the data directory, byte by byte, and every table.

Archives are looked into. Texts are looked for as they are and as JSON writes them. Short ones ("ja", "Yoga in Hameln")
are everybody's: they only count where they are a whole value, a whole line or stand in quotation marks.
"""

import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, MetaData, select

_SHORTEST, _FEWEST_WORDS = 20, 3
_DEEPEST = 8
# A tail of the piece before, so that nothing is missed between two.
_AT_ONCE = 16 * 1024 * 1024
_LONGEST = 64 * 1024
_AROUND = (rb"(?:\A|[\"'\n\r\t>\x00]|: |- )", rb"(?:\Z|[\"'\n\r\t<\x00\\\\])")


@dataclass(frozen=True)
class Needle:
    """Something that may not be left: a name of the conversation (`is_name`), or a text of it.

    `is_shared` where others wrote the same, or it belongs to the software: it is found rightly, and told apart.
    """

    text: str
    is_name: bool = False
    is_shared: bool = False

    @property
    def is_long(self) -> bool:
        return self.is_name or (len(self.text) >= _SHORTEST and len(self.text.split()) >= _FEWEST_WORDS)


@dataclass(frozen=True)
class Trace:
    """Where something was found: a file below the data directory ("…!member" for what is in an archive) or a table."""

    place: str
    needle: Needle


@dataclass(frozen=True)
class Searched:
    """What was found, and what could not be read."""

    traces: tuple[Trace, ...]
    unread: tuple[str, ...]
    files: int
    rows: int


def search(data_dir: Path, databases: Sequence[tuple[str, Engine]], needles: Collection[Needle]) -> Searched:
    """Look for needles in every file below a directory, and row by row in databases, which have a name each."""
    finder = _Finder(needles)
    traces: list[Trace] = []
    unread: list[str] = []
    files = rows = 0
    for path in sorted(item for item in data_dir.rglob("*") if item.is_file() and not item.is_symlink()):
        place = str(path.relative_to(data_dir))
        files += 1
        try:
            traces += finder.in_file(place, path)
        except FileNotFoundError:  # tidied up meanwhile
            continue
        except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error):
            unread.append(place)
    for name, engine in databases:
        for place, row in _rows(name, engine):
            rows += 1
            traces += finder.in_row(place, row)
    return Searched(tuple(dict.fromkeys(traces)), tuple(unread), files, rows)


class _Finder:
    def __init__(self, needles: Collection[Needle]) -> None:
        self._needles = [(needle, _forms(needle.text)) for needle in needles if needle.text]

    def in_file(self, place: str, path: Path) -> Iterator[Trace]:
        with path.open("rb") as file:
            is_archive = path.name.endswith((".gz", ".tgz", ".zip", ".tar"))
            if is_archive:
                yield from self._unpacked(place, file.read(), 0)
                return
            yield from self._in_stream(place, file)

    def in_row(self, place: str, values: Sequence[object]) -> Iterator[Trace]:
        said = [
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str) for value in values
        ]
        whole = "\n".join(said)
        for needle, forms in self._needles:
            if needle.is_long:
                if any(form.decode() in whole for form in forms):
                    yield Trace(place, needle)
            elif needle.text in said or any(f'"{form.decode()}"' in whole for form in forms):
                yield Trace(place, needle)

    def _in_stream(self, place: str, stream: io.BufferedIOBase) -> Iterator[Trace]:
        found: set[Needle] = set()
        tail = b""
        while piece := stream.read(_AT_ONCE):
            for needle in self._in_bytes(tail + piece):
                if needle not in found:
                    found.add(needle)
                    yield Trace(place, needle)
            tail = piece[-_LONGEST:]

    def _in_bytes(self, data: bytes) -> Iterator[Needle]:
        for needle, forms in self._needles:
            for form in forms:
                at = form in data
                if at and (needle.is_long or re.search(_AROUND[0] + re.escape(form) + _AROUND[1], data)):
                    yield needle
                    break

    def _unpacked(self, place: str, data: bytes, depth: int) -> Iterator[Trace]:
        """What an archive holds, and archives in it."""
        if depth < _DEEPEST and data[:2] == b"\x1f\x8b":
            yield from self._unpacked(place, gzip.decompress(data), depth + 1)
        elif depth < _DEEPEST and data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield from self._unpacked(f"{place}!{name}", archive.read(name), depth + 1)
        elif depth < _DEEPEST and data[257:262] == b"ustar":
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                for member in archive:
                    if (file := archive.extractfile(member)) is not None:
                        yield from self._unpacked(f"{place}!{member.name}", file.read(), depth + 1)
        else:
            yield from self._in_stream(place, io.BytesIO(data))


def _forms(text: str) -> tuple[bytes, ...]:
    """How a text stands in files: itself, as JSON has it, with ASCII alone or not, and as JSON in JSON."""
    found = [text]
    for is_ascii in (False, True):
        once = json.dumps(text, ensure_ascii=is_ascii)[1:-1]
        found += [once, json.dumps(once, ensure_ascii=is_ascii)[1:-1]]
    return tuple(dict.fromkeys(form.encode(errors="surrogatepass") for form in found))


def _rows(name: str, engine: Engine) -> Iterator[tuple[str, Sequence[object]]]:
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execution_options(stream_results=True).execute(select(table)):
                yield f"{name}: {table.name}", tuple(row)
