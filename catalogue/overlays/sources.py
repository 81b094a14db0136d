"""An overlay written into the files of a region and of the assistant: order, comments and line breaks stay.

The files are edited as text, a list or a value at a time, so that a diff shows what was changed and nothing else.
"""

import json
import re
from collections.abc import Iterable, Mapping

from catalogue.errors import WordsError
from catalogue.overlays.overlay import AREA, AUDIENCE, KIND, RESPONSIBLE, TOPIC, Overlay, WordChange
from catalogue.region import Region
from catalogue.terms import Topic

_FILES = {
    TOPIC: "topics.yml",
    AREA: "areas.yml",
    AUDIENCE: "audiences.yml",
    KIND: "kinds.yml",
    RESPONSIBLE: "responsible.yml",
}
DOMAIN = "domain.yml"
_WIDTH, _INDENT = 118, " " * 10
_PLAIN = re.compile(r"[^\W\d_][^\[\]{},:#\"'&*!|>%@`\n]*")
_SAID_OTHERWISE = frozenset("true false yes no on off null none y n ~".split())


def exported(files: Mapping[str, str], overlay: Overlay, region: Region) -> dict[str, str]:
    """The changed contents of files (by name) with an overlay. Raises WordsError where a place is not found."""
    texts = dict(files)
    for topic in overlay.topics.values():
        texts["topics.yml"] = texts["topics.yml"].rstrip("\n") + "\n" + _new_topic(topic)
    for name, facts in overlay.responsible.items():
        text = texts["responsible.yml"]
        if name not in region.responsible:
            text = text.rstrip("\n") + f"\n- name: {scalar(name)}\n  words: []\n"
        texts["responsible.yml"] = _with_facts(text, name, facts)
    for (of, name), change in overlay.words.items():
        texts[_FILES[of]] = _with_words(texts[_FILES[of]], name, change)
    for name, value in overlay.office.items():
        texts["region.yml"] = _with_office(texts["region.yml"], name, value)
    for name, said in overlay.answers.items():
        texts[DOMAIN] = _with_answer(texts[DOMAIN], name, said)
    return {name: text for name, text in texts.items() if text != files[name]}


def scalar(text: str) -> str:
    """A value as YAML, in quotes only where it needs them."""
    is_plain = _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _SAID_OTHERWISE
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _new_topic(topic: Topic) -> str:
    lines = [f"- name: {scalar(topic.name)}", "  words: []"]
    facts = {"broader": topic.broader, "area": topic.area, "kind": topic.kind}
    lines += [f"  {key}: {scalar(value)}" for key, value in facts.items() if value]
    if topic.audience:
        lines.append(f"  audience: [{', '.join(map(scalar, topic.audience))}]")
    return "\n".join(lines) + "\n"


def _entry(text: str, name: str) -> tuple[int, int]:
    """Where an entry of a list stands: from "- name:" to the next one."""
    spelt = "|".join(re.escape(form) for form in {name, json.dumps(name, ensure_ascii=False), f"'{name}'"})
    found = re.search(rf"^- name: (?:{spelt})[ \t]*(?:#.*)?\n", text, re.MULTILINE)
    if found is None:
        raise WordsError(f"Der Eintrag „{name}“ steht in keiner Datei der Region.")
    following = re.compile(r"^(?:- name:|#|\n)", re.MULTILINE).search(text, found.end())
    return found.start(), following.start() if following else len(text)


def _with_words(text: str, name: str, change: WordChange) -> str:
    first, last = _entry(text, name)
    entry = text[first:last]
    for key in ("words", "phrases", "exact"):
        added = change.added if key == "words" else ()
        listed = re.search(rf"^  {key}: \[([^\]]*)\]", entry, re.MULTILINE)
        if listed is None:
            if added:
                head = entry.index("\n") + 1
                entry = entry[:head] + _listed(key, map(scalar, added)) + "\n" + entry[head:]
            continue
        items = [item.strip() for item in re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", listed[1]) if item.strip()]
        gone = {form for word in change.removed for form in (word, scalar(word), json.dumps(word), f"'{word}'")}
        kept = [item for item in items if item not in gone]
        new = [scalar(word) for word in added]
        whole = _appended(listed[0], new) if kept == items else _listed(key, [*kept, *new])
        entry = entry[: listed.start()] + whole + entry[listed.end() :]
    return text[:first] + entry + text[last:]


def _appended(listed: str, items: Iterable[str]) -> str:
    """A list with more items at its end; the lines before stay as they are."""
    *lines, last = listed[:-1].rstrip().split("\n")
    for item in items:
        joined = f"{last}{item}" if last.endswith("[") else f"{last}, {item}"
        if len(joined) > _WIDTH:
            lines.append(f"{last},")
            joined = f"{_INDENT}{item}"
        last = joined
    return "\n".join([*lines, last]) + "]"


def _listed(key: str, items: Iterable[str]) -> str:
    return _appended(f"  {key}: []", items)


def _with_facts(text: str, name: str, facts: Mapping[str, str]) -> str:
    first, last = _entry(text, name)
    entry = text[first:last].rstrip("\n")
    for key, value in facts.items():
        line = f"  {key}: {json.dumps(value, ensure_ascii=False)}"
        pattern = re.compile(rf"^  {key}: .*$", re.MULTILINE)
        if not value:
            entry = re.sub(rf"^  {key}: .*\n?", "", entry, flags=re.MULTILINE).rstrip("\n")
        elif pattern.search(entry):
            entry = pattern.sub(line.replace("\\", r"\\"), entry)
        else:
            entry += f"\n{line}"
    return text[:first] + entry + "\n" + text[last:]


def _with_office(text: str, name: str, value: str) -> str:
    found = re.search(rf"(^office:\n(?:  .*\n)*?  {name}: )(.*)$", text, re.MULTILINE)
    if found is None:
        raise WordsError(f"In region.yml fehlt beim Bildungsbüro die Angabe {name}.")
    return text[: found.start(2)] + json.dumps(value, ensure_ascii=False) + text[found.end(2) :]


def _with_answer(text: str, name: str, said: str) -> str:
    found = re.search(rf"(^  {re.escape(name)}:\n    - text: )(.*)$", text, re.MULTILINE)
    if found is None:
        raise WordsError(f"In {DOMAIN} fehlt der Antworttext {name}.")
    return text[: found.start(2)] + json.dumps(said, ensure_ascii=False) + text[found.end(2) :]
