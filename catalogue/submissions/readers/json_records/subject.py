"""What an entry is about, and for whom: its area, kind, keywords, levels, languages and audiences."""

import re
from collections.abc import Sequence

from catalogue.submissions.readers import closed_lists, openvhs_subject
from catalogue.submissions.readers.json_records.names import fields_of
from catalogue.submissions.readers.json_records.tree import Record, Value
from catalogue.submissions.readers.plain_text import one_line, plain_text

# What a portal for further training calls all that it has, and what may be meant by it.
_ABOUT_WORK = re.compile(
    r"fortbildung|weiterbildung|qualifizierung|umschulung|arbeits?suche|aktivierung", re.IGNORECASE
)
_RATHER = ("Sprachbildung", "Schule-Beruf", "Frühe Bildung")
_KINDS = {
    "Beratung": r"\bcounsel|\badvice|\bcoaching",
    "Treff": r"\btreff",
    "Kurs": r"\bcourse|\bclass\b|fortbildung|weiterbildung|qualifizierung|umschulung|arbeits?suche|\bmodul",
    "Veranstaltung": r"\bevents?\b|\btalk\b|infoabend",
}
_BETWEEN_WORDS = re.compile(r"\s*[,;|\n]\s*")
_YEARS = re.compile(r"(?:ab\s+)?(\d{1,3})\s*(?:(?:-|–|bis)\s*(\d{1,3})|(\+))?\s*(?:j\.?|jahren?)?", re.IGNORECASE)
_WHOLE_YEARS = re.compile(r"(\d{1,3})(?:\.0+)?\s*(?:jahren?|j\.?)?", re.IGNORECASE)
_TEACHERS, _TEACHING = "Lehr- und Fachkräfte", re.compile(r"lehr|erzieh|pädagog|\bkita", re.IGNORECASE)
_LONGEST_WORD = 200
_MOST_WORDS = 60


class Subject:
    """An entry's title, its words, and what follows from them."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.status, self.title = closed_lists.status_in_title(record.line(fields_of("titel")))
        self.keywords = _words(record.take(record.all(fields_of("themen"))))
        self._categories = _words(record.take(record.all(f"{fields_of('bereich')} {fields_of('kategorien')}")))
        self._kinds = [one_line(text) for text in record.take(record.all(fields_of("art")))]
        self.area = self._area()

    def cells(self) -> dict[str, str]:
        audiences = [one_line(value.text) for value in self._record.all(fields_of("zielgruppen"))]
        topics = [*self.keywords, *(word for word in self._categories if not closed_lists.is_ours(word))]
        return {
            "titel": self.title,
            "bereich": self.area,
            "art": self._kind(),
            "themen": "|".join(openvhs_subject.topics(topics)[:_MOST_WORDS]),
            "niveau": "|".join(self._levels()),
            "sprachen": "|".join(self._languages()),
            "zielgruppen": "|".join(self._audiences()),
            "nur_frauen": self._yes_or_no("nur_frauen")
            or ("ja" if any(map(closed_lists.only_women, audiences)) else ""),
            **self._ages(audiences),
        }

    def remarks(self) -> list[str]:
        """What was said of the audience, the level and the languages in words of its own."""
        groups = [plain_text(text) for text in self._record.take(self._record.all(fields_of("zielgruppen")))]
        own_words = [text for text in dict.fromkeys(groups) if not closed_lists.is_audience(text)]
        levels = [one_line(value.text) for value in self._record.all(fields_of("niveau"))]
        unknown = [text for text in levels if not closed_lists.levels_in([text])]
        self._record.take(self._record.all(fields_of("niveau")))
        found = [f"Zielgruppe: {'; '.join(own_words)}" if own_words else ""]
        found += [f"Niveau: {', '.join(unknown)}." if unknown else ""]
        if spoken := openvhs_subject.asides(self.keywords):
            found.append(f"{', '.join(spoken)}.")
        return [text for text in found if text]

    def _area(self) -> str:
        """As it is said; by the DVV number or the kind of portal, unless words know better; else by the words."""
        number = self._record.line(fields_of("dvv"))
        for group in (self._record.some(fields_of("bereich")), self._categories):
            if named := closed_lists.area_named(word for word in group if closed_lists.is_ours(one_line(word))):
                return named
        words = [*self._categories, *self.keywords]
        if number[:1].isdigit():
            return openvhs_subject.area(number, words, self.title)
        if any(map(_ABOUT_WORK.search, self._kinds)):
            return closed_lists.area_rather("Weiterbildung", _RATHER, [self.title], words)
        return closed_lists.area_of(self._categories, self.keywords, [self.title], self._kinds)

    def _kind(self) -> str:
        if named := closed_lists.kind_named([*self._kinds, *self._categories]):
            return named
        for said in self._kinds:
            if found := openvhs_subject.kind_in(said, [], "") or _kind_in(said):
                return found
        return openvhs_subject.kind_in("", self.keywords, self.title) or _kind_in(self.title)

    def _levels(self) -> list[str]:
        said = [one_line(value.text) for value in self._record.all(fields_of("niveau"))]
        if self.area == "Sprachbildung":
            # Elsewhere "B1" is a driving licence or a room.
            return closed_lists.levels_in(said) or closed_lists.levels_in([*self.keywords, self.title])
        return closed_lists.levels_in(said)

    def _languages(self) -> list[str]:
        found = []
        for value in self._record.all(fields_of("sprachen")):
            names = [closed_lists.language(part) for part in re.split(r"[,;|/]|\bund\b", one_line(value.text))]
            if any(names):
                self._record.take([value])
            found += [name for name in names if name]
        return list(dict.fromkeys(found))

    def _audiences(self) -> list[str]:
        clauses: list[str] = []
        for value in self._record.all(fields_of("zielgruppen")):
            text = one_line(value.text)
            clauses += [text] if closed_lists.is_audience(text) else closed_lists.affirmed(text)
        found = openvhs_subject.audiences(clauses, self.keywords)
        if _TEACHERS in found and not any(map(_TEACHING.search, (*clauses, *self.keywords))):
            # Skilled workers of any other trade.
            found.remove(_TEACHERS)
        return found

    def _ages(self, audiences: list[str]) -> dict[str, str]:
        low, high = (self._years(fields_of(column)) for column in ("alter_von", "alter_bis"))
        if low or high:
            return {"alter_von": low, "alter_bis": high}
        said = [value for value in self._record.find(fields_of("alter")) if value.text]
        if said and (found := _YEARS.fullmatch(one_line(said[0].text))):
            self._record.take(said[:1])
            return {"alter_von": found[1], "alter_bis": found[2] or ""}
        return openvhs_subject.ages([*audiences, self.title])

    def _years(self, names: str) -> str:
        """Years as a number; what is none stays, so that `check` refuses it by name."""
        text = self._record.line(names)
        found = _WHOLE_YEARS.fullmatch(text)
        return found[1] if found else text

    def _yes_or_no(self, column: str) -> str:
        return said_yes_or_no(self._record, column)


def said_yes_or_no(record: Record, column: str) -> str:
    found: list[Value] = record.find(fields_of(column))[:1]
    said = closed_lists.yes_or_no(found[0].text) if found else ""
    if said:
        record.take(found)
    return said


def _words(texts: Sequence[str]) -> list[str]:
    """Words of a list; a single text may be several in a row, "Yoga, Entspannung"."""
    several = _BETWEEN_WORDS.split(texts[0]) if len(texts) == 1 else texts
    parts = map(one_line, several)
    return [part for part in dict.fromkeys(parts) if part and len(part) <= _LONGEST_WORD]


def _kind_in(text: str) -> str:
    return next((kind for kind, words in _KINDS.items() if re.search(words, text[:_LONGEST_WORD].casefold())), "")
