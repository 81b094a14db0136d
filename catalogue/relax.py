"""Nothing fits: the smallest set of conditions to give up, so that something does."""

from collections.abc import Iterable, Mapping

# What people give up most easily comes first; what makes an offer useless to them comes last.
GIVING_UP_ORDER = (
    "time", "weekdays", "from_day", "until_day", "format", "level", "kind", "place",
    "area", "languages", "provider", "age", "audience", "free", "childcare", "women_only", "accessible",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(GIVING_UP_ORDER)}


def smallest_relaxation(failures: Mapping[frozenset[str], int]) -> frozenset[str] | None:
    """The smallest set of conditions that, given up, lets at least one offer through.

    `failures` counts offers by the set of conditions that each of them fails. Of sets of equal
    size the one wins that comes first in GIVING_UP_ORDER. None where there is no offer at all.
    """
    candidates = [failed for failed, count in failures.items() if count > 0]
    return min(candidates, key=_cost, default=None)


def fitting(failures: Mapping[frozenset[str], int], given_up: frozenset[str]) -> int:
    """How many offers fit once these conditions are given up."""
    return sum(count for failed, count in failures.items() if failed <= given_up)


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names of conditions in the order in which people give them up."""
    return tuple(sorted(names, key=lambda name: _RANK[name]))


def _cost(failed: frozenset[str]) -> tuple[int, tuple[int, ...]]:
    return len(failed), tuple(sorted(_RANK[name] for name in failed))
