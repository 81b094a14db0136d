"""What the chat element says of keeping messages and of answers that helped, in the language of a conversation.

The element itself is small and speaks German only: these words come to it with every answer.
"""

from functools import lru_cache

from actions.answers.texts import GERMAN, PLAIN, Texts, texts_in
from bot.channels.incoming import Answer
from catalogue.region import Region

Words = dict[str, str]


def consent_words(region: Region, language: str = GERMAN) -> dict[str, Words]:
    """`review`: the words of the switch. Empty where nothing is kept: no switch is shown then."""
    if not region.review_days:
        return {}
    texts = _texts(region, language)
    what = texts.label("review_what", days=region.review_days, office=region.office.name)
    words = {name: texts.label(f"review_{name}") for name in ("switch", "more", "on", "off")}
    return {"review": {"lang": texts.code, "what": what, **words}}


def words_beside(answer: Answer, region: Region) -> dict[str, Words]:
    """What goes with an answer: `review`, and below offers `helpful`, the question whether they helped.

    Counsellors write about others, who have agreed to nothing: they are asked neither.
    """
    if answer.is_counsellor:
        return {}
    language = PLAIN if answer.is_plain else answer.language
    beside = consent_words(region, language)
    if answer.has_offers:
        texts = _texts(region, language)
        beside["helpful"] = {name: texts.label(f"thumb_{name}") for name in ("question", "yes", "no", "thanks")}
    return beside


@lru_cache(maxsize=32)
def _texts(region: Region, language: str) -> Texts:
    """Words only, without sentences: these stand in the domain."""
    return texts_in(language, {"responses": {}}, region)
