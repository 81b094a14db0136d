"""A sample of the trial that nobody but counsellors sees what is for them; `benchmarks/counsellor_fields.py` is all."""

import json
import logging
from pathlib import Path

import pytest

from benchmarks.counsellor_fields import Outcome, Secrets, try_fields


@pytest.fixture
def usual_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the trial sets is as before afterwards."""
    for name in ("DATA_DIR", "TODAY", "DATABASE_URL", "CONVERSATIONS_URL", "REGION"):
        monkeypatch.setenv(f"BILDUNGSLOTSE_{name}", "")


@pytest.mark.usefixtures("usual_environment")
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_what_is_for_counsellors_only_is_seen_by_nobody_else(tmp_path: Path) -> None:
    outcome: Outcome = try_fields(tmp_path, 150)
    assert outcome.found == []
    assert set(outcome.tries) == {"answers", "searches", "pages", "exports"}
    # There was something to be seen.
    assert outcome.told_to_counsellors > 0
    assert outcome.notices_by_name > 0
    assert outcome.lines_logged > 0


def test_a_number_is_found_however_it_is_written() -> None:
    secrets = Secrets(3)
    number = secrets.numbers[2]
    rest = number.split()[1]
    for text in (number, f"(0515) {rest[:4]}/{rest[4:7]}-{rest[7:]}", f"+49 515 {rest}", f"{rest[:5]}\r\n {rest[5:]}"):
        assert secrets.within(f"Tel. {text}.")
    assert secrets.within(json.dumps({"by": secrets.names[0].upper()}))
    assert not secrets.within("Tel. 0515 9367, 300")
    assert logging.getLogger().level != logging.DEBUG
