"""The figures of the gate as a page."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.retraining.comparing import sign_test, wilson
from bot.retraining.gate import CHANCE

_GOOD, _MIDDLING, _BAD = "0 %", "5 to 15 %", "15 to 30 %"
_INTRODUCTION = """# Does the gate tell bad candidates from good ones?

Written by `.venv/bin/python -m benchmarks.gate --write`, whose docstring says how it is measured; the single results
stand in `benchmarks/gate/results.jsonl`.
"""

Row = Mapping[str, Any]


def page(rows: Sequence[Row]) -> str:
    lines = [_INTRODUCTION, "| mislabelled | candidates | refused | let through | 95 % interval | bar |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for group, bar in ((_GOOD, "let through ≥ 90 %"), (_MIDDLING, ""), (_BAD, "refused ≥ 95 %")):
        those = [row for row in rows if group_of(row["share"]) == group]
        through = sum(row["passes"] for row in those)
        counted = through if group == _GOOD else len(those) - through
        low, high = wilson(counted, len(those))
        lines.append(f"| {group} | {len(those)} | {len(those) - through} | {through} | {low:.2f}-{high:.2f} | {bar} |")
    return "\n".join([*lines, "", *_by_set(rows)]) + "\n"


def group_of(share: float) -> str:
    return _GOOD if share == 0 else _MIDDLING if share < 0.15 else _BAD


def _by_set(rows: Sequence[Row]) -> Sequence[str]:
    """What each set alone would have refused, and how the shares of right sentences change on the average."""
    names = list(dict.fromkeys(name for row in rows for name in row["sets"]))
    groups = (_GOOD, _MIDDLING, _BAD)
    lines = ["| set | sentences | live right | " + " | ".join(f"{it}: change, refused" for it in groups) + " |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for name in names:
        total, right = rows[0]["sets"][name][:2]
        cells = []
        for group in groups:
            those = [row["sets"][name] for row in rows if group_of(row["share"]) == group]
            change = sum(item[2] - item[1] for item in those) / max(1, len(those) * total)
            refused = sum(sign_test(item[4], item[3]) < CHANCE for item in those)
            cells.append(f"{100 * change:+.1f} points, {refused}")
        lines.append(f"| {name} | {total} | {100 * right / total:.1f} % | " + " | ".join(cells) + " |")
    return lines
