"""Offers as they come from the catalogue, as short as the test that needs them, and of any shape."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from catalogue.models import Offer, OfferText, Provider
from catalogue.region import load_region
from catalogue.slugs import offer_key
from catalogue.submissions.readers.entries import CELL_ERRORS
from catalogue.submissions.readers.plain_text import DAMAGED, tidy
from catalogue.submissions.readers.table import ACROSS, NO_RESULT
from catalogue.values import FORMATS, LANGUAGES, LEVELS, STATUSES, WEEKDAYS

_REGION = load_region()
_OF_TEXT = (
    "description", "keywords", "contact_person", "phone", "email", "url", "counsellor_phone", "street", "cost_note",
    "registration",
)  # fmt: skip


def offer(provider: str = "Kulturhaus Muster", **facts: Any) -> Offer:
    """A course in Hameln of which little is known; `facts` replace or add attributes of Offer and OfferText."""
    known: dict[str, Any] = {
        "reference": "K-1",
        "title": "Offener Nachmittag",
        "area": "Kultur und Freizeit",
        "kind": "Kurs",
        "place": "Hameln",
        "municipality": "Hameln",
        "latitude": 52.10397,
        "longitude": 9.35623,
        "format": "Präsenz",
        "status": "offen",
        "confirmed": date(2027, 1, 12),
        **dict.fromkeys(("audiences", "levels", "languages", "weekdays", "keywords"), ()),
        **facts,
    }
    text = OfferText(**{name: known.pop(name) for name in _OF_TEXT if name in known})
    known.setdefault("key", f"kulturhaus-muster/{known['reference']}")
    return Offer(**known, provider=Provider(slug="kulturhaus-muster", name=provider), text=text)


# Near the change to summer time, far off, and at both ends of what a calendar can hold.
_DAYS = st.one_of(
    st.dates(date(2027, 3, 20), date(2027, 4, 5)),
    st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    st.dates(),
    st.just(date.max),
)
_TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
_WORDS = st.text(max_size=80)
_NASTY = st.sampled_from(["</script>", "<!--", "“\"'", "\\n;,:", "😀" * 40, "a\x00\r\x0b\x85\u2028\u2029b", "ß" * 90])
# The library reads "\N" in a text as a line break; that is not what these tests are about.
_ANY_TEXT = st.one_of(_WORDS, _NASTY, st.tuples(_WORDS, _NASTY, _WORDS).map("".join)).filter(lambda s: "\\N" not in s)


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=4).map(tuple)


def _or_none(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@st.composite
def _spans(draw: st.DrawFn) -> tuple[date | None, date | None]:
    begins = draw(_or_none(_DAYS))
    if begins is None or draw(st.booleans()):
        return begins, draw(_or_none(_DAYS))
    ordinal = begins.toordinal() + draw(st.integers(0, 40))
    return begins, date.fromordinal(min(ordinal, date.max.toordinal()))


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """Any offer that can stand in a catalogue, and some that cannot: the exports must not fail on them."""
    begins, ends = draw(_spans())
    place = draw(st.sampled_from(_REGION.gazetteer.places))
    is_somewhere = draw(st.booleans())
    facts: dict[str, Any] = {name: draw(_or_none(_ANY_TEXT)) for name in _OF_TEXT if name != "keywords"}
    return offer(
        draw(_ANY_TEXT),
        **facts,
        reference=draw(_ANY_TEXT),
        title=draw(_ANY_TEXT),
        area=draw(st.sampled_from(_REGION.areas)).name,
        kind=draw(_or_none(st.sampled_from([kind.name for kind in _REGION.kinds]))),
        place=place.title if is_somewhere else None,
        municipality=place.municipality if is_somewhere else None,
        latitude=place.latitude if is_somewhere else None,
        longitude=place.longitude if is_somewhere else None,
        postcode=draw(_or_none(st.from_regex(r"[0-9]{5}", fullmatch=True))),
        format=draw(st.sampled_from(FORMATS)),
        status=draw(st.sampled_from(STATUSES)),
        begins=begins,
        ends=ends,
        weekdays=draw(_some(WEEKDAYS)),
        starts_at=draw(_or_none(_TIMES)),
        ends_at=draw(_or_none(_TIMES)),
        cost=draw(_or_none(st.just(0.0) | st.floats(0, 10_000))),
        age_from=draw(_or_none(st.integers(0, 120))),
        age_to=draw(_or_none(st.integers(0, 120))),
        women_only=draw(_or_none(st.booleans())),
        audiences=draw(_some(tuple(term.name for term in _REGION.audiences))),
        levels=draw(_some(LEVELS)),
        languages=draw(_some(LANGUAGES)),
        keywords=draw(st.lists(_ANY_TEXT.filter(bool), max_size=3).map(tuple)),
        confirmed=draw(st.dates(date(2026, 1, 1), date(2027, 12, 31))),
    )


# --- offers that could have come in by a submission

# Signs that nobody sees are taken out by the reader, and those that are damaged are refused.
_NO_TEXTS = {*CELL_ERRORS, NO_RESULT, ACROSS}


def _can_come_in(text: str) -> bool:
    return text == tidy(text) and DAMAGED not in text and text.upper() not in _NO_TEXTS


_LINE = st.text(max_size=60).map(lambda text: " ".join(tidy(text).split())).filter(_can_come_in)
# What spreadsheets, separators, markup and reading directions could make something else of.
_TRICKY_LINES = st.sampled_from(
    [
        "=SUMME(A1)", "+49 5151 000-1", "-1+2", "@home", "'so'", "''=1", "'=1+1", "=cmd|' /C calc'!A0", 'Er sagt "ja"',
        '"', "a;b,c", "<b>fett</b> & &amp; mehr", "<!-- x", "a\\nb\\,c", "Größe: Übergrößen", "😀 👩\u200d👧 fertig",
        "שלום עולם", "مرحبا بكم", "\u202eabc", "Zeile: 1; BEGIN:VEVENT", "ß" * 400, "1.250,00", "^n ^' ^^",
    ]
)  # fmt: skip
_LINES = _LINE | _TRICKY_LINES | st.tuples(_TRICKY_LINES, _LINE).map(lambda pair: " ".join(pair).strip())
_NAMES = _LINES.filter(bool)
_PARAGRAPHS = (
    st.text(max_size=60).map(tidy).filter(_can_come_in)
    | _LINES
    | st.sampled_from(["a\n\nb  c", "Zeile\n\n\n\nZeile", "=1\n=2", "x" * 33_000, "– eins\n– zwei", "a\tb"])
)
# What a submission calls "Bad Münder" is the whole town, not the part of it that has the same name.
_PLACES = [place for place in _REGION.gazetteer.places if list(_REGION.gazetteer.named(place.title)) == [place]]
_PLAUSIBLE_DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31)) | st.just(date.max) | st.just(date.min)
_STREETS = st.sampled_from(["Uferstieg 12", "Haus der Bildung, Mühlentorgasse 12a", "Am Markt", "Domäne 1-3"])


def _in_order(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return _some(values).map(lambda some: tuple(sorted(some, key=values.index)))


@st.composite
def valid_offers(draw: st.DrawFn, *, is_dated: bool = False) -> Offer:
    """Any offer that could have come in by a submission; `is_dated`: one that a calendar of our times can hold."""
    place = draw(_or_none(st.sampled_from(_PLACES)))
    first = draw(st.dates(date(2026, 1, 1), date(2029, 12, 31)) if is_dated else _PLAUSIBLE_DAYS)
    days = sorted([first, draw(_PLAUSIBLE_DAYS.filter(lambda day: day >= first or not is_dated))])
    ages = draw(st.lists(st.integers(0, 120), min_size=2, max_size=2).map(sorted))
    lines = ("contact_person", "phone", "cost_note", "counsellor_phone")
    facts: dict[str, Any] = {name: draw(_or_none(_LINES)) or None for name in lines}
    facts |= {name: draw(_or_none(_PARAGRAPHS)) or None for name in ("description", "registration")}
    provider, reference = draw(_NAMES), draw(_NAMES)
    return offer(
        provider,
        **facts,
        key=offer_key(provider, reference),
        reference=reference,
        title=draw(_NAMES),
        area=draw(st.sampled_from(_REGION.areas)).name,
        kind=draw(_or_none(st.sampled_from([kind.name for kind in _REGION.kinds]))),
        email=draw(_or_none(st.just("post@muster.example"))),
        url=draw(_or_none(st.sampled_from(["https://muster.example/a?b=1&c=2", "http://muster.example/bild.png"]))),
        place=place and place.title,
        municipality=place and place.municipality,
        latitude=place and place.latitude,
        longitude=place and place.longitude,
        postcode=draw(_or_none(st.from_regex(r"\A[0-9]{5}\Z"))),
        street=draw(_or_none(_STREETS | _LINES)) or None,
        format=draw(st.sampled_from(FORMATS)) if place else "Online",
        status=draw(st.sampled_from(STATUSES)),
        begins=draw(st.just(days[0]) if is_dated else _or_none(st.just(days[0]))),
        ends=draw(_or_none(st.just(days[1]))),
        weekdays=draw(_in_order(WEEKDAYS)),
        starts_at=draw(_or_none(_TIMES)),
        ends_at=draw(_or_none(_TIMES)),
        cost=draw(_or_none(st.just(0.0) | st.integers(0, 10**8).map(lambda cents: cents / 100))),
        age_from=draw(_or_none(st.just(ages[0]))),
        age_to=draw(_or_none(st.just(ages[1]))),
        women_only=draw(_or_none(st.booleans())),
        childcare=draw(_or_none(st.booleans())),
        accessible=draw(_or_none(st.booleans())),
        audiences=draw(_some(tuple(term.name for term in _REGION.audiences))),
        levels=draw(_in_order(LEVELS)),
        languages=draw(_some(LANGUAGES)),
        keywords=draw(st.lists(_NAMES.filter(lambda word: "|" not in word), max_size=3, unique=True).map(tuple)),
        confirmed=draw(st.dates(date(2026, 1, 1), date(2027, 1, 12))),
    )
