"""What a course of a Volkshochschule is about, and for whom, from its DVV number and its keywords."""

import re

from catalogue.submissions.readers import closed_lists

# Programmbereich of the DVV → our area. Health and culture are leisure here, unless they are for families; what is
# about politics and society is general further education. Grundbildung (6, in Berlin also 7) is not one thing:
# learning to read is Sprachbildung, a school certificate Schule-Beruf, the rest helps to take part.
_DVV_AREAS = {
    "1": "Weiterbildung", "2": "Kultur und Freizeit", "3": "Kultur und Freizeit", "4": "Sprachbildung",
    "5": "Weiterbildung", "6": "Unterstützung und Teilhabe", "7": "Unterstützung und Teilhabe",
}  # fmt: skip
# What the keywords may say instead: the number is the wider of the two.
_RATHER = {
    "1": ("Familienbildung", "Frühe Bildung", "Unterstützung und Teilhabe", "Kultur und Freizeit"),
    "2": ("Familienbildung",),
    "3": ("Familienbildung",),
    "5": ("Schule-Beruf", "Frühe Bildung"),
    "6": ("Sprachbildung", "Schule-Beruf"),
    "7": ("Sprachbildung", "Schule-Beruf"),
}
_KINDS = {
    "Beratung": r"beratung", "Veranstaltung": r"einzelveranstaltung|vortrag|veranstaltung|exkursion|lesung|konzert",
    "Kurs": r"kurs|workshop|bildungsurlaub|bildungszeit|seminar|lehrgang|training|prüfung",
}  # fmt: skip
# Keywords that name people, not subjects.
_PEOPLE = re.compile(
    r"arbeitslose|frauen|jugendliche|eltern|eltern und kinder|familien|kinder|menschen mit behinderung"
    r"|migrant(?::innen|innen und migranten|en)|senior(?:en|:innen|innen und senioren)|geflüchtete|ehrenamtliche"
)
_DIGITAL = {"online_angebot": "Online", "selbstlernangebot": "Online", "blended_learning": "Hybrid"}
_DIGITAL_WORDS = {
    "Hybrid": r"hybridkurs|hybrid|blended[- ]learning(?:[- ]kurs)?",
    "Online": r"online[- ]?(?:kurs|vortrag|seminar|learning)|webinar|selbstlernkurs|elearning|e-learning",
    "Präsenz": r"präsenzkurs",
}
# Which languages the teacher speaks beside the course's own, and what a system writes for itself.
_ASIDE = re.compile(r"fragen auf .+", re.IGNORECASE)
_TECHNICAL = re.compile(r"\w+_\w+|vhs\.cloud|bigbluebutton|moodle|sonstiges", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,3})\s*(?:-|–|bis)\s*(\d{1,3})\s*(?:j\b|jahr)", re.IGNORECASE)
_FROM = re.compile(r"\bab\s+(\d{1,3})\s*(?:j\b|jahr)", re.IGNORECASE)
_UNTIL = re.compile(r"\bbis\s+(\d{1,3})\s*(?:j\b|jahr)", re.IGNORECASE)


def area(number: str, keywords: list[str], title: str) -> str:
    """The area of the DVV number, unless the keywords know better; without a number that of the keywords."""
    group = number[:1]
    named = closed_lists.area_of(keywords, [title])
    if group not in _DVV_AREAS:
        return named
    return closed_lists.area_rather(_DVV_AREAS[group], _RATHER.get(group, ()), keywords, [title])


def kind(said: str, keywords: list[str], title: str) -> str:
    """What the file calls it; without that, what its keywords and its title do, and else a course."""
    return kind_in(said, keywords, title) or "Kurs"


def kind_in(said: str, keywords: list[str], title: str) -> str:
    """The kind of offer that one of these names; nothing where none does."""
    for words in (said, "\n".join((*keywords, title))[:2000]):
        for name, meant in _KINDS.items():
            if re.search(meant, words.casefold()):
                return name
    return ""


def audiences(groups: list[str], keywords: list[str]) -> list[str]:
    return closed_lists.audiences_in([*groups, *(word for word in keywords if _PEOPLE.fullmatch(word.casefold()))])


def topics(keywords: list[str]) -> list[str]:
    """Keywords by which people look for a course."""
    forms = "|".join(_DIGITAL_WORDS.values())
    return [
        word.replace("|", "/")
        for word in dict.fromkeys(keywords)
        if not (_ASIDE.fullmatch(word) or _TECHNICAL.fullmatch(word) or re.fullmatch(forms, word.casefold()))
    ]


def asides(keywords: list[str]) -> list[str]:
    """ "Fragen auf Englisch": good to know, but nobody shall take it for an English course."""
    return [word for word in keywords if _ASIDE.fullmatch(word)]


def ages(groups: list[str]) -> dict[str, str]:
    """Ages that a target group names: "8 bis 12 Jahre", "ab 60 Jahren"."""
    text = "\n".join(groups)[:2000]
    if found := _SPAN.search(text):
        return {"alter_von": found[1], "alter_bis": found[2]}
    low, high = _FROM.search(text), _UNTIL.search(text)
    return {"alter_von": low[1] if low else "", "alter_bis": high[1] if high else ""}


def digital_form(features: dict[str, str], keywords: list[str]) -> str:
    """Whether a course is held online, as its features or its keywords say."""
    if said := _DIGITAL.get(features.get("kursart_digital", "")):
        return said
    for form, meant in _DIGITAL_WORDS.items():
        if any(re.fullmatch(meant, word.casefold()) for word in keywords):
            return form
    return ""
