"""What can be measured of accessibility: axe's findings, contrast, and whether a page fits."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_BLOCK = re.compile(r"(?::host|:root) \{(.*?)\}", re.DOTALL)
_COLOUR = re.compile(r"--(?:lotse-)?([\w-]+): (#\w{6});")


def violations(page: Page) -> list[str]:
    """What axe finds. The page's context needs `bypass_csp`: axe brings a style of its own."""
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {[node['target'] for node in item['nodes']]}" for item in found]


def is_too_wide(page: Page) -> bool:
    """Whether one has to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def tokens(stylesheet: str, scheme: str) -> dict[str, str]:
    """The colours of a stylesheet; dark ones replace light ones."""
    light, dark = _BLOCK.findall(stylesheet)[:2]
    found = dict(_COLOUR.findall(light))
    return found | dict(_COLOUR.findall(dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
