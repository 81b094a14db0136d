"""The PDF: tagged, in German, readable in large print, and made from nothing but the list."""

import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import paper
from bot.handover.pdf import as_pdf
from bot.paper import PdfError
from catalogue.region import Region
from tests.bot.handover.conftest import ROWS, SITE, Hand

ALL = [row["kennung"] for row in ROWS]


def tool(name: str) -> str:
    """A program of Debian's poppler-utils, and WeasyPrint's libraries."""
    reason = f"{name} or Pango is not installed (debian-packages.txt)"
    if shutil.which(name) is None or not paper.is_available():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return name


@pytest.fixture
def show(tmp_path: Path) -> Callable[..., str]:
    """What one of poppler's programs says of a PDF."""

    def run(program: str, content: bytes, *options: str) -> str:
        path = tmp_path / "list.pdf"
        path.write_bytes(content)
        command = [program, *options, str(path)] + (["-"] if program == "pdftotext" else [])
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return run


def unpacked(content: bytes) -> bytes:
    """All that a PDF says about itself: most of it stands in compressed streams."""
    streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompressobj().decompress(stream) for stream in streams)


@pytest.mark.parametrize("large", [False, True])
def test_it_is_tagged_a4_and_says_what_it_is(hand: Hand, show: Callable[..., str], region: Region, large: bool) -> None:
    about = dict(
        line.split(":", 1)
        for line in show(tool("pdfinfo"), as_pdf(hand(*ALL), large=large)).splitlines()
        if ":" in line
    )
    told = {name: value.strip() for name, value in about.items()}
    assert told["Tagged"] == "yes"
    assert told["Title"] == f"Merkliste – {region.name}"
    assert "(A4)" in told["Page size"]


def test_it_has_headings_lists_links_and_pictures_with_words(hand: Hand, show: Callable[..., str]) -> None:
    structure = show(tool("pdfinfo"), as_pdf(hand("K1", "ONL")), "-struct")
    kinds = re.findall(r"^\s*(\w+)", structure, re.MULTILINE)
    assert kinds.count("H1") == 1
    # Two offers, and whom to ask.
    assert kinds.count("H2") == 3
    assert kinds.count("Figure") == 2
    assert kinds.count("Link") == 2
    assert kinds.count("LI") > 10


def test_its_language_is_german_and_readers_show_the_title(hand: Hand) -> None:
    tool("pdfinfo")
    content = unpacked(as_pdf(hand("K1")))
    assert b"/Lang (de)" in content
    assert b"/DisplayDocTitle true" in content
    assert b'pdfuaid:part="1"' in content


def test_it_tells_what_the_text_tells(hand: Hand, show: Callable[..., str], region: Region) -> None:
    text = " ".join(show(tool("pdftotext"), as_pdf(hand("K1", "ALT", "GIBTESNICHT"))).replace("\u00a0", " ").split())
    for part in (
        "3 Bildungsangebote",
        "1. Körbe flechten",
        "Wo: Hameln; Am Markt 3, 31785 Hameln",
        "Kosten: 45 €",
        "Kontakt: Ilse Weide, Tel. 05151 000-1, post@werkstatt.example",
        f"Zuletzt bestätigt am 04.01.2027 · {SITE}/angebote/werkstatt-probe/K1",
        "2. Herbstmarkt",
        "Dieses Angebot ist vorbei.",
        "3. Dieses Angebot steht nicht mehr im Verzeichnis.",
        region.office.phone,
        "Seite 1 von",
    ):
        assert part in text


def test_the_number_for_counsellors_is_not_in_it(hand: Hand, show: Callable[..., str]) -> None:
    assert "9999" not in show(tool("pdftotext"), as_pdf(hand(*ALL)))


def test_large_print_needs_more_pages(hand: Hand, show: Callable[..., str]) -> None:
    usual, large = (show(tool("pdfinfo"), as_pdf(hand(*ALL), large=large)) for large in (False, True))
    pages = [int(text.split("Pages:")[1].split()[0]) for text in (usual, large)]
    assert pages[0] < pages[1]


def test_what_providers_write_stays_text_and_opens_nothing(hand: Hand, show: Callable[..., str]) -> None:
    content = as_pdf(hand("BÖSE 1"))
    text = " ".join(show(tool("pdftotext"), content).split())
    assert "<img src=file:///etc/passwd> & <script>alert(1)</script>" in text
    assert show(tool("pdfinfo"), content, "-struct").count("Figure") == 1


def test_without_an_address_there_is_no_code_to_scan(hand: Hand, show: Callable[..., str]) -> None:
    assert "Figure" not in show(tool("pdfinfo"), as_pdf(hand("K1", site="")), "-struct")


def test_an_address_too_long_for_any_code_is_printed_alone(hand: Hand, show: Callable[..., str]) -> None:
    content = as_pdf(hand("K1", site="https://lotse.example/" + "x" * 3000))
    assert "Figure" not in show(tool("pdfinfo"), content, "-struct")
    assert "x" * 40 in show(tool("pdftotext"), content)


@pytest.mark.parametrize(
    "title",
    [
        "x" * 3000,
        "\x0b\x01 Steuerzeichen \ufffe",
        "عربي und 日本語 🙂",
        "{{ 7 * 7 }} {% raw %} &amp;",
        "Zeile\nZeile\u2028",
    ],
    ids=["long", "control", "scripts", "template", "lines"],
)
def test_whatever_providers_write_is_printed(hand: Hand, show: Callable[..., str], title: str) -> None:
    handover = hand("K1")
    (note,) = handover.notes
    assert note.hit is not None
    note.hit.offer.title = note.hit.offer.text.registration = title
    assert "Tagged:          yes" in show(tool("pdfinfo"), as_pdf(handover))


def test_an_empty_list_is_a_pdf_too(hand: Hand, show: Callable[..., str]) -> None:
    assert "0 Bildungsangebote" in show(tool("pdftotext"), as_pdf(hand()))


@pytest.mark.parametrize("fault", [OSError("cannot load library 'libpango-1.0-0'"), ImportError("weasyprint")])
def test_a_machine_without_the_libraries_says_so_in_german(
    hand: Hand, without_library: Callable[[Exception], None], fault: Exception
) -> None:
    without_library(fault)
    assert not paper.is_available()
    with pytest.raises(PdfError, match="Ein PDF kann dieser Rechner gerade nicht erstellen"):
        as_pdf(hand("K1"))


@pytest.fixture
def without_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Exception], None]]:
    """Let WeasyPrint fail as it does where a library is missing."""

    class Finder:
        fault: Exception

        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise self.fault

    def fail(fault: Exception) -> None:
        finder = Finder()
        finder.fault = fault
        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
        paper._library.cache_clear()

    yield fail
    paper._library.cache_clear()
