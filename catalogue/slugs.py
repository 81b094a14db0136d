"""Public ids of offers: the provider as a slug, "/", and the provider's own key verbatim."""

import re
import unicodedata

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """ "Volkshochschule Hameln-Pyrmont" → "volkshochschule-hameln-pyrmont"."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).lower().translate(_UMLAUTS))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return _OTHER.sub("-", text).strip("-")


def offer_key(provider: str, reference: str) -> str:
    return f"{slug(provider)}/{reference}"
