"""What follows from the subject of a wish although nobody said it: it ranks offers and is no condition."""

from catalogue.region import Region
from catalogue.wish import Wish


def with_following(wish: Wish, region: Region) -> Wish:
    """The wish with the area, kind and audience that go with its topic, or with the area of its kind."""
    topic = region.topics.get(wish.topic or "")
    kind = region.kind(wish.kind or (topic.kind if topic else None))
    wish = wish.follow(area=kind.area if kind else None)
    return wish.follow(area=region.area_of(topic.name), kind=topic.kind, audience=topic.audience) if topic else wish
