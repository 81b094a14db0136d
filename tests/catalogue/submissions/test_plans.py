"""Plans that wait: whoever finds one finds all of it, however busy others are with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from catalogue.errors import ChangeError
from catalogue.submissions.plans import find_plan, forget_plan, store_plan, waiting_plans

NOW = datetime(2027, 1, 11, 9)
ROUNDS = 150


def test_a_plan_is_found_whole_or_not_at_all(tmp_path: Path) -> None:
    file, folder = tmp_path / "angebote.csv", tmp_path / "plans"
    file.write_text("kennung;titel\n1;Yoga\n", encoding="utf-8")
    plan_id = store_plan(folder, [file], 1, False, NOW).id

    def come_and_go() -> None:
        for _ in range(ROUNDS):
            forget_plan(folder, plan_id)
            store_plan(folder, [file], 1, False, NOW)

    def look() -> list[int]:
        found = []
        while not busy.done():
            found += [len(plan.paths) for plan in waiting_plans(folder)]
            try:
                found.append(len(find_plan(folder, plan_id).paths))
            except ChangeError as error:
                assert "gibt es nicht (mehr)" in error.message
        return found

    with ThreadPoolExecutor(3) as pool:
        busy = pool.submit(come_and_go)
        lookers = [pool.submit(look) for _ in range(2)]
    busy.result()
    seen = [number for looker in lookers for number in looker.result()]
    assert seen and set(seen) == {1}


def test_nothing_is_left_of_a_plan_that_was_forgotten(tmp_path: Path) -> None:
    file, folder = tmp_path / "angebote.csv", tmp_path / "plans"
    file.write_text("kennung;titel\n1;Yoga\n", encoding="utf-8")
    plan_id = store_plan(folder, [file], 1, False, NOW).id
    forget_plan(folder, plan_id)
    assert list(folder.iterdir()) == []
    with pytest.raises(ChangeError, match="gibt es nicht"):
        find_plan(folder, plan_id)
    forget_plan(folder, plan_id)
