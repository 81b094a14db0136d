"""Laws of what is understood, for any text at all."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.facts import DROP, EXCLUDE, FOLLOWS, SAID, SECOND, Fact, Understanding

Understand = Callable[[str], Understanding]

_WORDS = st.sampled_from(
    "Deutschkurs Yoga in Hameln nicht kein und oder auch Rohrsen Bad Pyrmont ab bis im März 3. 15.3. heute nächste Woche"
    " A1 B2 ab 18 Uhr (7) Tochter ist 15 kostenlos egal wo lieber VHS bei der für Frauen ? , - 31785 10 km um".split()
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=25).map(lambda words: " ".join(words)[:200]))
_FACTS = st.builds(
    Fact,
    key=st.sampled_from(("topic", "place", "level", "free", "age", "any")),
    value=st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=10)),
    start=st.integers(0, 50),
    end=st.integers(50, 100),
    role=st.sampled_from((SAID, FOLLOWS, EXCLUDE, DROP, SECOND)),
)
_UNDERSTANDINGS = st.builds(
    Understanding,
    facts=st.lists(_FACTS, max_size=5).map(tuple),
    elsewhere=st.lists(st.text(max_size=10), max_size=3).map(tuple),
    cues=st.frozensets(st.text(max_size=10), max_size=3),
    ambiguous_places=st.lists(st.text(max_size=10), max_size=3).map(tuple),
    numbers=st.lists(st.integers(-1, 9), max_size=3).map(tuple),
    words=st.integers(0, 50),
)


@given(text=_TEXTS)
def test_no_text_breaks_the_understanding_and_facts_lie_inside_it(text: str, understand: Understand) -> None:
    for fact in understand(text).facts:
        assert 0 <= fact.start <= fact.end <= len(text)


@given(text=_TEXTS)
def test_what_is_understood_of_a_text_survives_the_way_through_rasa(text: str, understand: Understand) -> None:
    found = understand(text)
    assert Understanding.from_entities(found.as_entities(), found.words) == found


@given(found=_UNDERSTANDINGS)
def test_any_understanding_survives_the_way_through_rasa(found: Understanding) -> None:
    assert Understanding.from_entities(found.as_entities(), found.words) == found


def test_entities_of_a_button_count_as_said() -> None:
    found = Understanding.from_entities([{"entity": "place", "value": "Hameln"}])
    assert found.of("place") == [Fact("place", "Hameln", 0, 0, SAID)]


def test_said_keys_are_those_that_a_person_named() -> None:
    facts = (Fact("topic", "yoga", 0, 4), Fact("area", "x", 0, 4, FOLLOWS), Fact("place", "Hameln", 5, 9, EXCLUDE))
    assert Understanding(facts=(*facts, Fact("free", None, 9, 9, DROP))).said_keys == {"topic", "place", "free"}


def test_understanding_the_same_text_twice_gives_the_same(understand: Understand) -> None:
    text = "Deutschkurs A1 in Hameln, nicht abends, für meine Tochter (7)"
    assert understand(text) == understand(text)
