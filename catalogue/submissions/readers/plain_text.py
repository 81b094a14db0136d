"""Texts as other systems write them: encodings, umlauts that were spoilt, HTML, and signs that nobody sees."""

import codecs
import html
import re
import unicodedata

from catalogue.errors import SubmissionError

# More than any description of an offer has; beyond it a text is a mistake or an attack.
LONGEST = 100_000
_LOOKED_AT = 2_000
_UMLAUT_INSIDE = re.compile("(?<=[A-Za-z])[äöüß](?=[a-z])")
DAMAGED = "\ufffd"

_UNSEEN = {
    **{code: None for code in (*range(0x20), 0x7F) if chr(code) not in "\n\t"},
    # Windows-1252 that calls itself Latin-1: dashes and quotes arrive as control characters.
    **{code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)},
    **dict.fromkeys((0x200B, 0xFEFF, 0xAD, 0xFFFE, 0xFFFF)),
    **dict.fromkeys((0xA0, 0x202F, 0x2028, 0x2029), " "),
}
# Half a character outside the first plane is none.
_SURROGATE = re.compile("[\ud800-\udfff]")
# Accents in such numbers are no writing, and sorting them takes minutes.
_MARKS = "".join(chr(code) for code in range(0x300, 0x1E950) if unicodedata.combining(chr(code)))
_TOO_MANY_MARKS = re.compile(f"([{re.escape(_MARKS)}]{{8}})[{re.escape(_MARKS)}]+")

_PARAGRAPHS = (
    "address|article|aside|blockquote|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|section|table"
    "|ul"
)
_LINES = "dd|dt|tr|br"
_OTHER = (
    "a|abbr|b|big|body|button|center|cite|code|del|em|font|head|html|i|iframe|img|input|ins|label|li|link|mark|meta|"
    "o:p|pre|s|script|small|span|strike|strong|style|sub|sup|tbody|td|tfoot|th|thead|time|title|u|wbr|!doctype"
)
_PARAGRAPH, _LINE, _TAG = (
    re.compile(rf"</?(?:{names})\b[^<>]*>", re.IGNORECASE) for names in (_PARAGRAPHS, _LINES, _OTHER)
)
_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_UNREAD = re.compile(r"<(?:script|style|title)\b[^<>]*>", re.IGNORECASE)
_READ_AGAIN = re.compile(r"</(?:script|style|title)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def decoded(file: str, content: bytes) -> str:
    """A file as text: UTF-8 or UTF-16 where that is what it is, else Windows-1252 or what old programs write.

    Raises SubmissionError.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise SubmissionError(f"{file}: Das ist keine Textdatei.")
        return text
    raise SubmissionError(f"{file}: Die Zeichen der Datei lassen sich nicht lesen. Bitte als UTF-8 speichern.")


def _encodings(content: bytes) -> list[str]:
    """The encodings that a file may have, the likeliest first."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    even, odd = content[:_LOOKED_AT:2], content[1:_LOOKED_AT:2]
    if odd.count(0) > len(odd) // 2 and 0 not in even:
        return ["utf-16-le"]
    if even.count(0) > len(even) // 2 and 0 not in odd:
        return ["utf-16-be"]
    # Every byte string but a few is Windows-1252, so it comes last. What DOS and old Macintoshs wrote is told by
    # umlauts inside of words.
    usual = _umlauts(content, "cp1252")
    older = [name for name in ("cp850", "mac_roman") if _umlauts(content, name) > usual]
    return ["utf-8-sig", *sorted(older, key=lambda name: -_umlauts(content, name)), "cp1252"]


def _umlauts(content: bytes, encoding: str) -> int:
    return len(_UMLAUT_INSIDE.findall(content[:LONGEST].decode(encoding, "replace")))


def tidy(text: str) -> str:
    """Umlauts as they were meant, no control characters, no invisible spaces; line breaks and tabs stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _SURROGATE.sub(DAMAGED, text)
    if not text.isascii():
        text = repaired(unicodedata.normalize("NFC", _TOO_MANY_MARKS.sub(r"\1", text)))
    return text.translate(_UNSEEN).strip()


def one_line(text: str) -> str:
    """A text of HTML or none as one line: titles, names, places."""
    if len(text) > LONGEST:
        return text
    return " ".join(plain_text(text).split())


def plain_text(text: str) -> str:
    """What a reader sees of a text with HTML in it, in paragraphs; "unter 6 < 7" and "R&D" are none.

    What is too long to be a text stays as it is: it will be refused.
    """
    if len(text) > LONGEST:
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = _without_markup(text)
    if seen == text and _ENTITY.search(text):
        # Some write their HTML so that even its tags are entities.
        text = _unescaped(text)
        seen = _without_markup(text)
    if seen != text:
        seen = _unescaped(seen)
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in tidy(seen).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)


def _without_markup(text: str) -> str:
    if "<" not in text:
        return text
    # A comment ends at its own end; where it has none, all the rest belongs to it.
    first, *comments = text.split("<!--")
    text = first + "".join(comment.partition("-->")[2] for comment in comments)
    first, *others = _UNREAD.split(text)
    text = first + "".join("".join(_READ_AGAIN.split(other, maxsplit=1)[1:]) for other in others)
    if _PARAGRAPH.search(text) or _LINE.search(text):
        # In HTML a line break is a space; what begins a line says its element.
        text = " ".join(text.split("\n"))
    text = _LINE.sub("\n", _ITEM.sub("\n– ", text))
    return _TAG.sub("", _PARAGRAPH.sub("\n\n", text))


# --- umlauts that were read in the wrong encoding

_USUAL = "äöüÄÖÜßéèêëáàâåæçíìîïñóòôøúùûýÉÈÁÀÅÇÓØÚ§°²³½¼·«»´©®±×µ¡¿\u00a0€„“”‚‘’–—…•™Šš†œ" + DAMAGED


def _misread(char: str) -> list[str]:
    """How a character looks whose bytes in UTF-8 were read as Windows-1252 or as Latin-1."""
    raw = char.encode("utf-8")
    windows = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)
    return [windows, raw.decode("latin-1")]


# "Ã¼" and the like stand in no German word, so it is certain what was meant.
_MEANT = {spoilt: char for char in _USUAL for spoilt in _misread(char)}
_SPOILT = re.compile("|".join(map(re.escape, sorted(_MEANT, key=len, reverse=True))))
# Windows-1252 that was read as a Macintosh's: certain only inside a word.
_MACINTOSH = {"‰": "ä", "ˆ": "ö", "¸": "ü", "ƒ": "Ä", "÷": "Ö", "ﬂ": "ß"}
_INSIDE = re.compile(
    r"(?<=[A-Za-zäöüß])[‰ˆ¸](?=[a-zß‰ˆ¸ﬂ])|\b[ƒ÷](?=[a-z])|(?<=[aeiouyäöü‰ˆ¸])ﬂ(?=[b-df-hj-np-tv-z]|\b)"
)


def repaired(text: str) -> str:
    """A text in which spoilt umlauts are themselves again, where it is certain which they were."""
    text = _SPOILT.sub(lambda match: _MEANT[match.group()], text)
    return _INSIDE.sub(lambda match: _MACINTOSH[match.group()], text)
