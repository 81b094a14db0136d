"""Texts as suppliers write them: with HTML, entities, and signs that nobody sees."""

import html
import re
import unicodedata

# Windows-1252 that calls itself ISO-8859-1 arrives as control characters: dashes, quotes and the euro.
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_UNSEEN = {0x00A0: " ", 0x200B: "", 0xFEFF: "", 0xFFFE: "", 0xFFFF: ""}
_BREAKS = "br|p|div|li|ul|ol|tr|table|h[1-6]|hr|blockquote|dt|dd"
_INLINE = "b|strong|i|em|u|span|a|td|th|tbody|thead|font|sup|sub|small|big|s|del|ins|code|pre|center|img"
_BREAK = re.compile(rf"</?(?:{_BREAKS})\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_INLINE})\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_EMPTY_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Without control characters and invisible spaces; line breaks and tabs stay."""
    text = text.translate(_WINDOWS).translate(_UNSEEN)
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> str:
    """Plain text without line breaks, for titles and names."""
    return " ".join(plain_text(text).split())


def plain_text(text: str) -> str:
    """What a reader sees of a text with HTML in it; "a < b" and "R&D" are none."""
    seen = _without_markup(text)
    if seen == text and _ENTITY.search(text):
        # Some write their HTML so that even its tags are entities.
        seen = _without_markup(_ENTITY.sub(lambda match: html.unescape(match.group()), text))
    else:
        seen = _ENTITY.sub(lambda match: html.unescape(match.group()), seen)
    lines = [line.strip() for line in tidy(seen).replace("\u00ad", "").split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _without_markup(text: str) -> str:
    # A comment ends at its own end; where it has none, all the rest belongs to it.
    first, *comments = text.split("<!--")
    text = first + "".join(comment.partition("-->")[2] for comment in comments)
    return _TAG.sub("", _BREAK.sub("\n", text))
