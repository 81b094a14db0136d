"""Long texts in parts that Telegram takes, cut where a reader would."""

import html
import re

# Telegram counts units of UTF-16, after it has read the markup.
LONGEST_TEXT = 4096
_TAG = re.compile(r"<[^>]*>")
# From the best place to cut to the worst: paragraphs, lines that begin something (an offer's own are indented), lines,
# sentences, words. With each the share of the text that a part has to fill at least: rather a short part than an offer
# in two.
_BORDERS = ((r"\n\s*\n", 1 / 8), (r"\n(?=\S)", 0), (r"\n", 1 / 2), (r"(?<=[.!?…])\s", 1 / 2), (r"\s", 1 / 2))


def units(text: str) -> int:
    """How long Telegram takes a text for."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def visible_units(markup: str) -> int:
    """The same for HTML: what is left when tags and entities are read."""
    return units(html.unescape(_TAG.sub("", markup)))


def parts(text: str, longest: int = LONGEST_TEXT) -> list[str]:
    """A text in parts of at most `longest` units. Nothing is lost but the space at the cuts."""
    found = []
    rest = text.strip()
    while units(rest) > longest:
        head = _fitting(rest, longest)
        cut = _best_cut(rest, len(head))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip("\n") if rest[cut : cut + 1] == "\n" else rest[cut:].lstrip()
    return [part for part in (*found, rest) if part.strip()]


def shortened(text: str, longest: int) -> str:
    """A text of at most `longest` units, with an ellipsis where something was left out."""
    return text if units(text) <= longest else _fitting(text, longest - 1).rstrip() + "…"


def _fitting(text: str, longest: int) -> str:
    """The longest beginning of a text that fits."""
    # Of the characters up to there some count twice.
    head = text[:longest]
    while units(head) > longest:
        head = head[: len(head) - max(1, (units(head) - longest) // 2)]
    return head


def _best_cut(text: str, most: int) -> int:
    """Where to cut the first `most` characters off: the last place of the best kind that leaves enough."""
    for border, least in _BORDERS:
        places = [found.start() for found in re.finditer(border, text[: most + 1]) if found.start() <= most]
        if places and places[-1] > most * least:
            return places[-1]
    return most
