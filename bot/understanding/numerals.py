"""Numbers written as words, as people dictate them: "einundfünfzig"."""

from catalogue.german import plain

_UNITS = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TEENS = ("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
# From this number on a word is a number and nothing else ("acht geben", "ein").
_UNMISTAKABLE = 13


def _numerals() -> dict[str, int]:
    tens = {word: 10 * count for count, word in enumerate(_TENS, 2)}
    pairs = {f"{unit}und{ten}": value + count for ten, value in tens.items() for count, unit in enumerate(_UNITS, 1)}
    small = {word: count for count, word in enumerate((*_UNITS, *_TEENS), 1)}
    return {plain(word): value for word, value in (small | tens | pairs).items()}


# Plain forms from "ein" to "neunundneunzig".
NUMERALS = _numerals()


def digits(word: str) -> str | None:
    """A larger number in digits: "Achtundsiebzig" → "78"; None for other words."""
    value = NUMERALS.get(plain(word), 0)
    return str(value) if value >= _UNMISTAKABLE else None
