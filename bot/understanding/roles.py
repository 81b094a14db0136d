"""Whether what is mentioned is wanted, not wanted, or does not matter: negation and its scope."""

from collections.abc import Callable

from spacy.tokens import Doc, Token

from catalogue.vocabulary import Mention

NEGATORS = frozenset(
    "nicht nich net kein keine keinen keinem keiner keines keins ohne ausser nie niemals weder ungern".split()
)
ASKING = frozenset(
    "suche suchen sucht such mochte mochten will wollen wurde gibt gibts wo lernen brauche brauchen"
    " braucht interessiere interessiert bieten lust bock anbieten hatte hatten kann wer welche welcher"
    " welches finde finden bietet will wunsche interesse sollte machen".split()
)
_ABOUT = frozenset("fur in zu zum zur uber mit im als um an rund thema bereich richtung was".split())
_BORDERS = frozenset(". ; ! ? , : aber sondern weil denn da dass und".split())
# What may stand between a negator and what it negates: "nicht gerade in der Stadt Hameln".
_LIGHT = frozenset(
    "in im am an auf bei beim zu zum zur aus der die das den dem des ein eine einen einem so gerade"
    " unbedingt mehr schon bloss nur fur vom von normales normaler normale reinen reine reiner extra"
    " wieder noch bitte direkt ganz stadt ort richtung nach den mir uns euch".split()
)
_SENTENCE_ENDS = frozenset(".!?\n;")
_CLAUSE_ENDS = _SENTENCE_ENDS | {","}
CONJUNCTIONS = frozenset("aber weil dass und denn wenn".split())
_REACH_BACK = 4
_REACH_AHEAD = 10
# "Freitags geht nicht", "abends kann ich leider nicht", "dienstags passt es uns nicht"
_CANNOT = frozenset(
    "geht gehts kann konnen passt klappt mochte mochten will ginge ginge passen habe hab ist ware wollen"
    " mag brauche braucht brauchen sind".split()
)
_DENYING = frozenset("nicht nich net nie schlecht unmoglich ausgeschlossen keinen keine kein".split())
# "Ich kann kein Deutsch" asks for German.
_LACKING = frozenset(
    "kann kannst konnen spreche spricht sprechen verstehe versteht verstehen noch habe hab hat haben bisher".split()
)


def is_negated(doc: Doc, start: int, end: int, *, by_verb: bool = False, unless: str = "") -> bool:
    """Whether the mention [start, end) is negated: by a word before it, or by a verb after it.

    `unless` is a negator that does not count ("ohne Hauptschule" excludes no school).
    """
    if any(token._.plain.startswith("wohn") for token in doc[max(0, start - 3) : start]):
        return False
    return _negated_before(doc, start, unless) or (by_verb and _negated_after(doc, end))


def is_lacking(doc: Doc, start: int) -> bool:
    """Whether the negation says that somebody lacks the skill: "spricht noch kein Deutsch"."""
    words = [token._.plain for token in doc[max(0, start - 5) : start]]
    after = [token._.plain for token in doc[start + 1 : start + 5]]
    return any(word in _LACKING for word in words) or any(word in _LACKING for word in after)


def _negated_before(doc: Doc, start: int, unless: str) -> bool:
    position = start - 1
    while position >= 0 and start - position <= _REACH_BACK:
        word = doc[position]._.plain
        if word in NEGATORS and word != unless:
            following = doc[position + 1]._.plain if position + 1 < len(doc) else ""
            return following not in ("nur", "so", "zu", "weit") and not _is_question_tag(doc, position)
        if word in _BORDERS or word not in _LIGHT:
            return False
        position -= 1
    return False


def _is_question_tag(doc: Doc, position: int) -> bool:
    """ "Gibt es nicht in Hameln ...?" asks and denies nothing."""
    before = [token._.plain for token in doc[max(0, position - 3) : position]]
    return "gibt" in before and doc[position]._.plain == "nicht"


def _negated_after(doc: Doc, end: int) -> bool:
    window: list[str] = []
    for token in doc[end : end + _REACH_AHEAD]:
        word = token._.plain
        if word in _BORDERS - {"und", "aber"} or (window[-1:] == ["und"] and word in _CANNOT):
            break
        window.append(word)
    for index, word in enumerate(window):
        if word in _DENYING:
            if index + 1 < len(window) and window[index + 1] in ("nur", "so", "zu", "weit", "weiter", "viel", "langer"):
                return False
            return index == 0 or any(verb in _CANNOT for verb in window[:index])
    return False


def is_attached(doc: Doc, mention: Mention, kind_tokens: set[int]) -> bool:
    """Whether a topic belongs to a kind: "Yogakurs", "Yoga-Kurs", "Kurs für Yoga", "Beratung zu Schulden"."""
    if mention.start in kind_tokens:
        return True
    if mention.end in kind_tokens or (mention.end < len(doc) and doc[mention.end].text == "-"):
        return True
    position = mention.start - 1
    while position >= 0 and mention.start - position <= 3:
        if position in kind_tokens:
            return True
        if doc[position]._.plain not in _ABOUT | {"der", "die", "das", "den", "dem"}:
            return False
        position -= 1
    return False


def stretch(doc: Doc, position: int, opens: Callable[[Token], bool], closes: Callable[[Token], bool]) -> range:
    """The tokens around a position: back to one that opens what follows it, on to one that closes it."""
    start = position
    while start > 0 and not opens(doc[start - 1]):
        start -= 1
    end = position
    while end < len(doc) and not closes(doc[end]):
        end += 1
    return range(start, end)


def sentence_of(doc: Doc, position: int) -> range:
    """The tokens of the sentence around a position."""
    return stretch(doc, position, _ends_sentence, _ends_sentence)


def clause_of(doc: Doc, position: int) -> range:
    """The tokens of the clause around a position: after a comma or a conjunction, up to the next comma."""
    return stretch(doc, position, _opens_clause, _ends_clause)


def _ends_sentence(token: Token) -> bool:
    return token.text in _SENTENCE_ENDS


def _ends_clause(token: Token) -> bool:
    return token.text in _CLAUSE_ENDS


def _opens_clause(token: Token) -> bool:
    return _ends_clause(token) or token._.plain in CONJUNCTIONS
