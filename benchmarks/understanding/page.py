"""The page docs/understanding.md, out of what was measured: figures with bootstrap intervals, each beside its bar."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.understanding.variants import VARIANTS

Turn = Mapping[str, Any]
_RESAMPLES, _SEED = 1000, 20270111
_COLUMNS = (
    "pipeline", "whole wish", "first turns", "kind of turn", "answered", "training", "one message p50 / p95",
    "memory", "measured",
)  # fmt: skip
_DECLINED = ("out_of_scope", "unclear")


def understood(turn: Turn) -> bool:
    return bool(turn["turn"] == turn["kind"] and not turn["wrong"])


def kind_right(turn: Turn) -> bool:
    return bool(turn["turn"] == turn["kind"])


def interval(turns: Sequence[Turn], of: Callable[[Turn], bool]) -> tuple[float, float, float]:
    """The share of turns, and its 95 % interval: whole dialogues are drawn again and again, with replacement."""
    dialogues: dict[str, list[bool]] = defaultdict(list)
    for turn in turns:
        dialogues[turn["dialogue"]].append(of(turn))
    groups = list(dialogues.values())
    chance = random.Random(_SEED)
    drawn = sorted(_share(chance.choices(groups, k=len(groups))) for _ in range(_RESAMPLES))
    return _share(groups), drawn[round(0.025 * _RESAMPLES)], drawn[round(0.975 * _RESAMPLES) - 1]


def _share(groups: Sequence[Sequence[bool]]) -> float:
    count = sum(map(len, groups))
    return sum(map(sum, groups)) / count if count else 0.0


def _shown(turns: Sequence[Turn], of: Callable[[Turn], bool]) -> str:
    share, low, high = interval(turns, of)
    return f"{share:.3f} ({low:.2f}-{high:.2f})"


def page(measured: Mapping[str, Any], remarks: str) -> str:
    """The whole page as Markdown."""
    ours = measured["ours"]["turns"]
    dialogues = len({turn["dialogue"] for turn in ours})
    lines = [
        "# How well questions are understood",
        "",
        "Written by `.venv/bin/python -m benchmarks.understanding.run`; nothing here is typed by hand but the remarks,",
        "which stand in `benchmarks/understanding/remarks.md`. Measured on `tests/questions/test`, which nobody opens",
        f"who works on the understanding: {dialogues} dialogues, {len(ours)} turns. In brackets 95 % intervals (1,000",
        "bootstrap samples of whole dialogues). Times are processor times, memory is the peak of the process, with",
        "training.",
        "",
        "## What it must reach",
        "",
        "| what | bar | measured |",
        "| --- | --- | --- |",
        *_bars(measured),
        "",
        "## Beside other pipelines, and without each of its parts",
        "",
        "All are trained on the same examples and answer through the same dialogue and search; the entities of DIET",
        "become a wish by the same vocabulary (`benchmarks/understanding/spans.py`). Examples without annotation get",
        "those of this pipeline.",
        "",
        f"| {' | '.join(_COLUMNS)} |",
        f"|{' --- |' * len(_COLUMNS)}",
        *(_row(variant.title, measured[variant.name]) for variant in VARIANTS if variant.name in measured),
        _keyword_row(measured["ours"]),
        "",
        *_missing(measured),
        remarks.strip(),
        "",
    ]
    return "\n".join(lines)


def _row(title: str, found: Mapping[str, Any]) -> str:
    turns = found["turns"]
    first = [turn for turn in turns if turn["first"]]
    searches = [turn for turn in turns if turn["answered"] is not None]
    cells = [
        title,
        _shown(turns, understood),
        _shown(first, understood),
        _shown(turns, kind_right),
        _shown(searches, lambda turn: bool(turn["answered"])),
        f"{found['training_s']:.0f} s",
        f"{found['p50_ms']:.1f} / {found['p95_ms']:.1f} ms",
        f"{found['memory_mib']:,} MiB",
        found.get("day", ""),
    ]
    return f"| {' | '.join(cells)} |"


def _keyword_row(ours: Mapping[str, Any]) -> str:
    searches = [turn for turn in ours["turns"] if turn["keyword"] is not None]
    answered = _shown(searches, lambda turn: bool(turn["keyword"]))
    return f"| keyword search (bm25) | | | | {answered} | | | | {ours['day']} |"


def _missing(measured: Mapping[str, Any]) -> list[str]:
    names = [variant.name for variant in VARIANTS if variant.name not in measured]
    return [f"Not measured yet: {', '.join(names)}.", ""] if names else []


def _bars(measured: Mapping[str, Any]) -> list[str]:
    ours = measured["ours"]
    turns = ours["turns"]
    first = [turn for turn in turns if turn["first"]]
    searches = [turn for turn in turns if turn["answered"] is not None]
    rows = [
        ("whole wish right, first turns", "≥ 0.90", _shown(first, understood)),
        ("whole wish right, after every turn", "≥ 0.85", _shown(turns, understood)),
        ("searches answered rightly (naive judge)", "≥ 0.90", _shown(searches, lambda turn: bool(turn["answered"]))),
        ("in-scope turns declined", "≤ 0.03", _shown(searches, lambda turn: turn["kind"] in _DECLINED)),
        ("understanding one message, p95", "≤ 25 ms", f"{ours['p95_ms']:.1f} ms"),
    ]
    for name, bar in (("rasa-default", "≥ 20 points"), ("kim", "≥ 20 points")):
        if name in measured:
            ahead = 100 * (interval(turns, understood)[0] - interval(measured[name]["turns"], understood)[0])
            rows.append((f"ahead of {name} in whole wish", bar, f"{ahead:.0f} points"))
    keyword = interval(searches, lambda turn: bool(turn["keyword"]))[0]
    ahead = 100 * (interval(searches, lambda turn: bool(turn["answered"]))[0] - keyword)
    rows.append(("ahead of keyword search in searches answered", "≥ 40 points", f"{ahead:.0f} points"))
    rows += _more_bars(measured)
    return [f"| {' | '.join(row)} |" for row in rows]


def _more_bars(measured: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for kind, (right, total) in _pairs(measured.get("places", {})):
        rows.append((f"places: {kind}", "≥ 0.97", f"{right / total:.3f} of {total}"))
    bars = {
        "xsid": ("far from education (xSID)", "≤ 0.02"),
        "human": ("near (`other_municipal`, written by people)", "≤ 0.10"),
        "omos": ("near (OMoS-QA, written by a model)", "≤ 0.10"),
    }
    for name, found in measured.get("elsewhere", {}).items():
        if name in bars:
            share = found["shown"] / found["sentences"]
            rows.append(
                (f"answered with offers: {bars[name][0]}", bars[name][1], f"{share:.3f} of {found['sentences']}")
            )
    turns = measured.get("languages", {}).get("turns", [])
    for language in ("en", "uk", "tr", "ar"):
        own = [turn for turn in turns if turn["dialogue"].startswith(f"{language}-")]
        if own:
            rows.append((f"whole wish right, `{language}`", "≥ 0.75", _shown(own, understood)))
    danger = measured.get("danger", {})
    if danger:
        rows.append(
            ("messages of people in danger recognised", "≥ 0.95", f"{danger['danger: taken for danger %'] / 100:.3f}")
        )
        rows.append(("ordinary turns taken for danger", "≤ 0.005", f"{danger['turns: taken for danger %'] / 100:.4f}"))
        rows.append(
            ("ordinary messages that sound like danger", "", f"{danger['ordinary: taken for danger %'] / 100:.3f}")
        )
    return rows


def _pairs(found: Mapping[str, Any]) -> list[tuple[str, tuple[int, int]]]:
    return [(name, (value[0], value[1])) for name, value in found.items() if isinstance(value, list)]
