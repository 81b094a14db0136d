"""Places in a message: municipalities, Ortsteile, neighbours, postcodes, the district, surroundings."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from bot.understanding.lexicon import Lexicon, PlaceName
from catalogue.german import plain
from catalogue.vocabulary import Meaning, Mention

SURROUNDINGS_KM = 15.0
_PREPOSITIONS = frozenset(
    "in im bei beim aus nach um von nahe raum nahe bis ab ortsteil stadtteil gemeinde stadt flecken nahe"
    " richtung wohnort wohne wohnt wohnen sondern nicht".split()
)
# What may stand between a word for surroundings and the place: "in der Nähe von", "Raum".
_BETWEEN = frozenset("von der des um dem den die in im".split())
_RADIUS = re.compile(r"(\d{1,3})\s*(?:km|kilometer\w*)\b", re.IGNORECASE)
_MOST_WORDS_OF_A_KEYWORD_QUERY = 4


@dataclass(frozen=True)
class PlaceMention:
    """Tokens [start, end) that name a place: titles of the gazetteer (several where it is ambiguous) or a postcode."""

    start: int
    end: int
    titles: tuple[str, ...]
    surroundings: bool = False
    too_far: bool = False

    @property
    def is_ambiguous(self) -> bool:
        return len(self.titles) > 1

    def as_mention(self) -> Mention:
        return Mention(self.start, self.end, Meaning("place", self.titles[0]))


def find_places(doc: Doc, lexicon: Lexicon) -> list[PlaceMention]:
    """All places named, in the order of the message."""
    mentions: list[PlaceMention] = []
    position = 0
    # First in the spelling meant, then as typed: a correction may have spoilt a name.
    shapes = (tuple(token._.plain for token in doc), tuple(_typed(token) for token in doc))
    while position < len(doc):
        name, end = _longest_name(doc, position, shapes, lexicon)
        if name and (not name.ordinary or _expected(doc, position, end, mentions)):
            mention = _mention(doc, position, end, name.titles, lexicon)
            mentions.append(replace(mention, too_far=_is_too_far(doc, end)))
            position = end
            continue
        if doc[position].text in lexicon.region.gazetteer.postcodes:
            mentions.append(_mention(doc, position, position + 1, (doc[position].text,), lexicon))
        position += 1
    return _merged(_without_their_municipality(doc, mentions, lexicon), lexicon)


def _longest_name(
    doc: Doc, position: int, spellings: tuple[tuple[str, ...], ...], lexicon: Lexicon
) -> tuple[PlaceName | None, int]:
    """The longest name that begins at a token; hyphens and dots inside are passed over."""
    if abbreviated := _abbreviated(doc, position, lexicon):
        return abbreviated, position + 2
    for shapes in spellings:
        for name in lexicon.places.get(shapes[position], ()):
            end = position
            for word in name.words:
                while end > position and end < len(doc) and doc[end].text in "-–./":
                    end += 1
                if end >= len(doc) or shapes[end] != word:
                    break
                end += 1
            else:
                # "hm, lieber abends": a sigh, and not Hameln.
                sigh = position == 0 and end == 1 and len(doc) > 2 and len(doc[0].text) == 2 and doc[0].text.islower()
                return (None, position) if sigh else (name, end)
    return None, position


def _abbreviated(doc: Doc, position: int, lexicon: Lexicon) -> PlaceName | None:
    """ "Coppenbr.": the only place whose name begins so."""
    shape = _typed(doc[position])
    if len(shape) < 5 or position + 1 >= len(doc) or doc[position + 1].text != "." or shape in lexicon.places:
        return None
    titles = {place.title for place in lexicon.region.gazetteer.places if plain(place.name).startswith(shape)}
    return PlaceName((shape,), tuple(titles), False) if len(titles) == 1 else None


def _is_too_far(doc: Doc, end: int) -> bool:
    """ "Hannover ist mir zu weit": not there."""
    after = [token._.plain for token in doc[end : end + 6]]
    return "zu" in after and after[after.index("zu") + 1 : after.index("zu") + 2] == ["weit"]


def _typed(token: Token) -> str:
    return plain(token.text)


def _expected(doc: Doc, start: int, end: int, found: Sequence[PlaceMention]) -> bool:
    """Whether an ordinary word stands where a place would: "in Springe", "yoga springe"."""
    position = start - 1
    while position >= 0 and doc[position].text == ".":
        position -= 1
    before = doc[position]._.plain if position >= 0 else ""
    if before in _PREPOSITIONS or (
        before in ("oder", "od", "und", "/", ",", "-") and found and found[-1].end >= start - 2
    ):
        return True
    words = sum(1 for token in doc if token.text[0].isalnum())
    return words <= _MOST_WORDS_OF_A_KEYWORD_QUERY and (doc[start].text[0].isupper() or end == len(doc)) and words > 1


def _mention(doc: Doc, start: int, end: int, titles: tuple[str, ...], lexicon: Lexicon) -> PlaceMention:
    return PlaceMention(start, end, titles, _asks_for_surroundings(doc, start, end, lexicon))


def _asks_for_surroundings(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    position = start - 1
    while position >= 0 and start - position <= 3 and doc[position]._.plain in _BETWEEN:
        position -= 1
    # "Bringt ihnen jemand Radfahren bei in Rohrsen": a part of the verb.
    words = lexicon.surroundings - {"um", "rum"} - ({"bei"} if doc[start - 1]._.plain in ("in", "im") else set())
    if position >= 0 and doc[position]._.plain in words:
        return True
    after = [token._.plain for token in doc[end : end + 4]]
    return any(word in ("umgebung", "umland", "umkreis", "drumherum", "umzu") for word in after[:3]) or (
        bool(after) and after[0] == "rum"
    )


def _without_their_municipality(doc: Doc, mentions: list[PlaceMention], lexicon: Lexicon) -> list[PlaceMention]:
    """ "Rohrsen in Hameln", "Hameln-Rohrsen": a municipality beside its own Ortsteil only says which one.

    Its mention then stands for the Ortsteil as well, so that its words are not taken for anything else.
    """
    gazetteer = lexicon.region.gazetteer
    known = [gazetteer.get(mention.titles[0]) for mention in mentions if not mention.is_ambiguous]
    named = {place.municipality for place in known if place}
    decided: list[PlaceMention] = []
    stands_for: dict[str, str] = {}
    for mention in mentions:
        if mention.is_ambiguous:
            here = tuple(title for title in mention.titles if gazetteer[title].municipality in named)
            if len(here) == 1:
                stands_for[gazetteer[here[0]].municipality] = here[0]
                mention = replace(mention, titles=here)
        decided.append(mention)
    for mention, following in itertools.pairwise(decided):
        place = gazetteer.get(following.titles[0])
        beside = {token.text for token in doc[mention.end : following.start]} <= {"-", "–", "("}
        if beside and place and place.has_circle and place.municipality == mention.titles[0]:
            stands_for[place.municipality] = place.title
    return [
        mention
        if mention.is_ambiguous
        else replace(mention, titles=(stands_for.get(mention.titles[0], mention.titles[0]),))
        for mention in decided
    ]


def _merged(mentions: list[PlaceMention], lexicon: Lexicon) -> list[PlaceMention]:
    """A postcode beside the place it belongs to says nothing new ("31812 Bad Pyrmont")."""
    gazetteer = lexicon.region.gazetteer
    kept = []
    for mention in mentions:
        title = mention.titles[0]
        same = title.isdigit() and any(
            (place := gazetteer.get(other.titles[0])) and title in place.postcodes
            for other in mentions
            if not other.titles[0].isdigit() and abs(other.start - mention.end) <= 2
        )
        if not same:
            kept.append(mention)
    return kept


def find_radius(text: str) -> tuple[float, int, int] | None:
    """A distance in kilometres and where it stands."""
    match = _RADIUS.search(text)
    return (float(match.group(1)), match.start(), match.end()) if match else None


def bare_surroundings(doc: Doc) -> Token | None:
    """The word that asks for surroundings without naming a place ("in der Nähe")."""
    for token in doc:
        if token._.plain in ("nahe", "umgebung", "umkreis"):
            return token
    return None
