"""What other systems say in words of their own, in the values of our closed lists; nothing where none fits."""

import re
from collections.abc import Iterable
from itertools import islice

from catalogue.submissions.fields import loosely
from catalogue.values import LANGUAGES, LEVELS

_LANGUAGE = "|".join(re.escape(name.casefold()) for name in LANGUAGES)
_COURSE = "kurs|unterricht|konversation|training|test|prüfung|kenntnisse|treff|förderung"

# Area → words that mean it, in this order: help with school English is school, a German course for parents is a German
# course, yoga with a baby is for families, and "Ehrenamt" says least. Words of general use ("lernen") stand in none.
_AREAS = (
    ("Weiterbildung", r"ausbild(?:ung)? der ausbild|ausbildereignung|\baevo\b|\bada-schein|gesellenprüfung"),
    (
        "Schule und Ganztag",
        r"\bganztag|nachhilfe|hausaufgaben|lernförder|leseförder|grundschul|schulabsent|schulverweiger|lerntherap"
        r"|legasthenie|dyskalkulie|einschulung|schulwahl|schulsozialarbeit|klassenfahrt|ferienbetreuung"
        r"|lehrer(?:innen)?fortbildung",
    ),
    (
        "Frühe Bildung",
        r"\bkitas?\b|krippe|kindergarten|kindertagespflege|tagespflegeperson|frühkindlich|frühpädagog|frühförder"
        r"|\bfrühe bildung|elementarpädagog|vorschul",
    ),
    (
        "Sprachbildung",
        rf"\b(?:{_LANGUAGE})(?:{_COURSE})?\b|\bsprachen|\bsprach(?:lich|bild|schul|caf|tandem|{_COURSE})|gebärden"
        r"|fremdsprach|zweitsprach|berufssprach|\bda[fz]\b|integrationskurs|alphabetisierung|literalisi|zweitschrift"
        r"|lesen und schreiben|niederdeutsch|wortschatz|hörverstehen|leseverstehen"
        r"|\b(?:english|german|français|español|italiano|testdaf|telc|dtz)\b",
    ),
    (
        "Schule-Beruf",
        r"berufsorientier|berufswahl|berufsvorbereit|berufseinstieg|berufsausbildung|berufsfachschul|fachoberschul"
        r"|berufliches gymnasium|fachabitur|übergang schule|\bausbildung\b(?! (?:zu|der|für|als)\b)|lehrstelle"
        r"|ausbildungs(?:platz|messe|suche|start)|einstiegsqualifizierung|\bazubi|\bpraktik|schulabschl"
        r"|freiwilligendienst|bewerbung|vorstellungsgespräch|jugendberufs",
    ),
    (
        "Familienbildung",
        r"\beltern(?!zeit)|\bfamilie|\bbaby|\bpekip\b|krabbel|geburtsvorbereit|rückbildung|stillgruppe|stillberatung"
        r"|schwanger|\berziehung|\bmütter|\bväter|vater-kind|mutter-kind|alleinerziehend|großeltern",
    ),
    ("Schule und Ganztag", r"\babitur|\bschüler(?!konzert)|\bschulkind"),
    (
        "Unterstützung und Teilhabe",
        r"grundbildung|schuldner|\bschulden|selbsthilfe\b|selbsthilfegruppe|sozialberat|sozialleistung|bürgergeld"
        r"|migrationsberat|migrationsdienst|wohnungslos|einbürgerung|leben in deutschland|orientierungskurs",
    ),
    (
        "Weiterbildung",
        r"\bberuf|\bedv\b|computer|\bexcel|\boutlook\b|powerpoint|\boffice\b|programmier|\bpython\b|datenschutz"
        r"|smartphone|\btablet|internet|\bdigital|\bki\b|künstliche intelligenz|fortbildung|weiterbildung"
        r"|qualifizierung|umschulung|bildungsurlaub|bildungszeit|existenzgründ|management|\bxpert\b|buchführ|buchhalt"
        r"|büromanagement|rechnungswesen|gehaltsabrechnung|rhetorik|führungskr|betreuungskr|pflegeberuf|lehrgang"
        r"|zertifikatskurs|sachkunde|schweißen|\bpolitik|gesellschaft|umwelt|\brecht\b|verbraucher|\bsteuer|\bfinanz",
    ),
    (
        "Kultur und Freizeit",
        r"gesundheit|\bkultur|kreativ|gestalten|yoga|pilates|qi ?gong|tai ?(?:chi|ji)|entspann|meditation|autogenes"
        r"|achtsamkeit|fitness|gymnastik|turnen|\bsport|schwimm|aqua|tanz|tänze|\bmusik|\bchor|orchester|\bband\b"
        r"|gitarre|klavier|\bsing|gesang|\bmalen\b|malerei|zeichn|aquarell|keramik|töpfer|\bnäh|stricken|häkeln"
        r"|handarbeit|basteln|heimwerk|werken\b|reparatur|fotogra|theater|zirkus|literatur|lesung|lesekreis"
        r"|bibliothek|bücherei|\bkunst|graffiti|\bkoch|küche|\bbacken|ernährung|garten|gärtner|\bnatur\b|\bwander"
        r"|exkursion|stadtführung|museum|\breise|schach|\bfilm|\bkino|kunstausstellung|konzert|freizeit|hobby"
        r"|geschichte|heimatkunde|astronomie|\bspiele|selbstverteidigung",
    ),
    ("Unterstützung und Teilhabe", r"teilhabe|inklusion|ehrenamt"),
)
_AREA_WORDS = [(name, re.compile(words)) for name, words in _AREAS]
_AREA_NAMES = {loosely(name): name for name, _ in _AREA_WORDS}
# A contact's languages are no subject.
_NO_SUBJECT = re.compile(r"fragen auf \w+")
KINDS = (
    "Kurs", "Beratung", "Veranstaltung", "Ausbildung", "Praktikum", "Schulform", "Treff", "Förderung", "Einrichtung",
)  # fmt: skip
_KIND_NAMES = {loosely(name): name for name in KINDS}

# Words of a target group → our audience.
_AUDIENCES = {
    "Neuzugewanderte": r"migrant|migrations|zugewandert|zuwander|geflüchtet|flüchtling|fluchthintergrund",
    "Kinder": r"\bkinder(?!garten|tages|betreu)|\bkids\b|grundschul",
    "Jugendliche": r"\bjugend|\bteen|junge (?:menschen|leute|erwachsene)|junge vhs",
    "Schülerinnen und Schüler": r"\bschüler",
    "Auszubildende": r"\bauszubildende|\bazubi",
    "Eltern und Familien": r"\beltern\b|\bmütter|\bväter|\bfamilien\b|alleinerziehend|großeltern",
    "Erwachsene": r"\berwachsene",
    "Seniorinnen und Senioren": r"\bsenior|\bältere\b|\b(?:55|60|65) ?(?:plus|\+)",
    "Arbeitsuchende": r"arbeits?such|arbeitslos|erwerbslos",
    "Beschäftigte": r"beschäftigte|berufstätig|arbeitnehmer",
    "Frauen": r"\bfrauen\b|\bmädchen\b",
    "Menschen mit Behinderung": r"behinder|beeinträchtig",
    "Menschen mit geringem Einkommen": r"geringe[ms]? einkommen|bürgergeld",
    "Lehr- und Fachkräfte": r"lehrkr|\blehrer|erzieher|pädagog|fachkräfte",
    "Ehrenamtliche": r"ehrenamtlich|freiwillige\b",
}
_AUDIENCE_WORDS = [(name, re.compile(words)) for name, words in _AUDIENCES.items()]
_AUDIENCE_NAMES = {loosely(name): name for name in _AUDIENCES}
_LEVEL = re.compile(r"\b([ABC][12])(?:[.+]\d?)?(?![\w.])|(Alphabetisierung)")
# Languages as other systems name them: ISO 639-1, and in English.
_CODES = {
    "ar": "Arabisch", "bg": "Bulgarisch", "bs": "Bosnisch", "cs": "Tschechisch", "da": "Dänisch", "de": "Deutsch",
    "el": "Griechisch", "en": "Englisch", "es": "Spanisch", "fa": "Persisch", "fi": "Finnisch", "fr": "Französisch",
    "he": "Hebräisch", "hi": "Hindi", "hr": "Kroatisch", "hu": "Ungarisch", "it": "Italienisch", "ja": "Japanisch",
    "ka": "Georgisch", "ko": "Koreanisch", "ku": "Kurdisch", "la": "Latein", "lt": "Litauisch", "lv": "Lettisch",
    "mk": "Mazedonisch", "nds": "Plattdeutsch", "nl": "Niederländisch", "no": "Norwegisch", "pl": "Polnisch",
    "ps": "Paschtu", "pt": "Portugiesisch", "ro": "Rumänisch", "ru": "Russisch", "sk": "Slowakisch",
    "sl": "Slowenisch", "so": "Somali", "sq": "Albanisch", "sr": "Serbisch", "sv": "Schwedisch", "th": "Thailändisch",
    "ti": "Tigrinya", "tr": "Türkisch", "uk": "Ukrainisch", "ur": "Urdu", "vi": "Vietnamesisch", "zh": "Chinesisch",
    "gsg": "Deutsche Gebärdensprache", "german": "Deutsch", "english": "Englisch", "french": "Französisch",
    "spanish": "Spanisch", "italian": "Italienisch", "arabic": "Arabisch", "russian": "Russisch",
    "turkish": "Türkisch", "ukrainian": "Ukrainisch", "polish": "Polnisch",
}  # fmt: skip
_LANGUAGE_NAMES = {loosely(name): name for name in LANGUAGES}
_LONGEST_NAME, _LONGEST_TEXT, _MOST_WORDS = 100, 1_000, 200
# "AUSGEBUCHT: Yoga", "Yoga (Warteliste)"
_TITLE_STATUS = re.compile(
    r"^\W*(?P<first>abgesagt|entfällt|fällt aus|ausgebucht|warteliste|belegt)\b\s*[:!–\-)*]+\s*|"
    r"\s*[(\[–\-!*]+\s*(?P<last>abgesagt|entfällt|fällt aus|ausgebucht|warteliste|belegt)\W*$",
    re.IGNORECASE,
)
_STATUSES = {"ausgebucht": "ausgebucht", "belegt": "ausgebucht", "warteliste": "Warteliste"}
_STATUS_WORDS = {
    "ausgebucht": r"ausgebucht|belegt|voll\b|\bsold ?out\b|\bfully booked\b", "Warteliste": r"warteliste|waiting ?list",
    "abgesagt": r"abgesagt|fällt aus|entfällt|\bcancell?ed\b",
}  # fmt: skip
_TRUE, _FALSE = ("true", "1", "ja", "wahr", "yes"), ("false", "0", "nein", "falsch", "no")
_ONLY_WOMEN = re.compile(r"\b(?:nur|ausschließlich) (?:für |an )?frauen\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:nicht|kein\w*|außer|ausgenommen)\b", re.IGNORECASE)


def _short(text: str) -> str:
    return text[:_LONGEST_NAME]


def area_named(words: Iterable[str]) -> str:
    """The area that one of these words is, or is meant by one; the earliest area of the table wins."""
    words = [word.casefold()[:_LONGEST_TEXT] for word in islice(words, _MOST_WORDS)]
    for word in words:
        if area := _AREA_NAMES.get(loosely(_short(word))):
            return area
    text = _NO_SUBJECT.sub("", "\n".join(words))
    return next((area for area, meant in _AREA_WORDS if meant.search(text)), "")


def area_of(*groups: Iterable[str]) -> str:
    """The area of the first group of words that names one: categories before keywords before the title."""
    return next(filter(None, map(area_named, groups)), "")


def area_rather(area: str, narrower: Iterable[str], *groups: Iterable[str]) -> str:
    """An area that is only known roughly, or what the first group of words says that may be meant by it instead."""
    allowed = set(narrower)
    return next((named for words in groups if (named := area_named(words)) in allowed), area)


def kind_named(words: Iterable[str]) -> str:
    """The kind of offer that one of these words is."""
    return next((kind for word in words if (kind := _KIND_NAMES.get(loosely(_short(word))))), "")


def is_ours(word: str) -> bool:
    """Whether a word is the name of an area or a kind."""
    return bool({loosely(_short(word))} & (_AREA_NAMES.keys() | _KIND_NAMES.keys()))


def audiences_in(words: Iterable[str]) -> list[str]:
    """Our audiences that are meant: those that stand there by name in their order, then the others."""
    words = list(islice(words, _MOST_WORDS))
    text = "\n".join(word[:_LONGEST_TEXT] for word in words).casefold()
    named = [_AUDIENCE_NAMES[name] for word in words if (name := loosely(_short(word))) in _AUDIENCE_NAMES]
    return list(dict.fromkeys([*named, *(audience for audience, meant in _AUDIENCE_WORDS if meant.search(text))]))


def affirmed(text: str) -> list[str]:
    """The clauses of a text about people without those that leave somebody out."""
    return [clause for clause in re.split(r"[.;!?\n]", text) if not _DENIED.search(clause)]


def only_women(text: str) -> bool:
    return bool(_ONLY_WOMEN.search(text))


def yes_or_no(text: str) -> str:
    """ "ja" or "nein" for what other systems write; nothing where it is neither."""
    word = text.strip().casefold()
    return "ja" if word in _TRUE else "nein" if word in _FALSE else ""


def status_said(text: str) -> str:
    """The status that a field about it means; nothing where places are free, or it is about something else."""
    said = text.casefold()[:200]
    return next((status for status, words in _STATUS_WORDS.items() if re.search(words, said)), "")


def is_audience(word: str) -> bool:
    return loosely(_short(word)) in _AUDIENCE_NAMES


def levels_in(words: Iterable[str]) -> list[str]:
    """Levels of the Common European Framework: "A1.2" is A1, "B1/B2" both."""
    found = {
        level
        for pair in _LEVEL.findall("\n".join(word[:_LONGEST_TEXT] for word in islice(words, _MOST_WORDS)))
        for level in pair
    }
    return [level for level in LEVELS if level in found]


def language(name: str) -> str:
    """The German name of a language that is given by any name or code ("de-DE", "Deutsch", "German")."""
    name = _short(name).strip()
    code = re.split(r"[-_]", name.casefold())[0]
    return _LANGUAGE_NAMES.get(loosely(name)) or _CODES.get(code, "")


def status_in_title(title: str) -> tuple[str, str]:
    """A status that stands before or behind a title, and the title without it."""
    found = _TITLE_STATUS.search(title) if len(title) <= _LONGEST_TEXT else None
    if not found or len(found.group()) == len(title):
        return "", title
    word = (found["first"] or found["last"]).casefold()
    return _STATUSES.get(word, "abgesagt"), (title[: found.start()] + title[found.end() :]).strip()
