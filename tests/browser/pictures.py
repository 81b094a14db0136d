"""Pictures for the handbook: small files, the same from the same pages."""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

VARIABLE = "BILDUNGSLOTSE_HANDBOOK"
LARGEST = 120_000
_COLOURS, _MARGIN = 64, 8


def keep_picture(page: Page, name: str, *, top: Locator | None = None, height: int = 800) -> None:
    """Keep what the window shows, where the environment names a folder for it; with `top` from there on."""
    if top is not None:
        # Scrolled to by hand: what stands above must not be hidden under a row that sticks.
        box = top.bounding_box()
        assert box is not None
        page.evaluate("y => window.scrollBy(0, y)", box["y"] - _MARGIN)
    folder = os.environ.get(VARIABLE)
    if not folder:
        return
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shown = shown.crop((0, 0, shown.width, min(height, shown.height)))
    path = Path(folder) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= LARGEST, f"{name}: {path.stat().st_size} bytes"
