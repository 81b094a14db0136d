"""The numbers in which KURSNET says things, and what they mean here.

The lists are those that KURSNET publishes for openQ-Cat ("Wertebereiche"); a number that is not in them says nothing.
"""

# Angebotstyp (COURSE_TYPE)
STUDY, ACTIVATION, LANGUAGE_SUPPORT = "2", "3", "4"
# Bildungsart (EDUCATION_TYPE)
UNASSIGNED, GENERAL, PREPARATION, APPRENTICESHIP, TRAINING = "0", "100", "101", "102", "104"
REHABILITATION, FIRST_DEGREE, FURTHER_DEGREE, JOB_LANGUAGE = "106", "107", "108", "110"
# Schulart (INSTITUTION): general and vocational schools
SCHOOLS = ("100", "102")

# Unterrichtsform (INSTRUCTION_FORM). 5 stands for all kinds of e-learning: see `dates.py`.
ONE_TO_ONE, E_LEARNING = "8", "5"
FORMATS = {
    **dict.fromkeys(("1", "2", "3", "6", "7", "8", "9", "101", "102", "103", "104", "105"), "Präsenz"),
    # Correspondence courses have no place to go to either.
    **dict.fromkeys(("4", "201", "202", "203", "204", "205", "206", "401", "402", "403"), "Online"),
    **dict.fromkeys(("301", "302", "303", "304"), "Hybrid"),
}

# Dauerklasse (DURATION)
DURATIONS = {
    "1": "bis 3 Tage", "2": "mehr als 3 Tage bis 1 Woche", "3": "mehr als 1 Woche bis 1 Monat",
    "4": "mehr als 1 Monat bis 3 Monate", "5": "mehr als 3 Monate bis 6 Monate", "6": "mehr als 6 Monate bis 1 Jahr",
    "7": "mehr als 1 Jahr bis 2 Jahre", "8": "mehr als 2 Jahre bis 3 Jahre", "9": "mehr als 3 Jahre",
}  # fmt: skip

# Förderart (FUNDING_TYPES_…), short enough for a note; of the Länder only ours.
FUNDING = {
    "1": "Aufstiegs-BAföG", "2": "Bildungsgutschein", "4": "Aufstiegsstipendium", "5": "Weiterbildungsstipendium",
    "8": "Qualifizierungsgeld", "9": "Förderung in Transfergesellschaften", "10": "KOMPASS",
    "11": "Zuschuss für Beschäftigte", "12": "Arbeitslosengeld bei Weiterbildung",
    "13": "Förderung bei gesundheitlicher Beeinträchtigung",
}  # fmt: skip
REGIONAL_FUNDING = {"37": "Bildungsurlaub", "38": "Meisterprämie", "39": "Weiterbildungsprämie"}

# Sprachziel of a Berufssprachkurs, as a feature of the Kurssystematik
LANGUAGE_GOALS = {"MC 01 1": "A2", "MC 01 2": "B1", "MC 01 3": "B2", "MC 01 4": "C1", "MC 01 5": "C2"}

# ISO 639-2, both codes where a language has two
_LANGUAGE_CODES = {
    "Albanisch": "alb sqi", "Amharisch": "amh", "Arabisch": "ara", "Aserbaidschanisch": "aze", "Bosnisch": "bos",
    "Bulgarisch": "bul", "Chinesisch": "chi zho", "Deutsche Gebärdensprache": "sgn", "Deutsch": "deu ger",
    "Dänisch": "dan", "Englisch": "eng", "Estnisch": "est", "Finnisch": "fin", "Französisch": "fre fra",
    "Georgisch": "geo kat", "Griechisch": "gre ell", "Hebräisch": "heb", "Hindi": "hin", "Italienisch": "ita",
    "Japanisch": "jpn", "Koreanisch": "kor", "Kroatisch": "hrv scr", "Kurdisch": "kur", "Latein": "lat",
    "Lettisch": "lav", "Litauisch": "lit", "Mazedonisch": "mac mkd", "Moldauisch": "mol",
    "Niederländisch": "dut nld", "Norwegisch": "nor nob nno", "Paschtu": "pus", "Persisch": "per fas",
    "Plattdeutsch": "nds", "Polnisch": "pol", "Portugiesisch": "por", "Romanes": "rom", "Rumänisch": "rum ron",
    "Russisch": "rus", "Schwedisch": "swe", "Serbisch": "srp scc", "Slowakisch": "slo slk", "Slowenisch": "slv",
    "Somali": "som", "Spanisch": "spa", "Swahili": "swa", "Tamil": "tam", "Thailändisch": "tha", "Tigrinya": "tir",
    "Tschechisch": "cze ces", "Türkisch": "tur", "Ukrainisch": "ukr", "Ungarisch": "hun", "Urdu": "urd",
    "Usbekisch": "uzb", "Vietnamesisch": "vie",
}  # fmt: skip
LANGUAGES = {code: name for name, codes in _LANGUAGE_CODES.items() for code in codes.split()}
# KURSNET itself writes "deu", so of German the first is the one to write as well.
LANGUAGE_CODE = {name: codes.split()[0] for name, codes in _LANGUAGE_CODES.items()}
