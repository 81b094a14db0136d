"""Which offers of a waiting plan are left out: kept beside the plan, for everybody who looks at it."""

import hashlib
import json
import threading
from collections.abc import Collection, Iterable

from catalogue.errors import ChangeError
from catalogue.submissions.plans import StoredPlan
from catalogue.submissions.previews import Preview

_FILE = "left_out.json"
# Two people may tick boxes of one plan at the same time, on different pages.
_one_at_a_time = threading.Lock()


def left_out(plan: StoredPlan) -> frozenset[str]:
    """The keys of the offers that are not to be touched."""
    try:
        return frozenset(json.loads((plan.folder / _FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return frozenset()


def choose(plan: StoredPlan, seen: Collection[str], wanted: Collection[str]) -> frozenset[str]:
    """Keep what somebody decided on the offers that he saw; all others stay as they were decided.

    Raises ChangeError where the plan is gone meanwhile.
    """
    with _one_at_a_time:
        return _keep(plan, (left_out(plan) - frozenset(seen)) | (frozenset(seen) - frozenset(wanted)))


def leave_out(plan: StoredPlan, keys: Iterable[str]) -> frozenset[str]:
    """Leave out these and no others. Raises ChangeError where the plan is gone meanwhile."""
    with _one_at_a_time:
        return _keep(plan, frozenset(keys))


def fingerprint(preview: Preview, chosen: Collection[str]) -> str:
    """Names what is shown and what of it is left out: an approval is good for exactly that."""
    return hashlib.sha256("\n".join([preview.digest, *sorted(chosen)]).encode()).hexdigest()


def _keep(plan: StoredPlan, keys: frozenset[str]) -> frozenset[str]:
    aside = plan.folder / f"{_FILE}.aside"
    try:
        aside.write_text(json.dumps(sorted(keys)), encoding="utf-8")
        aside.replace(plan.folder / _FILE)
    except OSError as error:
        raise ChangeError("Diese Meldung wartet nicht mehr auf eine Entscheidung.") from error
    return keys
