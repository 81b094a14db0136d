"""Whether personal data are found once conversations are gone: in files, tables, logs, models, exports and backups.

Method: messages with personal data in them, half of the project's own and half of a writer who did not know the program
(`benchmarks/planted/`, "own" and "measure"), are sent to the running service (`python -m bot start`), each in a session
of its own; two of three agreed that they are kept. Then staff's part: every kept message becomes a label with its
conditions, the labels are exported as JSON lines and into the training data, one conversation is saved as a test, the
labels teach, and a model is trained with them. The conversations expire, and a backup of the whole folder is made. In
every file of folder and backup (archives unpacked) each piece that must not be left is looked for, as a word of its
own, in whatever letters. What is somewhere anyway tells nothing there: a name that our own files have (an occupation, a
street of the example catalogue), a few digits. Such pieces are looked for in what was kept of their message alone.

So that it is known that the search finds something, the same is looked for before the conversations expire: Rasa's own
store holds names for a day. Harm: of the words by which people search in what stands around the planted data, how many
are gone in the texts that were kept.

What it does not see yet: SQLite writes columns side by side, so a piece at the edge of one may stand in no word of its
own; JSON's escapes are not undone; and most names and spelled-out numbers are told by our own files, so they are looked
for in what was kept of their message only. Its shares are too low by that; `benchmarks/scrubbing.py` has none of this.

    .venv/bin/python -m benchmarks.byte_search [--count 2000] [--no-training] [--format json]
"""

import asyncio
import re
import shutil
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.measuring import PROJECT, TODAY, run, show
from benchmarks.planted.blind import blind
from benchmarks.planted.messages import planted
from benchmarks.planted.pieces import Piece, Planted
from benchmarks.scrubbing import NEVER, SEED, question_texts, searched
from benchmarks.turns import started
from bot.channels.sessions import Sessions, session_key
from bot.conversations import ConversationStore
from bot.review.as_test import as_yaml, folder_of, save, turns_of
from bot.review.exchange import export_lines
from bot.review.inbox import Inbox
from bot.review.kept import conversation_of
from bot.review.labels import Label, Labels
from bot.review.marks import marked_of
from bot.review.sources import with_labels
from bot.review.tables import KeptMessage
from bot.settings import Settings
from bot.stored import open_stored
from bot.training import fitting_model, nlu_sources, shelf_of, train_model, write_sources
from catalogue.region import load_region

_OFTEN = "1000000/minute"
_AT_ONCE = 6
_LONGEST = 500
# So many stand nowhere by chance.
_MANY_DIGITS = 7
_WORD = re.compile(r"\w+")
_OURS = ("data", "catalogue", "bot", "actions", "domain.yml", "config.yml")


@dataclass
class Sent:
    """A message that was sent, by whom, and what was kept of it."""

    item: Planted
    sender: str
    agreed: bool
    text: str = ""
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Text:
    """A file as the search reads it: in small letters, with its words."""

    name: str
    text: str
    words: frozenset[str]

    def holds(self, needle: str) -> bool:
        small = needle.lower()
        # Nearly all are told apart by their words alone.
        return self.words.issuperset(_WORD.findall(small)) and (
            re.search(rf"(?<!\w){re.escape(small)}(?!\w)", self.text) is not None
        )


def texts_below(folder: Path) -> Iterator[Text]:
    """Every file below a folder, and every member of its archives."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield _text(str(path.relative_to(folder)), path.read_bytes())
            if path.name.endswith(".tar.gz"):
                with tarfile.open(path) as archive:
                    for member in archive:
                        if (file := archive.extractfile(member)) is not None:
                            yield _text(f"{path.name}!{member.name}", file.read())


def _text(name: str, content: bytes) -> Text:
    text = content.decode(errors="replace").lower()
    return Text(name, text, frozenset(_WORD.findall(text)))


def own_words() -> frozenset[str]:
    """The words of the program's own files."""
    paths = (path for name in _OURS for path in [PROJECT / name, *(PROJECT / name).rglob("*")] if path.is_file())
    read = (path.read_bytes().decode(errors="replace").lower() for path in paths if path.suffix not in (".png", ".pyc"))
    return frozenset(word for text in read for word in _WORD.findall(text))


async def send(folder: Path, items: Sequence[Planted], key: bytes) -> list[Sent]:
    """Send every message in a session of its own."""
    sessions, gate, done = Sessions(key), asyncio.Semaphore(_AT_ONCE), list[Sent]()
    async with started(folder, SESSION_LIMIT=_OFTEN, ADDRESS_LIMIT=_OFTEN) as (client, _, _):

        async def one(number: int, item: Planted) -> None:
            async with gate:
                token = (await client.post("/webhooks/website/session", json={})).json()["session"]
                session = sessions.read(token)
                assert session is not None
                if agreed := number % 3 != 0:
                    await _post(client, "review", session=token, agreed=True)
                await _post(client, "message", session=token, message=item.text)
                done.append(Sent(item, session.sender, agreed))

        await asyncio.gather(*(one(number, item) for number, item in enumerate(items)))
    return done


async def _post(client: httpx.AsyncClient, what: str, **body: object) -> None:
    answer = await client.post(f"/webhooks/website/{what}", json=body)
    if answer.status_code != 200:
        raise click.ClickException(f"{what}: {answer.status_code} {answer.text}")


def review(settings: Settings, folder: Path, *, trains: bool) -> None:
    """What staff do: label every kept message, export, save a test, and train."""
    stored = open_stored(settings.conversations_url)
    labels = Labels(stored)
    with Session(stored) as session:
        kept = list(session.scalars(select(KeptMessage).where(KeptMessage.text != "")))
    for message in kept:
        marks = marked_of(message.facts, message.text)
        labels.put(Label(message.text, message.intent, marks, conversation=message.conversation), "Bench")
    exported = folder / "data" / "exported"
    write_sources(exported, with_labels(nlu_sources(), labels.reviewed()))
    (exported / "labels.jsonl").write_text("\n".join(export_lines(labels.all())), encoding="utf-8")
    turns = turns_of(Inbox(stored).conversation(kept[0].conversation))
    text = as_yaml(turns, [line.id for turn in turns for line in turn.lines], {})
    save(folder_of(settings.data_dir), "search", "gesucht im messlauf", text, kept[0].conversation)
    if trains:
        labels.teach([label.id for label in labels.reviewed()], "Bench")
        train_model(settings, labels.taught(), shelf_of(settings).next_number(), "Bench", TODAY)
    stored.dispose()


def note_kept(settings: Settings, sent: Sequence[Sent]) -> None:
    """Say of every message what was kept of it: its text, its wish and how it was answered."""
    stored = open_stored(settings.conversations_url)
    with Session(stored) as session:
        rows = {row.conversation: row for row in session.scalars(select(KeptMessage))}
    for item in sent:
        if row := rows.get(conversation_of(item.sender)):
            item.text = row.text
            item.kept = [row.text, row.answer, str(row.wish), str(row.facts)]
    stored.dispose()


def found_in(texts: Iterator[Text], sent: Sequence[Sent], ours: frozenset[str]) -> tuple[list[Piece], int, int]:
    """The pieces that are found, in files or in what was kept of their own message; how many files and bytes."""
    apart = [
        (piece, tuple(needle for needle in piece.needles if _tells(needle, ours)))
        for item in sent
        for piece in item.item.pieces
    ]
    found, files, size = set[int](), 0, 0
    for text in texts:
        files, size = files + 1, size + len(text.text)
        found |= {number for number, (_, needles) in enumerate(apart) if any(map(text.holds, needles))}
    pieces = [apart[number][0] for number in sorted(found)]
    known = set(map(id, pieces))
    beside = (piece for item in sent for said in item.kept for piece in item.item.pieces if _is_left(item, piece, said))
    return [*pieces, *(piece for piece in beside if id(piece) not in known)], files, size


def _tells(needle: str, ours: frozenset[str]) -> bool:
    """Whether a piece that is found in a file can only have come from its message."""
    digits = sum(map(str.isdigit, needle))
    return not ours.issuperset(_WORD.findall(needle.lower())) and (digits == 0 or digits >= _MANY_DIGITS)


def _is_left(item: Sent, piece: Piece, said: str) -> bool:
    return bool(replace(item.item, pieces=(piece,)).left(said))


def measure(folder: Path, count: int, *, trains: bool) -> dict[str, float]:
    data = folder / "data"
    settings = replace(Settings(data_dir=data), conversations_url=f"sqlite:///{data / 'conversations.db'}")
    own = planted(SEED, count - count // 2, question_texts())
    items = [item for item in [*own, *blind("measure", SEED, count // 2)] if len(item.text) <= _LONGEST]
    sent = asyncio.run(send(folder, items, session_key(data)))
    note_kept(settings, sent)
    review(settings, folder, trains=trains)
    ours = own_words()
    before, _, _ = found_in(texts_below(folder), sent, ours)
    store = ConversationStore(url=settings.conversations_url)
    time.sleep(1)
    store.forget_idle(0.5)
    store.engine.dispose()
    shutil.copytree(folder, folder.parent / "backup")
    found, files, size = found_in(texts_below(folder.parent), sent, ours)
    kinds, total = Counter(piece.kind for piece in found), sum(len(item.item.pieces) for item in sent)
    region, asked, gone = load_region(), 0, 0
    for item in sent:
        if item.kept and item.item.carrier:
            words = searched(item.item.carrier, region)
            lost = words - searched(item.text, region)
            asked, gone = asked + words.total(), gone + lost.total()
    return {
        "messages": len(sent),
        "kept": sum(bool(item.kept) for item in sent),
        "items planted": total,
        "items found before the conversations were gone %": 100 * len(before) / total,
        "items found afterwards %": 100 * len(found) / total,
        "phones, mails, accounts found": sum(kinds[kind] for kind in NEVER),
        **{f"{kind} found": times for kind, times in sorted(kinds.items())},
        "files searched": files,
        "megabytes searched": size / 1e6,
        "words of searches beside them": asked,
        "of these gone %": 100 * gone / max(1, asked),
    }


@click.command()
@click.option("--count", default=2_000, show_default=True, help="Messages with personal data.")
@click.option("--training/--no-training", default=True, show_default=True, help="Train a model with the labels.")
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(count: int, training: bool, output: str) -> None:
    """Send personal data, do everything that is done with messages, and look for it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "service"
        (folder / "data" / "models").mkdir(parents=True)
        model = fitting_model(Settings.from_environment())
        if model is None:
            run("train", folder)
        else:
            shutil.copy(model, folder / "data" / "models")
        run("catalogue example", folder)
        show(measure(folder, count, trains=training), output)


if __name__ == "__main__":
    main()
