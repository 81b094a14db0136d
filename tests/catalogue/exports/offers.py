"""Offers as they come from the catalogue, as short as the test that needs them, and of any shape."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from catalogue.models import Offer, OfferText, Provider
from catalogue.region import load_region
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
