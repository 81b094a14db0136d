"""What kind of turn a message is: the classifier's guess, grounded in what was recognised.

A classifier with one purpose in mind takes everything for a search ("Pizza bestellen in Bad
Pyrmont"). So a search needs something of the vocabulary or of the catalogue's own words; and where
a subject was named, no smalltalk hides it.
"""

from bot.understanding.facts import OUTDATED, SAID, UNSUITED, Understanding
from bot.understanding.lexicon import WAYS_OF_SPEAKING

SEARCHING = frozenset(("search", "refine"))
ABOUT_SHOWN_OFFERS = frozenset(("detail", "contact", "why", "more"))
WRONG_ENTRY = "wrong_entry"
# Kinds of turn in which a subject may be named without being searched for.
_KEEPS_SUBJECT = frozenset(("human", "restart", "complaint", "privacy", "bot_challenge", "insult", "help"))
# Naming one of these is a wish, not a question about an offer.
_CONDITIONS = frozenset(("place", "audience", "level", "format", "weekdays", "radius_km", "languages", "time", "age"))
_ABOUT_US = frozenset(("human", "thanks", "goodbye", "complaint", "privacy", "bot_challenge", "restart", "insult"))
# Keys that only somebody says who looks for an offer.
_OF_A_WISH = frozenset(("audience", "level", "free", "childcare", "accessible", "women_only", "kind", "area", "place"))
_MAY_ASK_FOR_OLD_ONES = SEARCHING | ABOUT_SHOWN_OFFERS | {"out_of_scope", "unclear", "affirm"}
_FEW = 8
_KEYWORDS = 3
_SURE = 0.6
_QUITE_SURE = 0.45
_MORE_THAN_SURE = 0.75
_VERY_SURE = 0.9


def decide(intent: str, confidence: float, found: Understanding) -> str:
    """The kind of turn of a message, given the classifier's best intent and its confidence (0 to 1)."""
    if "crisis" in found.cues:
        return "crisis"
    if intent in SEARCHING and _is_about_learning(found):
        found = found.with_described()
    if found.cues & UNSUITED.keys() and not found.facts and not found.elsewhere and found.words <= _FEW:
        return "unclear"
    if intent == WRONG_ENTRY:
        return _reported(confidence, found)
    if found.cues & WAYS_OF_SPEAKING and not _has_subject(found) and found.words <= 2 * _FEW:
        return "usual_language" if "usual_language" in found.cues else "plain_language"
    if {"reason", "shown"} <= found.cues or ("reason" in found.cues and (found.numbers or intent == "why")):
        return "why"
    if found.numbers and "contact" in found.cues and not _has_subject(found):
        return "contact"
    if OUTDATED in found.cues and intent in _MAY_ASK_FOR_OLD_ONES and not found.of("topic"):
        return "more"
    if "human" in found.cues and intent not in ("privacy", "complaint", "bot_challenge"):
        return "human"
    if intent == "out_of_scope" and found.ambiguous_places and found.words <= _FEW:
        return "refine"
    if intent == "restart" and "anew" in found.cues and found.of("topic"):
        return "search"
    if intent in ("out_of_scope", "help") and found.numbers and not found.elsewhere and not _has_subject(found):
        return "detail"
    # Only somebody who looks for offers says how far away they may be.
    if intent == "out_of_scope" and "radius_km" in found.said_keys and not found.elsewhere:
        return "refine"
    if _belongs_elsewhere(intent, confidence, found):
        return "out_of_scope"
    if intent in SEARCHING:
        return _grounded_search(intent, found)
    if intent in ABOUT_SHOWN_OFFERS:
        return _about_shown(intent, confidence, found)
    if intent == "complaint" and found.said_keys & _CONDITIONS - {"audience"}:
        return "refine"
    if (
        intent in ("goodbye", "thanks")
        and confidence >= _SURE
        and found.words <= _FEW
        and not found.said_keys - {"topic"}
    ):
        return intent
    if intent in ("goodbye", "thanks") and confidence >= _VERY_SURE and found.words <= _FEW:
        return intent
    if intent in ("deny", "affirm", "goodbye", "thanks") and found.said_keys - {"topic"}:
        return "refine"
    if intent in _KEEPS_SUBJECT and confidence >= (_SURE if _has_subject(found) else _QUITE_SURE):
        return intent
    if _is_short_subject(found) and ("elliptical" in found.cues or not found.elsewhere):
        return "search"
    if _has_subject(found) and (intent != "out_of_scope" or (confidence < _MORE_THAN_SURE and _is_asked_for(found))):
        return "search"
    if intent == "out_of_scope":
        return _declined(confidence, found)
    if (_is_refinement(found) and intent not in ("thanks", "goodbye", "greet")) or len(found.said_keys) >= 2:
        return "refine"
    return intent


def _reported(confidence: float, found: Understanding) -> str:
    """An offer's facts are said to be wrong; one's own wish is corrected: "falsch, ich meinte Aerzen"."""
    conditions = found.said_keys & _CONDITIONS
    if conditions and found.cues & {"correction", "elliptical"} and not found.numbers:
        return "refine"
    if confidence >= (_SURE if conditions or _has_subject(found) else _QUITE_SURE):
        return WRONG_ENTRY
    return decide("complaint", confidence, found)


def _is_about_learning(found: Understanding) -> bool:
    """Whether a topic that nobody named may be meant: many messages that ask for no offer sound like some topic."""
    return "education" in found.cues or bool(found.of("kind")) or found.words > 2 * _FEW


def _grounded_search(intent: str, found: Understanding) -> str:
    if not _is_grounded(found):
        if found.said_keys - {"topic"}:
            return "refine"
        return "unclear" if found.words > _FEW // 2 else "out_of_scope"
    if found.numbers and not found.said_keys:
        return "contact" if "contact" in found.cues else "detail"
    if found.said_keys or any(fact.key == "area" for fact in found.facts):
        return intent
    return "unclear"


def _about_shown(intent: str, confidence: float, found: Understanding) -> str:
    """ "Was kostet der zweite?" asks about an offer; "Kurs Nähen, was kostet das?" is a search."""
    if intent != "more" and not found.numbers and found.said_keys & _CONDITIONS:
        return "refine"
    if intent == "more" and "elliptical" in found.cues and _is_short_subject(found) and found.words <= 2:
        return "search"
    names_new = _has_subject(found) and bool(found.said_keys - {"topic", "kind"})
    if found.numbers or (confidence >= _SURE and not names_new):
        return intent
    return "search" if _has_subject(found) else intent


def _declined(confidence: float, found: Understanding) -> str:
    """No subject: only short messages of conditions ("Hameln", "samstags") still refine."""
    if found.numbers and "contact" in found.cues:
        return "contact"
    short = found.words <= 4
    if (found.words == 1 or (short and confidence < _SURE)) and found.said_keys and not found.elsewhere:
        return "refine"
    return "out_of_scope"


def _is_grounded(found: Understanding) -> bool:
    """Whether a subject was named by the vocabulary, or a word unknown to it in the frame of learning.

    Free words alone ground nothing in a longer message: "einen Tisch für acht" finds no furniture courses.
    """
    free = [fact for fact in found.of("topic") if not found.knows(fact.value)]
    others = found.said_keys - {"topic"}
    if not free or "education" in found.cues or found.of("kind") or found.of("topic")[0] not in free:
        return True
    return found.words <= _KEYWORDS or "elliptical" in found.cues or bool(others & {"audience", "level"})


def _belongs_elsewhere(intent: str, confidence: float, found: Understanding) -> bool:
    """Something that is no education offer was named, and nothing says that learning is meant."""
    if not found.elsewhere:
        return False
    if not _has_subject(found):
        return not (intent == "refine" and found.said_keys) and intent not in _ABOUT_US
    if "education" in found.cues:
        return intent == "out_of_scope" and not found.of("topic")
    short = found.words <= _FEW // 2
    wanted = short or confidence >= _VERY_SURE or bool(found.said_keys & _OF_A_WISH)
    return not (wanted and (short or intent in SEARCHING))


def _has_subject(found: Understanding) -> bool:
    return any(fact.key in ("topic", "kind", "area") and fact.role == SAID for fact in found.facts)


def _is_short_subject(found: Understanding) -> bool:
    """A topic of the vocabulary and hardly anything else: "lieber Sozialassistent", "fsj krankenhaus"."""
    known = any(found.knows(fact.value) for fact in found.of("topic"))
    return known and (found.words <= _KEYWORDS or ("elliptical" in found.cues and found.words <= _FEW))


def _is_asked_for(found: Understanding) -> bool:
    """Whether a message that looks out of scope names an offer all the same."""
    kinds = found.of("kind")
    topics = found.of("topic")
    short = "elliptical" in found.cues or found.words <= _FEW - 2
    return bool(topics) and ("education" in found.cues or bool(kinds) or short) and not found.elsewhere


def _is_refinement(found: Understanding) -> bool:
    return bool(found.said_keys) and found.words <= 6
