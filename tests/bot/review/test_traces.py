"""The search for what is left: in files, archives and tables, in whatever form it stands there."""

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.review.traces import Needle, search

SAID = "Gibt es Töpfern für Anfänger in der Nähe?"


def places(folder: Path, *needles: Needle) -> list[str]:
    return [trace.place for trace in search(folder, [], needles).traces]


def tarred(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize(
    "form",
    [SAID, json.dumps(SAID), json.dumps(json.dumps(SAID)), f"vorher {SAID} nachher", "x" * 17_000_000 + SAID],
    ids=["itself", "json", "json in json", "among others", "far behind"],
)
def test_a_text_is_found_in_every_form(tmp_path: Path, form: str) -> None:
    (tmp_path / "notes.bin").write_bytes(form.encode())
    assert places(tmp_path, Needle(SAID)) == ["notes.bin"]


def test_archives_are_looked_into(tmp_path: Path) -> None:
    inner = tarred("parts/words.json", json.dumps([SAID]).encode())
    (tmp_path / "model.tar.gz").write_bytes(tarred("inner.tar.gz", inner))
    (tmp_path / "log.gz").write_bytes(gzip.compress(SAID.encode()))
    with zipfile.ZipFile(tmp_path / "backup.zip", "w") as archive:
        archive.writestr("a/b.txt", SAID)
    found = places(tmp_path, Needle(SAID))
    assert found == ["backup.zip!a/b.txt", "log.gz", "model.tar.gz!inner.tar.gz!parts/words.json"]


@pytest.mark.parametrize(
    ("content", "is_found"),
    [("ja", True), ('{"text": "ja"}', True), ("- user: ja\n", True), ("das Jahr, ja gut", False), ("jahr", False)],
)
def test_a_short_text_counts_where_it_stands_alone(tmp_path: Path, content: str, is_found: bool) -> None:
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    assert bool(places(tmp_path, Needle("ja"))) is is_found


def test_a_name_counts_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("INFO xab12cdx", encoding="utf-8")
    assert places(tmp_path, Needle("ab12cd", is_name=True)) == ["a.log"]


def test_tables_are_read_row_by_row(tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE said (a TEXT, b TEXT)"))
        connection.execute(text("INSERT INTO said VALUES ('x', :data), ('ja', 'y')"), {"data": json.dumps({"t": SAID})})
    found = search(tmp_path, [("Gespräche", engine)], [Needle(SAID), Needle("ja"), Needle("fehlt hier ganz und gar")])
    assert [(trace.place, trace.needle.text) for trace in found.traces] == [
        ("Gespräche: said", SAID),
        ("Gespräche: said", "ja"),
    ]
    assert found.rows == 2
    engine.dispose()


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.gz").write_bytes(b"\x1f\x8bnothing")
    found = search(tmp_path, [], [Needle(SAID)])
    assert (found.unread, found.traces, found.files) == (("broken.gz",), (), 1)
