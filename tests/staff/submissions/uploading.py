"""Files for the pages of submissions, and somebody who uploads them."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.test import TestResponse

from tests.staff.conftest import Person


def upload(person: Person, files: Mapping[str, bytes], **fields: Any) -> TestResponse:
    """Send files by the form of the room."""
    sent = [(io.BytesIO(content), name) for name, content in files.items()]
    return person.post("/meldungen/", {"files": sent, **fields})


def plan_path(answer: TestResponse) -> str:
    """The address of the plan that an upload has led to."""
    path = answer.request.path
    assert re.fullmatch(r"/meldungen/[0-9a-f]{12}", path), path
    return path


def hidden(answer: TestResponse, name: str) -> list[str]:
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', answer.text) + re.findall(
        rf'<input id="{name}" name="{name}" type="hidden" value="([^"]*)">', answer.text
    )


def choose(person: Person, path: str, wanted: Sequence[str] | None = None, **fields: str) -> TestResponse:
    """Send the boxes of the first page of a plan as they stand, or with only these ticked, by one of its buttons."""
    page = person.get(path)
    seen = hidden(page, "gesehen")
    ticked = re.findall(r'name="nimm" value="([^"]*)" checked', page.text) if wanted is None else list(wanted)
    here = {name: hidden(page, name)[0] for name in ("gezeigt", "jetzt", "gesucht", "hier")}
    return person.post(f"{path}/auswahl", {**here, "gesehen": seen, "nimm": ticked, **fields}, page=path)


def approve(person: Person, path: str) -> TestResponse:
    """Go on to the approval, and approve what it shows."""
    page = choose(person, path, tun="freigeben")
    assert page.request.path == f"{path}/freigabe", page.text
    return person.post(f"{path}/freigabe", {"fingerprint": hidden(page, "fingerprint")[0]})
