"""The region at this moment, for whatever lives as long as the service: pages and channels follow every switch."""

from actions.answers.texts import Texts
from bot.german_texts import german_texts
from catalogue.region import Region


class RegionNow:
    """Holds the region that counts, and what is said in German with it."""

    def __init__(self, region: Region) -> None:
        self._now = (region, german_texts(region))

    @property
    def region(self) -> Region:
        return self._now[0]

    @property
    def texts(self) -> Texts:
        return self._now[1]

    def become(self, region: Region) -> None:
        """Let another region count from now on; texts and region change at once."""
        self._now = (region, german_texts(region))
