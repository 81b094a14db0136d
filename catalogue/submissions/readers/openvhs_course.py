"""A course of Open-vhs as the cells of a submission; fields may be missing, empty, repeated, in any order."""

import re
from xml.etree.ElementTree import Element

from catalogue.submissions.readers import closed_lists, places
from catalogue.submissions.readers.feed import Meeting, listed, when
from catalogue.submissions.readers.moments import Moment, clock, meeting, moment
from catalogue.submissions.readers.openvhs_subject import (
    ages,
    area,
    asides,
    audiences,
    digital_form,
    kind,
    topics,
)
from catalogue.submissions.readers.plain_text import one_line, plain_text
from catalogue.submissions.readers.prices import amount, price_cells
from catalogue.values import WEEKDAYS

_ADDRESS = ("plz", "ort", "ortsteil", "strasse", "land", "name", "lehrstaette", "barrierefrei", "behindertenzugang")
_DATE = ("beginn_datum", "ende_datum", "beginn_uhrzeit", "ende_uhrzeit", "wochentag")
READ = frozenset(
    "guid nummer name untertitel dvv_kategorie veranstaltungsart level aktuelle_teilnehmerzahl maximale_teilnehmerzahl"
    " anzahl_termine beginn_datum ende_datum beginn_uhrzeit ende_uhrzeit wochentag zielgruppe schlagwort status"
    " text.eigenschaft text.text veranstaltungsort.name veranstaltungsort.barrierefrei zertifikat.name"
    " preis.betrag preis.rabatt_moeglich preis.zusatz webadresse.typ webadresse.name webadresse.uri"
    " merkmale.merkmal.name merkmale.merkmal.wert anmeldung.telefon anmeldung.mail anmeldung.link ersteller.name"
    " anbieter.name ansprechperson.anrede ansprechperson.titel ansprechperson.vorname ansprechperson.name"
    " ansprechperson.telefon ansprechperson.mail".split()
) | {
    f"{group}.{name}"
    for group, names in (
        ("veranstaltungsort.adresse", _ADDRESS), ("ortetermine.adresse", _ADDRESS), ("ortetermine.termin", _DATE),
        ("termin", _DATE),
    )
    for name in names
}  # fmt: skip


class Course:
    """A course as it stands in the file."""

    def __init__(self, element: Element) -> None:
        self._element = element

    def all(self, path: str) -> list[str]:
        """The texts at a path, without the empty ones."""
        found = ("\n".join(element.itertext()) for element in self._element.findall(path))
        return [text.strip() for text in found if text.strip()]

    def text(self, path: str) -> str:
        return next(iter(self.all(path)), "")

    def line(self, path: str) -> str:
        return one_line(self.text(path))

    def cells(self) -> dict[str, str]:
        keywords = [one_line(word) for word in self.all("schlagwort")]
        status, title = closed_lists.status_in_title(self.line("name"))
        groups = [one_line(text) for text in self.all("zielgruppe")]
        subject = area(self.line("dvv_kategorie"), keywords, title)
        named = [self.line("level"), *keywords, *([title] if subject == "Sprachbildung" else [])]
        meetings = self._meetings()
        where, place_notes = self._places(keywords)
        texts = [
            one_line(" – ".join(self.all("untertitel"))),
            *self._texts(),
            *self._remarks(groups, keywords, meetings),
            *place_notes,
            listed(meetings),
        ]
        return {
            "kennung": self.line("nummer") or self.line("guid"),
            "titel": title,
            "bereich": subject,
            "art": kind(self.line("veranstaltungsart"), keywords, title),
            "themen": "|".join(topics(keywords)),
            "zielgruppen": "|".join(audiences(groups, keywords)),
            **ages(groups),
            "niveau": "|".join(closed_lists.levels_in(named)),
            **self._contact(),
            **self._times(meetings),
            **where,
            **self._price(),
            "status": self._status() or status,
            "beschreibung": "\n\n".join(filter(None, texts)),
        }

    def _texts(self) -> list[str]:
        """The description, then what else is said; some dialects have the text without a box around it."""
        found = []
        for box in self._element.findall("text"):
            inner = Course(box)
            text = plain_text(inner.text("text") if box.find("text") is not None else "\n".join(box.itertext()))
            found.append((not inner.line("eigenschaft").casefold().startswith(("beschreibung", "text")), text))
        return [text for _, text in sorted(found, key=lambda pair: pair[0]) if text]

    def _remarks(self, groups: list[str], keywords: list[str], meetings: list[Meeting]) -> list[str]:
        """What has no column, but people want to know before they come."""
        remarks = []
        own_words = [group for group in groups if not closed_lists.is_audience(group)]
        level, number = self.line("level"), self.line("anzahl_termine")
        if own_words:
            remarks.append(f"Zielgruppe: {', '.join(own_words)}.")
        if level and not closed_lists.levels_in([level]):
            remarks.append(f"Niveau: {level}.")
        if (amount(number) or 0) > 1 and len(meetings) < 2:
            remarks.append(f"Umfang: {number} Termine.")
        if spoken := asides(keywords):
            remarks.append(f"{', '.join(spoken)}.")
        return remarks + [f"Abschluss: {one_line(name)}." for name in self.all("zertifikat/name")]

    def _contact(self) -> dict[str, str]:
        person = [self.line(f"ansprechperson/{part}") for part in ("anrede", "titel", "vorname", "name")]
        pages = [Course(page) for page in self._element.findall("webadresse")]
        sites = [page.line("uri") or page.line(".") for page in pages if page.line("typ") in ("", "website")]
        link = self.line("anmeldung/link")
        return {
            "anbieter": self.line("anbieter/name") or self.line("ersteller/name"),
            "ansprechperson": " ".join(filter(None, person)),
            "telefon": self.line("anmeldung/telefon") or self.line("ansprechperson/telefon"),
            "email": self.line("anmeldung/mail") or self.line("ansprechperson/mail"),
            "url": next(iter(sites), link),
            "anmeldung": f"online: {link}" if link and sites and link != sites[0] else "",
        }

    def _meetings(self) -> list[Meeting]:
        """The dates one by one, or the span from the first day to the last."""
        boxes = [*self._element.findall("termin"), *self._element.findall("ortetermine/termin")]
        found = [date for box in boxes if (date := Course(box)._meeting())]
        whole = self._meeting()
        return list(dict.fromkeys(found)) or ([whole] if whole else [])

    def _meeting(self) -> Meeting | None:
        start = moment(self.line("beginn_datum"))
        if start is None:
            return None
        end = moment(self.line("ende_datum"))
        starts, ends = clock(self.line("beginn_uhrzeit")) or start.at, clock(self.line("ende_uhrzeit"))
        return meeting(
            Moment(start.day, starts), Moment(end.day if end else start.day, ends or (end.at if end else None))
        )

    def _times(self, meetings: list[Meeting]) -> dict[str, str]:
        """The cells of the times; what is no date goes into its cell, so that `check` refuses it by name."""
        first, last = self.line("beginn_datum"), self.line("ende_datum")
        days = {word[:2].title() for text in self.all("wochentag") for word in re.findall(r"\w+", text)}
        cells = {"wochentage": "|".join(day for day in WEEKDAYS if day in days)}
        cells |= when(meetings)
        if first and not moment(first):
            cells["beginn"] = first
        if last and not moment(last):
            cells["ende"] = last
        return cells

    def _places(self, keywords: list[str]) -> tuple[dict[str, str], list[str]]:
        """Where it is: of several places the first, the others and the names of the houses in words."""
        found: dict[tuple[tuple[str, str], ...], str] = {}
        form, accessible = digital_form(self._features(), keywords), ""
        boxes = [*self._element.findall("veranstaltungsort"), *self._element.findall("ortetermine/adresse")]
        for box in map(Course, boxes):
            at = "adresse/" if box._element.find("adresse") is not None else ""
            house = box.line("name") or box.line("lehrstaette")
            town, street = box.line(f"{at}ort"), box.line(f"{at}strasse")
            if places.is_online(street) or places.is_online(town) or (places.is_online(house) and not town):
                form = form or "Online"
                continue
            accessible = accessible or closed_lists.yes_or_no(box.line("barrierefrei") or box.line("behindertenzugang"))
            part = box.line(f"{at}ortsteil")
            cells = places.address_cells(f"{town} {part}" if part not in town else town, box.line(f"{at}plz"), street)
            if cells:
                found.setdefault(tuple(cells.items()), house)
        first, notes = places.first_of(found)
        return {**first, "format": form, "barrierefrei": accessible}, notes

    def _features(self) -> dict[str, str]:
        boxes = map(Course, self._element.findall("merkmale/merkmal"))
        return {box.line("name").casefold(): box.line("wert").casefold() for box in boxes}

    def _price(self) -> dict[str, str]:
        notes = [plain_text(text) for text in self.all("preis/zusatz")]
        can_be_less = closed_lists.yes_or_no(self.line("preis/rabatt_moeglich")) == "ja"
        if can_be_less and not any("erm" in note.casefold() for note in notes):
            notes.append("Ermäßigung möglich")
        prices = [one_line(text) for text in self.all("preis/betrag")]
        regular = max(prices, key=lambda text: amount(text) or 0.0, default="")
        return price_cells(regular, [*(f"auch {text} €" for text in prices if text != regular), *notes])

    def _status(self) -> str:
        if said := closed_lists.status_said(self.line("status")):
            return said
        taken, seats = amount(self.line("aktuelle_teilnehmerzahl")), amount(self.line("maximale_teilnehmerzahl"))
        # -1 stands for "unknown", which is no amount; a course for nobody has no number of seats.
        return "ausgebucht" if taken is not None and seats and taken >= seats else ""
