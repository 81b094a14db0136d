"""What a service says about itself, but for its dates and places, as cells of a submission."""

from catalogue.amounts import german_date
from catalogue.submissions.readers.openqcat import codes, derived
from catalogue.submissions.readers.openqcat.contact import contact
from catalogue.submissions.readers.openqcat.header import Header, Supplier
from catalogue.submissions.readers.openqcat.moments import day_of
from catalogue.submissions.readers.openqcat.money import money
from catalogue.submissions.readers.openqcat.paths import CLASSIFICATION, DETAILS, EDUCATION, INFO, MODULE
from catalogue.submissions.readers.plain_text import one_line, plain_text
from catalogue.submissions.readers.xml_tree import Source, inner_text
from catalogue.submissions.record import COLUMNS
from catalogue.values import STATUSES

# The classification in which the catalogue's own export says what openQ-Cat has no element for.
OWN_CLASSIFICATION = "Bildungslotse-1.0"
# Who an offer is from must not change behind the supplier's back, and counsellors' numbers are not for exchange.
_OWN_FEATURES = frozenset(COLUMNS) - {"kennung", "anbieter", "telefon_beratung"}

_PARAGRAPHS = (
    ("Voraussetzungen", f"{DETAILS}/REQUIREMENTS"),
    ("Behinderungen", f"{EDUCATION}/HANDICAP/HAND_NAME"),
    ("Abschluss", f"{EDUCATION}/DEGREE/DEGREE_TITLE"),
    ("Unterrichtssprache", f"{INFO}/TEACHING_LANGUAGES_REMARKS"),
    ("Förderung", f"{EDUCATION}/SUBSIDY/SUBSIDY_DESCRIPTION"),
)
_REMARKS = (
    (f"{INFO}/EXTRA_OCCUPATIONAL", "Berufsbegleitend."),
    (f"{INFO}/TRAINEE_SUITABLE", "Auch für Auszubildende geeignet."),
    (f"{INFO}/EMPLOYEE_SUITABLE", "Auch neben einer Beschäftigung möglich."),
    (f"{INFO}/PRACTICAL_PART", "Mit Praxisteil im Betrieb."),
    (f"{INFO}/INHOUSE_SEMINAR", "Wird als Firmenseminar angeboten."),
    (f"{MODULE}/FLEXIBLE_START", "Der Einstieg ist auch später möglich."),
)
_SAYING_NOTHING = frozenset({"", "keine angabe", "keine angaben", "k.a.", "k. a.", "-", "."})


def cells(source: Source, supplier: Supplier, header: Header) -> dict[str, str]:
    """The facts of a service that are the same on all its dates."""
    last_registration = day_of(source.text(f"{EDUCATION}/REGISTRATION_DATE"))
    return {
        "titel": one_line(source.text(f"{DETAILS}/TITLE")),
        "beschreibung": _description(source),
        "bereich": derived.area(source),
        "art": derived.kind(source),
        "themen": "|".join(_keywords(source)),
        "zielgruppen": "|".join(derived.audiences(source)),
        "nur_frauen": "ja" if derived.only_women(source) else "",
        "niveau": "|".join(derived.levels(source)),
        "sprachen": "|".join(_languages(source)),
        "anmeldung": f"Anmeldung bis {german_date(last_registration)}" if last_registration else "",
        "status": _status(source),
        **contact(source, supplier, header),
        **money(source, header.currency),
        "stand": header.made_on,
    }


def own_features(source: Source) -> dict[str, str]:
    """What our own export says in addition, in the words of a submission."""
    found = {}
    for group in source.all(CLASSIFICATION):
        if group.findtext("REFERENCE_CLASSIFICATION_SYSTEM_NAME") == OWN_CLASSIFICATION:
            for feature in group.findall("FEATURE"):
                found[(feature.findtext("FNAME") or "").strip()] = "|".join(map(inner_text, feature.findall("FVALUE")))
    return {name: text for name, text in found.items() if name in _OWN_FEATURES}


def _description(source: Source) -> str:
    programme = [
        text for kind in ("COURSE", "WBT", "CBT") for text in source.texts(f"{EDUCATION}/MODULE_{kind}/MARKETINGTEXT")
    ]
    parts = [plain_text(source.text(f"{DETAILS}/DESCRIPTION_LONG")), *map(plain_text, programme)]
    labelled = [(label, " ".join(map(plain_text, source.texts(path)))) for label, path in _PARAGRAPHS]
    labelled.insert(0, ("Für wen", derived.target_group(source)))
    labelled.append(("Durchgeführt von", organizer(source)))
    parts += [f"{label}: {text}" for label, text in labelled if text.casefold() not in _SAYING_NOTHING]
    parts.append(" ".join(remark for path, remark in _REMARKS if source.is_true(path)))
    return "\n\n".join(dict.fromkeys(filter(None, parts)))


def organizer(source: Source) -> str:
    """Who holds the course, where that is not the supplier."""
    names = [source.text(f"{EDUCATION}/MODULE_ORGANIZER/ADDRESS/{name}") for name in ("NAME", "NAME2", "NAME3")]
    return one_line(" ".join(names))


def _keywords(source: Source) -> list[str]:
    words = source.texts(f"{DETAILS}/KEYWORD")
    for group in source.all(CLASSIFICATION):
        if group.findtext("REFERENCE_CLASSIFICATION_SYSTEM_NAME") != OWN_CLASSIFICATION:
            words += map(inner_text, group.findall("FEATURE/FVALUE"))
    found: dict[str, str] = {}
    for word in (one_line(word).replace("|", " ") for word in words):
        found.setdefault(word.casefold(), word)
    return list(filter(None, found.values()))


def _languages(source: Source) -> list[str]:
    """Of languages that we have no name for nothing is said."""
    said = source.texts(f"{INFO}/TEACHING_LANGUAGES") or source.texts(f"{EDUCATION}/LANGUAGE")
    return list(dict.fromkeys(codes.LANGUAGES[code] for code in map(str.casefold, said) if code in codes.LANGUAGES))


def _status(source: Source) -> str:
    for status in source.all(f"{DETAILS}/SERVICE_STATUS"):
        if status.get("type") == "old_product":
            return "abgesagt"
        if inner_text(status) in STATUSES:
            return inner_text(status)
    return "offen"
