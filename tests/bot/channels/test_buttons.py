"""Buttons on the homepage: only payloads that the assistant itself sent are heard as such."""

from tests.bot.channels.conftest import Channel


def test_an_own_button_is_heard_as_it_was_sent_even_where_people_may_not_write_as_much(channel: Channel) -> None:
    session = channel.begin()
    (answer,) = channel.say(session, "a" * 500).json()["messages"]
    payload = answer["buttons"][0]["payload"]
    assert len(payload) > 500
    assert channel.say(session, payload).status_code == 200
    assert channel.agent.heard[-1].text == payload


def test_an_own_button_with_space_around_it_is_heard_without(channel: Channel) -> None:
    session = channel.begin()
    (answer,) = channel.say(session, "Yoga").json()["messages"]
    channel.say(session, f"\u00a0{answer['buttons'][0]['payload']}\n")
    assert channel.agent.heard[-1].text == "/again{Yoga}"


def test_a_button_of_nobodys_is_text_and_no_longer_than_people_write(channel: Channel) -> None:
    session = channel.begin()
    channel.say(session, "/again{Yoga}")
    assert channel.agent.heard[-1].text == "again{Yoga}"
    refused = channel.say(session, f"/again{{{'a' * 500}}}")
    assert (refused.status_code, refused.json()["error"]) == (
        400,
        "Die Nachricht ist zu lang. Möglich sind 500 Zeichen.",
    )
