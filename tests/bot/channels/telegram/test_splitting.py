"""Texts in parts that Telegram takes, and tokens that mean something to one chat only."""

import html
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.channels.telegram.buttons import KEPT_SECONDS, NOTES, PAGE, SAY, Buttons
from bot.channels.telegram.rendering import Turning
from bot.channels.telegram.splitting import parts, shortened, units, visible_units
from bot.stored import open_stored

WORDS = st.text(st.sampled_from("aä😀. \n!?x"), max_size=300)


@given(WORDS, st.integers(4, 40))
def test_every_part_fits_and_nothing_but_space_is_lost(text: str, longest: int) -> None:
    found = parts(text, longest)
    assert all(0 < units(part) <= longest for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.lists(st.integers(0, 6), min_size=1, max_size=30), st.integers(150, 400))
def test_no_part_ends_inside_an_offer(lines: list[int], longest: int) -> None:
    offers = [
        "\n".join([f"{number}. Titel {number}", *["   Zeile eines Angebots"] * count])
        for number, count in enumerate(lines)
    ]
    found = parts("\n".join(["Gefunden:", *offers]), longest)
    for offer in offers:
        assert sum(offer in part for part in found) == 1 or units(offer) > longest


def test_a_text_is_cut_where_a_reader_would() -> None:
    assert parts("Erster Absatz.\n\nZweiter Absatz.", 20) == ["Erster Absatz.", "Zweiter Absatz."]
    assert parts("Ein Satz ist hier. Noch einer dort.", 25) == ["Ein Satz ist hier.", "Noch einer dort."]
    assert parts("wort " * 10, 22) == ["wort wort wort wort", "wort wort wort wort", "wort wort"]
    assert parts("x" * 10, 4) == ["xxxx", "xxxx", "xx"]


def test_length_counts_as_telegram_does() -> None:
    assert units("ä😀") == 3
    assert visible_units('<b>&lt;&amp;</b> <a href="https://example">😀</a>') == 5


@given(st.text(max_size=50), st.integers(1, 60))
def test_what_is_shortened_fits(text: str, longest: int) -> None:
    found = shortened(text, longest)
    assert units(found) <= longest
    assert found == text or found.endswith("…")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_what_is_escaped_is_as_long_as_before(text: str) -> None:
    assert visible_units(html.escape(text)) == units(text)


# --- tokens


@pytest.fixture
def stored(tmp_path: Path) -> Engine:
    return open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(payloads=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=3000), max_size=20))
def test_every_payload_comes_back_from_a_token_of_64_bytes_at_most(stored: Engine, payloads: list[str]) -> None:
    buttons = Buttons(stored)
    tokens = buttons.make("one", payloads)
    assert [buttons.payload("one", token) for token in tokens] == payloads
    assert all(len(token.encode()) <= 64 for token in tokens)
    assert [buttons.payload("other", token) for token in tokens] == [None] * len(payloads)


def test_tokens_are_forgotten_after_a_day(stored: Engine) -> None:
    (token,) = Buttons(stored, clock=lambda: 0.0).make("one", ["say:/more"])
    assert Buttons(stored, clock=lambda: KEPT_SECONDS - 1.0).payload("one", token) == "say:/more"
    late = Buttons(stored, clock=lambda: KEPT_SECONDS + 1.0)
    assert late.payload("one", token) is None
    late.forget_idle()
    assert late.forget("one") == 0


def test_of_outdated_kinds_all_are_gone_and_others_stay(stored: Engine) -> None:
    buttons = Buttons(stored)
    say, page, note = buttons.make("one", [f"{SAY}/more", Turning(5, "Wo?", ()).payload(5), f"{NOTES}drop:vhs/1"])
    (others,) = buttons.make("other", [f"{SAY}/more"])
    buttons.outdate("one", SAY, PAGE)
    assert [buttons.payload("one", token) for token in (say, page)] == [None, None]
    assert buttons.payload("one", note) == "notes:drop:vhs/1"
    assert buttons.payload("other", others) == "say:/more"
