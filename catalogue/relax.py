"""Nothing fits: the smallest set of conditions to give up, so that something does.

The set that an offer fails is added up as a number, so that the database finds the best one in a
single pass: the smaller the number the smaller the set and, of equally large ones, the sooner it
comes in GIVING_UP_ORDER.
"""

from collections.abc import Iterable

# What people give up most easily comes first; what makes an offer useless to them comes last.
GIVING_UP_ORDER = (
    "time", "weekdays", "from_day", "until_day", "format", "level", "kind", "place",
    "area", "languages", "provider", "age", "audience", "free", "childcare", "women_only", "accessible",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(GIVING_UP_ORDER)}
# More than all that one condition can differ from another by: the number of conditions counts first.
_ONE_MORE = 1 << len(GIVING_UP_ORDER)


def price(name: str) -> int:
    """What giving up one condition costs; the prices of a set are added up."""
    return _ONE_MORE - _bit(name)


def bought(total: int) -> frozenset[str]:
    """The set of conditions whose prices add up to this."""
    size = -(-total // _ONE_MORE)
    bits = size * _ONE_MORE - total
    return frozenset(name for name in GIVING_UP_ORDER if bits & _bit(name))


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names of conditions in the order in which people give them up."""
    return tuple(sorted(names, key=lambda name: _RANK[name]))


def _bit(name: str) -> int:
    """The easier to give up, the higher: of two sets of one size, the first that differs decides."""
    return 1 << (len(GIVING_UP_ORDER) - 1 - _RANK[name])
