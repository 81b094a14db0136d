"""How often somebody may write: whoever writes too much waits, and nobody else notices."""

from datetime import datetime, timedelta, timezone

import httpx
import pytest
import time_machine

from bot.channels.limits import Limit
from bot.channels.origins import Origins
from tests.bot.channels.conftest import Channel, OpenChannel

START = datetime(2027, 1, 11, 9, tzinfo=timezone.utc)
BEHIND_A_PROXY = Origins(proxies=["127.0.0.1", "10.0.0.0/8"])


def statuses(*answers: httpx.Response) -> list[int]:
    return [answer.status_code for answer in answers]


def begin(channel: Channel, forwarded: str) -> int:
    """Ask for a session, with an address that somebody in front claims to have seen."""
    return channel.client.post("/webhooks/website/session", headers={"X-Forwarded-For": forwarded}).status_code


# --- counting


def test_so_many_are_allowed_and_no_more() -> None:
    limit = Limit("3/minute")
    assert [limit.allows("a") for _ in range(5)] == [True, True, True, False, False]


def test_every_name_has_a_limit_of_its_own() -> None:
    limit = Limit("1/minute")
    assert [limit.allows(name) for name in "abab"] == [True, True, False, False]


def test_two_limits_do_not_count_together() -> None:
    one, other = Limit("1/minute"), Limit("1/minute")
    assert (one.allows("a"), other.allows("a")) == (True, True)


def test_after_its_time_a_request_counts_no_more() -> None:
    limit = Limit("2/minute")
    with time_machine.travel(START, tick=False) as clock:
        assert [limit.allows("a") for _ in range(3)] == [True, True, False]
        clock.shift(timedelta(seconds=59))
        assert not limit.allows("a")
        clock.shift(timedelta(seconds=2))
        assert limit.allows("a")


def test_the_time_moves_along_and_does_not_begin_anew_with_the_clocks_minute() -> None:
    """Else twice as many would be allowed around the full minute."""
    limit = Limit("2/minute")
    with time_machine.travel(START + timedelta(seconds=58), tick=False) as clock:
        assert [limit.allows("a") for _ in range(2)] == [True, True]
        clock.shift(timedelta(seconds=4))
        assert not limit.allows("a")


# --- the limit of a session


def test_a_session_that_writes_too_much_is_asked_in_german_to_wait(open_channel: OpenChannel) -> None:
    with open_channel(session_limit="3/minute") as channel:
        session = channel.begin()
        answers = [channel.say(session, "Yoga") for _ in range(5)]
        assert statuses(*answers) == [200, 200, 200, 429, 429]
        assert answers[-1].json()["error"].startswith("Das waren sehr viele Nachrichten auf einmal.")
        assert len(channel.agent.heard) == 3


def test_another_session_from_the_same_address_may_go_on(open_channel: OpenChannel) -> None:
    with open_channel(session_limit="1/minute") as channel:
        one, other = channel.begin(), channel.begin()
        assert statuses(channel.say(one, "Yoga"), channel.say(one, "Yoga"), channel.say(other, "Yoga")) == [
            200,
            429,
            200,
        ]


def test_a_session_that_writes_too_much_can_still_be_deleted(open_channel: OpenChannel) -> None:
    with open_channel(session_limit="1/minute") as channel:
        session = channel.begin()
        assert statuses(channel.say(session, "Yoga"), channel.say(session, "Yoga")) == [200, 429]
        assert channel.end(session).status_code == 204


def test_whoever_waits_may_go_on(open_channel: OpenChannel) -> None:
    with open_channel(session_limit="1/minute") as channel:
        session = channel.begin()
        assert statuses(channel.say(session, "Yoga"), channel.say(session, "Yoga")) == [200, 429]
        with time_machine.travel(datetime.now(timezone.utc) + timedelta(seconds=61)):
            assert channel.say(session, "Yoga").status_code == 200


# --- the limit of an address


def test_an_address_that_asks_too_much_is_asked_in_german_to_wait(open_channel: OpenChannel) -> None:
    with open_channel(address_limit="4/minute") as channel:
        session = channel.begin()
        answers = [
            channel.say(session, "Yoga"),
            channel.say("erfunden", "Yoga"),
            channel.say(session, ""),
            channel.end(session),
        ]
        assert statuses(*answers) == [200, 401, 400, 429]
        assert "Bitte warten Sie eine Minute" in answers[-1].json()["error"]
        assert channel.client.post("/webhooks/website/session").status_code == 429


def test_a_new_session_is_no_way_around_the_limit_of_the_address(open_channel: OpenChannel) -> None:
    with open_channel(address_limit="5/minute") as channel:
        codes = [channel.client.post("/webhooks/website/session").status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2


def test_a_stranger_cannot_say_to_be_somebody_else(open_channel: OpenChannel) -> None:
    with open_channel(address_limit="3/minute") as channel:
        assert [begin(channel, f"203.0.113.{number}") for number in range(5)] == [200, 200, 200, 429, 429]


def test_behind_a_named_proxy_every_visitor_has_a_limit_of_its_own(open_channel: OpenChannel) -> None:
    with open_channel(BEHIND_A_PROXY, address_limit="2/minute") as channel:
        visitors = ["203.0.113.1", "203.0.113.2", "203.0.113.1", "203.0.113.1", "203.0.113.2", "203.0.113.3"]
        assert [begin(channel, address) for address in visitors] == [200, 200, 200, 429, 200, 200]


def test_behind_a_named_proxy_a_visitor_cannot_say_to_be_somebody_else(open_channel: OpenChannel) -> None:
    """The proxy writes what it saw at the end; what stands before it is the visitor's word."""
    with open_channel(BEHIND_A_PROXY, address_limit="2/minute") as channel:
        claimed = [f"198.51.100.{number}, 203.0.113.1, 10.0.0.2" for number in range(4)]
        assert [begin(channel, forwarded) for forwarded in claimed] == [200, 200, 429, 429]


@pytest.mark.parametrize("forwarded", ["", ",", "unknown", "203.0.113.1:8080, ,", "x" * 4000, "[::1", "ÿ"])
def test_a_malformed_address_is_harmless(forwarded: str, open_channel: OpenChannel) -> None:
    for origins in (BEHIND_A_PROXY, Origins()):
        with open_channel(origins, address_limit="2/minute") as channel:
            headers = [(b"X-Forwarded-For", forwarded.encode("latin-1"))]
            codes = [channel.client.post("/webhooks/website/session", headers=headers).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
