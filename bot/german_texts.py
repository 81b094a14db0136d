"""What the assistant says in German, for pages and channels that no action answers."""

import yaml

from actions.answers.texts import GERMAN, Texts, texts_in
from bot.training import PROJECT
from catalogue.region import Region


def german_texts(region: Region) -> Texts:
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    return texts_in(GERMAN, domain, region)
