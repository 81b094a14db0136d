"""Names of fields as other systems write them → our columns.

A field is told by its name and by the role of the object in which it stands: "name" is a title in a course, but in
"veranstalter" it is the provider. "place/plz" is `plz` in any object that is a place; without a role it is a field of
the entry itself. Case, umlauts and separators do not matter. What stands first counts first.
"""

import re
from functools import lru_cache

from catalogue.german import plain
from catalogue.submissions.record import COLUMNS

_LONGEST_NAME = 100
_NO_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """How names are compared: "Kosten-Wert", "kosten_wert" and "kostenWert" are one."""
    return _NO_LETTERS.sub("", plain(name[:_LONGEST_NAME]))


# What an object is → names of such objects.
_ROLES = {
    # The entry itself goes on in it.
    "offer": "angebot kurs course event veranstaltung offer offering item record node properties attributes fields"
    " source details kursdaten stammdaten basisdaten allgemein",
    "place": "ort adresse anschrift address location venue place veranstaltungsort veranstaltungsorte kursort standort"
    " lernort schulungsort unterrichtsort durchführungsort ort_strasse treffpunkt post_address raum orte ortetermine",
    "provider": "anbieter bildungsanbieter veranstalter träger provider organizer organiser organisation organization"
    " institution einrichtung ersteller bildungseinrichtung schule company host",
    "contact": "kontakt kontakte kontaktdaten kontaktperson contact contacts contact_point ansprechpartner"
    " ansprechpartnerin ansprechperson ansprechpersonen",
    "registration": "anmeldung registration booking buchung",
    "dates": "termin termine zeitraum zeit zeiten kurstermine kurszeiten veranstaltungstermine dates date sessions"
    " session schedule schedules occurrences instances einheiten durchführungen durchführung laufzeit",
    "price": "preis preise kosten gebühr gebühren entgelt price prices pricing fee fees cost costs kursgebühr"
    " teilnahmegebühr",
    "ages": "alter altersgrenze altersgruppe age ages age_range age_group",
    "seats": "teilnehmer teilnehmerzahl plätze capacity seats",
    "links": "links link webadresse website urls",
}
ROLES = {key(name): role for role, names in _ROLES.items() for name in names.split()}
# An object in an object: (outer, inner) → what it is; else it is the inner one. The seat of a provider or the place of
# somebody's desk is not where the course is held.
NESTED = {
    **{(outer, "offer"): "" for outer in _ROLES},
    ("provider", "place"): "", ("contact", "place"): "", ("place", "provider"): "", ("place", "contact"): "",
    ("provider", "links"): "", ("contact", "links"): "", ("place", "links"): "", ("provider", "registration"): "",
    ("provider", "dates"): "", ("contact", "dates"): "", ("registration", "dates"): "", ("price", "dates"): "",
}  # fmt: skip

# Where an object says in one word what it is.
NAMES = tuple(
    map(key, "text value rendered de de_DE deutsch german bezeichnung name label titel title wert suchwort tag".split())
)
# Too common to mean anything in an object that nobody knows.
COMMON = frozenset(
    map(
        key,
        "id _id guid uuid name titel title text bezeichnung label code nummer number nr link url uri href typ type art"
        " status value wert beschreibung description content slug von bis from to start end date datum key mail preis"
        " amount tag tags kategorie category ort stand sprache sprachen language format form".split(),
    )
)

# Column → names of its fields.
FIELDS = {
    "kennung": "kursnummer kurs_nr kurs_id veranstaltungsnummer veranstaltungs_nr angebotsnummer eigene_angebotsnummer"
    " course_number course_code course_id angebots_id veranstaltungs_id nummer nr number code external_id offer/id id"
    " guid uuid pk slug",
    "titel": "title kurstitel kursname angebotstitel angebotsname veranstaltungstitel kursbezeichnung course_title"
    " course_name bezeichnung name headline überschrift label event_title event_name",
    "bereich": "area",
    "dvv": "dvv_kategorie dvv dvv_nummer dvv_code",
    "kategorien": "kategorie kategorien category categories rubrik rubriken fachbereich fachbereiche programmbereich"
    " themenbereich themenbereiche sachgebiet sparte fach department subject_area",
    "art": "kind veranstaltungsart angebotsart kursart massnahmentyp angebotstyp bildungsart veranstaltungstyp kurstyp"
    " typ type course_type event_type",
    "themen": "schlagworte schlagwort schlagwörter stichworte stichwörter tags keywords keyword suchworte suchbegriffe"
    " themen_tags thema topics topic subjects subject",
    "zielgruppen": "zielgruppe zielgruppe_tags zielgruppen_tags target target_group target_groups target_audience"
    " audience audiences adressaten teilnehmerkreis für_wen",
    "nur_frauen": "women_only",
    "alter_von": "alter_ab mindestalter min_alter min_age age_min age_from ages/von ages/ab ages/min ages/from",
    "alter_bis": "höchstalter maximalalter max_alter max_age age_max age_to ages/bis ages/max ages/to",
    "alter": "altersgruppe altersgrenze age age_group age_range",
    "niveau": "sprachniveau kursniveau level levels stufe gers ger cefr language_level",
    "sprachen": "sprache kurssprache unterrichtssprache language languages in_language",
    "anbieter": "anbietername anbieter_name bildungsanbieter veranstalter veranstalter_name träger provider"
    " provider_name organizer organiser organizer_name organisation organization institution einrichtung ersteller"
    " bildungseinrichtung vhs provider/organizer",
    "telefon": "telefonnummer tel phone telephone phone_number rufnummer contact/telefon contact/telefonnummer"
    " contact/tel contact/phone contact/telephone registration/telefon registration/phone contact/mobil"
    " provider/telefon provider/tel provider/phone provider/telephone place/telefon place/phone",
    "email": "e_mail mail mailadresse email_adresse kontakt_email contact_email contact/email contact/mail"
    " contact/e_mail registration/email registration/mail provider/email provider/mail provider/e_mail",
    "ansprechperson": "ansprechpartner ansprechpartnerin kontaktperson contact_person contact_name",
    "url": "link website webseite homepage internet web permalink detail_url weblink course_url event_url info_url"
    " webadresse href links/website links/detail links/self links/uri links/url links/href",
    "anmeldelink": "anmelde_link anmelde_url anmeldeseite buchungslink booking_url registration_url registration_link"
    " registration/link registration/url registration/uri",
    "seite_des_anbieters": "contact/homepage contact/website contact/url provider/homepage provider/website"
    " provider/url provider/link",
    "plz": "postleitzahl zip zip_code postal_code postcode",
    "strasse": "street street_address straße_hausnummer address_line address1 hausanschrift",
    "hausnummer": "haus_nr house_number street_number",
    "format": "form durchführungsform unterrichtsform lernform kursform veranstaltungsform modus delivery_mode"
    " course_mode mode attendance_mode online_offline",
    "online": "ist_online is_online is_virtual virtual onlinekurs online_kurs",
    "wochentage": "wochentag tage weekday weekdays days_of_week by_day dates/wochentag dates/wochentage dates/weekday",
    "kosten": "preis kursgebühr teilnahmegebühr teilnahmekosten gebühr gebühren entgelt price cost costs fee fees"
    " kosten_wert price/betrag price/wert price/value price/amount price/price price/preis price/normal price/regulär",
    "kosten_hinweis": "kosten_bemerkung kosteninfo preis_zusatz preisinfo preis_hinweis gebühr_hinweis zusatz"
    " price_note price_info ermäßigung ermäßigt price/zusatz price/hinweis price/bemerkung price/note price/description"
    " price/ermäßigt",
    "waehrung": "währung kosten_währung currency price/währung price/currency",
    "rabatt": "rabatt_möglich price/rabatt price/rabatt_möglich",
    "kostenlos": "kostenfrei gratis free is_free for_free price/kostenlos price/free",
    "förderung": "foerderung förderungen förderfähig förderhinweis funding",
    "kinderbetreuung": "child_care",
    "barrierefrei": "barrierefreiheit rollstuhlgerecht accessible barrier_free wheelchair_accessible place/barrierefrei"
    " place/accessible place/rollstuhlgerecht",
    "anmeldung": "anmeldehinweis anmeldung_hinweis anmeldeinfo registration how_to_register registration_info",
    "anmeldeschluss": "anmeldefrist registration_deadline deadline anmelde_schluss dates/anmeldeschluss",
    "status": "buchungsstatus anmeldestatus verfügbarkeit availability",
    "stand": "aktualisierungsdatum aktualisiert aktualisiert_am letzte_änderung geändert_am updated updated_at"
    " last_updated modified modified_at last_modified date_modified changed erstellungszeitpunkt",
}  # fmt: skip
# Status → fields that say whether it is so.
STATUS_FLAGS = {
    "abgesagt": "abgesagt cancelled canceled is_cancelled entfällt",
    "ausgebucht": "ausgebucht sold_out is_full fully_booked",
    "Warteliste": "warteliste waiting_list",
}
SEATS_TAKEN = "aktuelle_teilnehmer aktuelle_teilnehmerzahl teilnehmer_aktuell belegte_plätze seats/aktuell"
SEATS = "max_teilnehmer maximale_teilnehmerzahl teilnehmer_max max_participants seats/max seats/maximal plätze capacity"
SEATS_FREE = "freie_plätze plätze_frei restplätze available_seats free_seats places_left seats/frei seats/free"

# When something begins and ends, in the entry itself or in one of its dates.
BEGIN = (
    "beginn begin start von anfang startdatum beginndatum beginn_datum start_datum datum_von kursbeginn start_date"
    " begin_date starts_at start_at start_time_utc date_start from datum date tag day erster_termin starttermin dtstart"
    " termin zeitraum"
)
END = (
    "ende end bis endedatum enddatum ende_datum end_datum datum_bis kursende end_date ends_at end_at date_end until to"
    " letzter_termin dtend"
)
CLOCK_BEGIN = (
    "uhrzeit_von beginn_uhrzeit start_uhrzeit uhrzeit_beginn zeit_von von_uhrzeit startzeit start_time beginn_zeit"
    " time_from uhrzeit zeit time"
)
CLOCK_END = "uhrzeit_bis ende_uhrzeit end_uhrzeit uhrzeit_ende zeit_bis bis_uhrzeit endzeit end_time ende_zeit time_to"

# Heading in the description → its fields.
PROSE = (
    ("", "untertitel subtitle teaser kurzbeschreibung summary excerpt short_description abstract"),
    ("", "beschreibung description beschreibungstext langbeschreibung langtext long_description kursbeschreibung text"
     " content body inhalt inhalte kursinhalt kursinhalte about"),
    ("Ziel", "ziel ziele lernziel lernziele kursziel goal goals objectives"),
    ("Voraussetzungen", "voraussetzung voraussetzungen zugang zugangsvoraussetzungen teilnahmevoraussetzungen"
     " vorkenntnisse prerequisites requirements"),
    ("Abschluss", "abschluss abschlüsse abschlussbezeichnung zertifikat zertifikate certificate degree"),
    ("Art des Abschlusses", "abschlussart"),
    ("Dauer", "dauer form_und_dauer duration umfang kursdauer"),
    ("Umfang", "unterrichtsstunden anzahl_unterrichtseinheiten unterrichtseinheiten unterrichtszeit"),
    ("Zeiten", "unterrichtszeiten zeiten kurszeiten uhrzeiten times zeitangabe bemerkung_zeit terminhinweis"
     " öffnungszeiten sprechzeiten opening_hours dates/bemerkung"),
    ("Bitte mitbringen", "mitzubringen mitbringen material materialien"),
    ("Hinweis", "hinweis hinweise bemerkung bemerkungen anmerkung anmerkungen zusatzinfo zusatzinformation note notes"
     " wissenswertes"),
)  # fmt: skip
# Dates one by one, each as a text.
MEETINGS = "termine kurstermine veranstaltungstermine veranstaltungstage dates sessions"
MEETINGS_COUNT = "anzahl_termine terminanzahl termine anzahl_sitzungen"

# Parts of an address in an object that is a place, or in the entry itself.
TOWN = "ort stadt gemeinde city town locality address_locality municipality ortsname ort_name ort_strasse"
DISTRICT = "ortsteil stadtteil"
# Where an export of one big city says no more than this.
PART_OF_TOWN = "bezirk district borough"
STREET = f"strasse {FIELDS['strasse']}"
POSTCODE = f"plz {FIELDS['plz']}"
# In an object that is a place: its street, or all of it in one line.
STREET_OF_PLACE = f"{STREET} adresse address anschrift"
LINE_OF_PLACE = "full full_address formatted formatted_address adresszeile anzeige"
HOUSE = "name bezeichnung titel title venue location_name veranstaltungsort lehrstätte gebäude haus raum room building"
LINE = (
    "veranstaltungsort veranstaltungsorte kursort lernort schulungsort unterrichtsort durchführungsort treffpunkt"
    " standort adresse anschrift address location venue place orte"
)

# Which columns tell entries from other objects of a file.
TELLING = ("kennung", "titel", "anbieter", "kosten", "themen", "zielgruppen", "url", "art", "kategorien", "bereich")


def fields_of(column: str) -> str:
    """The names of a column's fields; its own name comes first."""
    return f"{column} {FIELDS.get(column, '')}"


# All names that mean something as they stand: "kosten_wert" is no "wert" in an object "kosten".
KNOWN = frozenset(
    key(name.rpartition("/")[2])
    for names in (
        " ".join(COLUMNS), *FIELDS.values(), *STATUS_FLAGS.values(), *(names for _, names in PROSE), SEATS_TAKEN, SEATS,
        SEATS_FREE, BEGIN, END, CLOCK_BEGIN, CLOCK_END, MEETINGS_COUNT, TOWN, DISTRICT, PART_OF_TOWN, POSTCODE, STREET,
        HOUSE, LINE,
    )
    for name in names.split()
)  # fmt: skip
