"""What openQ-Cat does not say in our words: area, kind, levels and audiences, derived from what it does say."""

import re

from catalogue.submissions.readers import closed_lists
from catalogue.submissions.readers.openqcat import codes
from catalogue.submissions.readers.openqcat.paths import CLASSIFICATION, DETAILS, EDUCATION, INFO
from catalogue.submissions.readers.plain_text import one_line
from catalogue.submissions.readers.xml_tree import Source
from catalogue.values import LANGUAGES

_LONGEST_TITLE, _LONGEST_AUDIENCE = 500, 4_000
_LANGUAGE = "|".join(map(re.escape, LANGUAGES))
_LANGUAGE_COURSE = re.compile(
    r"sprachkurs|sprachtraining|sprachförder|integrationskurs|deutschkurs|alphabetisierung|\bda[fz]\b|"
    rf"deutsch als (?:fremd|zweit)sprache|^(?:{_LANGUAGE})\b|wirtschafts(?:{_LANGUAGE})\b|\bbusiness english\b|"
    # "Kompaktkurs Spanisch A2": a language anywhere, and a level with it.
    rf"\b(?:{_LANGUAGE})\b.*\b[abc][12]\b",
    re.IGNORECASE,
)
# Only where the Bildungsart does not say what it is: "Ausbildung zum Yogalehrer" is further training.
_TOWARDS_WORK = re.compile(
    r"berufsvorbereit|berufsorientier|berufseinstieg|berufsausbildung|einstiegsqualifizierung|\bbv[bj]\b", re.IGNORECASE
)
_EVENT = re.compile(
    r"(?:informations?veranstaltung|info-?(?:veranstaltung|abend|tag)|vortrag|tag der offenen tür)\b", re.I
)

# Words of a target group → our audience. Frauen counts only where men are not named as well.
_AUDIENCES = {
    "Neuzugewanderte": re.compile(
        r"migrant|migrations|zugewandert|zuwander|geflüchtet|flüchtling|fluchthintergrund", re.I
    ),
    "Jugendliche": re.compile(r"jugendliche|junge menschen", re.I),
    "Schülerinnen und Schüler": re.compile(r"\bschüler", re.I),
    "Auszubildende": re.compile(r"\bauszubildende|\bazubi", re.I),
    "Eltern und Familien": re.compile(r"\beltern\b|\bmütter|\bväter|\bfamilien\b|alleinerziehend", re.I),
    "Seniorinnen und Senioren": re.compile(r"\bsenior(?:en|innen)", re.I),
    "Arbeitsuchende": re.compile(r"arbeits?such|arbeitslos|erwerbslos", re.I),
    "Beschäftigte": re.compile(r"beschäftigte|berufstätig|arbeitnehmer", re.I),
    "Frauen": re.compile(r"\bfrauen\b(?!\W+(?:und|oder|wie)\W+männer)(?<!männer und frauen)", re.I),
    "Menschen mit Behinderung": re.compile(r"behinder|rehabilitand|beeinträchtig", re.I),
    "Lehr- und Fachkräfte": re.compile(r"lehrkräfte|lehrer|erzieher|pädagog", re.I),
    "Ehrenamtliche": re.compile(r"ehrenamt", re.I),
}
# Those that nobody writes like this but whoever knows our names.
_ALL_AUDIENCES = frozenset({*_AUDIENCES, "Kinder", "Erwachsene", "Menschen mit geringem Einkommen"})


def area(source: Source) -> str:
    """Sprachbildung, Schule-Beruf, and else Weiterbildung: KURSNET has nothing that is not about work."""
    education = source.code(f"{INFO}/EDUCATION_TYPE")
    if source.text("COURSE_TYPE") == codes.LANGUAGE_SUPPORT or education == codes.JOB_LANGUAGE:
        return "Sprachbildung"
    if education in (codes.PREPARATION, codes.APPRENTICESHIP):
        return "Schule-Beruf"
    if _LANGUAGE_COURSE.search(_title(source)):
        return "Sprachbildung"
    is_open = education in ("", codes.UNASSIGNED, codes.GENERAL)
    return "Schule-Beruf" if is_open and _TOWARDS_WORK.search(_title(source)) else "Weiterbildung"


def kind(source: Source) -> str:
    """Kurs, unless it is said that it is something else; of a degree course we have no name."""
    education = source.code(f"{INFO}/EDUCATION_TYPE")
    if education == codes.APPRENTICESHIP:
        return "Ausbildung"
    if source.text("COURSE_TYPE") == codes.STUDY or education in (codes.FIRST_DEGREE, codes.FURTHER_DEGREE):
        return ""
    if education in (codes.GENERAL, codes.PREPARATION) and source.code(f"{INFO}/INSTITUTION") in codes.SCHOOLS:
        return "Schulform"
    is_coaching = source.code(f"{INFO}/INSTRUCTION_FORM") == codes.ONE_TO_ONE
    if source.text("COURSE_TYPE") == codes.ACTIVATION and is_coaching:
        return "Beratung"
    return "Veranstaltung" if _EVENT.match(_title(source)) else "Kurs"


def levels(source: Source) -> list[str]:
    """Of language courses only: elsewhere "B1" is a driving licence or a room."""
    if area(source) != "Sprachbildung":
        return []
    goals = (codes.LANGUAGE_GOALS.get(name, "") for name in source.texts(f"{CLASSIFICATION}/FEATURE/FNAME"))
    return closed_lists.levels_in([*goals, _title(source)])


def audiences(source: Source) -> list[str]:
    """Those that the target group names, in its order; whom it leaves out is not meant."""
    text = _target_group(source)
    if _is_in_our_words(text):
        return text.split(", ")
    clauses = closed_lists.affirmed(text)
    found = [name for name, words in _AUDIENCES.items() if any(map(words.search, clauses))]
    is_rehabilitation = source.code(f"{INFO}/EDUCATION_TYPE") == codes.REHABILITATION
    if is_rehabilitation or source.texts(f"{EDUCATION}/HANDICAP/HAND_NAME"):
        found.append("Menschen mit Behinderung")
    return list(dict.fromkeys(found))


def only_women(source: Source) -> bool:
    return closed_lists.only_women(_target_group(source))


def target_group(source: Source) -> str:
    """The target group in the supplier's words, where these say more than our names of audiences."""
    text = _target_group(source)
    return "" if _is_in_our_words(text) else text


def _is_in_our_words(text: str) -> bool:
    return set(text.split(", ")) <= _ALL_AUDIENCES


def _target_group(source: Source) -> str:
    return one_line(" ".join(source.texts(f"{DETAILS}/TARGET_GROUP/TARGET_GROUP_TEXT")))[:_LONGEST_AUDIENCE]


def _title(source: Source) -> str:
    return one_line(source.text(f"{DETAILS}/TITLE"))[:_LONGEST_TITLE]
