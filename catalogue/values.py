"""Closed lists of values that are the same in every region (section 1 of the interfaces)."""

GER_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
LEVELS = ("Alphabetisierung", *GER_LEVELS)
WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
FORMATS = ("Präsenz", "Online", "Hybrid")
STATUSES = ("offen", "Warteliste", "ausgebucht", "abgesagt")
TIMES = ("morgens", "vormittags", "nachmittags", "abends")


# Languages in which offers are held, by their German names.
LANGUAGES = (
    "Albanisch", "Amharisch", "Arabisch", "Aserbaidschanisch", "Bosnisch", "Bulgarisch", "Chinesisch",
    "Dänisch", "Dari", "Deutsch", "Deutsche Gebärdensprache", "Englisch", "Estnisch", "Farsi", "Finnisch",
    "Französisch", "Georgisch", "Griechisch", "Hebräisch", "Hindi", "Italienisch", "Japanisch", "Koreanisch",
    "Kroatisch", "Kurdisch", "Kurmandschi", "Latein", "Lettisch", "Litauisch", "Mazedonisch", "Moldauisch",
    "Niederländisch", "Norwegisch", "Paschtu", "Persisch", "Plattdeutsch", "Polnisch", "Portugiesisch",
    "Romanes", "Rumänisch", "Russisch", "Schwedisch", "Serbisch", "Slowakisch", "Slowenisch", "Somali",
    "Sorani", "Spanisch", "Swahili", "Tamil", "Thailändisch", "Tigrinya", "Tschechisch", "Türkisch",
    "Ukrainisch", "Ungarisch", "Urdu", "Usbekisch", "Vietnamesisch",
)  # fmt: skip
