"""From which homepages the chat may be used, and which address a request comes from."""

from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sanic.compat import Header

from bot.channels.origins import Origins
from tests.bot.channels.conftest import Channel, OpenChannel

OWN, TOWN, FOREIGN = "https://lotse.example", "https://www.stadt.example", "https://boese.example"
PROXIES = ("10.0.0.0/8", "127.0.0.1", "fd00::/8")


def allowed_origin(answer: httpx.Response) -> str | None:
    return answer.headers.get("Access-Control-Allow-Origin")


# --- homepages


def test_what_comes_from_no_page_of_a_browser_is_answered(channel: Channel) -> None:
    answer = channel.client.post("/webhooks/website/session")
    assert answer.status_code == 200
    assert allowed_origin(answer) is None


def test_the_own_page_is_answered_where_no_address_is_set(channel: Channel) -> None:
    answer = channel.client.post("/webhooks/website/session", headers={"Origin": channel.address})
    assert answer.status_code == 200
    assert allowed_origin(answer) == channel.address


def test_the_own_page_is_answered_behind_a_proxy_that_speaks_https(channel: Channel) -> None:
    headers = {"Origin": OWN, "Host": "lotse.example"}
    assert channel.client.post("/webhooks/website/session", headers=headers).status_code == 200


@pytest.mark.parametrize("origin", [OWN, TOWN])
def test_own_and_allowed_pages_may_read_every_kind_of_answer(origin: str, open_channel: OpenChannel) -> None:
    with open_channel(Origins(OWN, [TOWN]), session_limit="2/minute") as channel:
        headers = {"Origin": origin}
        session = channel.begin(**headers)
        answers = [
            channel.say(session, "Yoga", headers),
            channel.say(session, "", headers),
            channel.say(session, "Yoga", headers),
            channel.say("erfunden", "Yoga", headers),
            channel.client.request("DELETE", "/webhooks/website/session", json={"session": session}, headers=headers),
        ]
    assert [answer.status_code for answer in answers] == [200, 400, 429, 401, 204]
    assert {allowed_origin(answer) for answer in answers} == {origin}
    assert {answer.headers["Vary"] for answer in answers} == {"Origin"}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_an_answer_says_that_it_depends_on_the_page_even_without_one(channel: Channel) -> None:
    """Or a cache in between would give the answer without the header to the page that needs it."""
    assert channel.client.post("/webhooks/website/session").headers["Vary"] == "Origin"


@pytest.mark.parametrize(
    "origin",
    [
        FOREIGN,
        "null",
        "",
        "*",
        "https://",
        "lotse.example",
        "http://lotse.example",
        "https://lotse.example:8443",
        "https://lotse.example.boese.example",
        "https://boese-lotse.example",
        "https://www.stadt.example.boese.example",
        "https://stadt.example",
        "https://lotse.example/",
        "https://lotse.example@boese.example",
        "https://[",
        "https://[::1",
        "http://[not-an-address]",
        "x" * 2000,
    ],
)
def test_a_foreign_page_is_refused_with_a_german_sentence(origin: str, open_channel: OpenChannel) -> None:
    with open_channel(Origins(OWN, [TOWN])) as channel:
        session = channel.begin()
        answers = [
            channel.client.post("/webhooks/website/session", headers={"Origin": origin}),
            channel.say(session, "Yoga", {"Origin": origin}),
            channel.client.request(
                "DELETE", "/webhooks/website/session", json={"session": session}, headers={"Origin": origin}
            ),
        ]
        assert [answer.status_code for answer in answers] == [403] * 3
        assert all("darf der Bildungslotse nicht benutzt werden." in answer.json()["error"] for answer in answers)
        assert {allowed_origin(answer) for answer in answers} == {None}
        assert channel.agent.heard == []
        assert channel.say(session, "Yoga").status_code == 200


@pytest.mark.parametrize("origin", ["null", "", "https://[", "//", "https://"])
def test_an_odd_origin_is_no_own_page_where_no_address_is_set(origin: str, channel: Channel) -> None:
    assert channel.client.post("/webhooks/website/session", headers={"Origin": origin}).status_code == 403


def test_a_page_without_an_address_is_not_that_of_a_request_without_a_host() -> None:
    request = SimpleNamespace(headers=Header({"origin": "null"}), host="", ip="127.0.0.1")
    assert not Origins().permits(request)


@pytest.mark.parametrize("path", ["session", "message"])
def test_a_browser_that_asks_beforehand_is_told_what_it_may_send(path: str, open_channel: OpenChannel) -> None:
    asked = {"Origin": TOWN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    with open_channel(Origins(OWN, [TOWN])) as channel:
        answer = channel.client.options(f"/webhooks/website/{path}", headers=asked)
    assert answer.status_code == 204
    assert allowed_origin(answer) == TOWN
    assert answer.headers["Vary"] == "Origin"
    assert {"POST", "DELETE"} <= set(answer.headers["Access-Control-Allow-Methods"].split(", "))
    assert answer.headers["Access-Control-Allow-Headers"].lower() == "content-type"


def test_a_foreign_page_that_asks_beforehand_is_refused(open_channel: OpenChannel) -> None:
    with open_channel(Origins(OWN, [TOWN])) as channel:
        answer = channel.client.options("/webhooks/website/message", headers={"Origin": FOREIGN})
    assert answer.status_code == 403
    assert allowed_origin(answer) is None


def test_no_answer_lets_browsers_send_cookies_along(open_channel: OpenChannel) -> None:
    with open_channel(Origins(OWN, [TOWN])) as channel:
        answer = channel.client.post("/webhooks/website/session", headers={"Origin": TOWN})
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers


# --- addresses


def request(ip: str, *forwarded: str) -> Any:
    return SimpleNamespace(ip=ip, headers=Header([("x-forwarded-for", value) for value in forwarded]))


@pytest.mark.parametrize(
    ("ip", "forwarded", "address"),
    [
        # nobody in between
        ("203.0.113.7", [], "203.0.113.7"),
        ("10.0.0.1", [], "10.0.0.1"),
        # a stranger's word does not count
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1, 10.0.0.1"], "203.0.113.7"),
        # that of a named proxy does, and of what it says only what it saw itself
        ("10.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("fd00::1", ["2001:db8::7"], "2001:db8::7"),
        ("10.0.0.1", ["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.1", "203.0.113.7"], "203.0.113.7"),
        ("10.0.0.1", ["127.0.0.1, 203.0.113.7"], "203.0.113.7"),
        # several proxies
        ("10.0.0.1", ["203.0.113.7, 10.0.0.2"], "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.1, 203.0.113.7, 10.0.0.3, 10.0.0.2"], "203.0.113.7"),
        ("10.0.0.1", ["203.0.113.7", "10.0.0.2"], "203.0.113.7"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        # nothing said
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["  ,  "], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.7,"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.7, , 10.0.0.2"], "10.0.0.2"),
    ],
)
def test_the_address_is_the_right_most_that_no_named_proxy_has(ip: str, forwarded: list[str], address: str) -> None:
    assert Origins(proxies=PROXIES).address(request(ip, *forwarded)) == address


def test_without_named_proxies_nobodys_word_counts() -> None:
    assert Origins().address(request("127.0.0.1", "203.0.113.7")) == "127.0.0.1"


@given(st.lists(st.text(max_size=40), max_size=4), st.sampled_from(["10.0.0.1", "203.0.113.7", ""]))
def test_whatever_is_said_of_an_address_does_no_harm(forwarded: list[str], ip: str) -> None:
    found = Origins(proxies=PROXIES).address(request(ip, *forwarded))
    assert found == ip or (ip == "10.0.0.1" and found in {part.strip() for part in ",".join(forwarded).split(",")})


@given(st.text(max_size=60))
def test_whatever_origin_is_sent_does_no_harm(origin: str) -> None:
    sent = SimpleNamespace(headers=Header({"origin": origin}), host="lotse.example")
    for origins in (Origins(), Origins(OWN, [TOWN])):
        assert origins.permits(sent) == (origin in {OWN, TOWN} or origin == "http://lotse.example")
