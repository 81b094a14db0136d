"""Everything that may arrive and is no text: a sentence, silence, or a place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.places import nearest_place
from bot.channels.telegram.updates import Event, event_of, number_of
from catalogue.region import Region
from tests.bot.channels.telegram.conftest import Chat
from tests.bot.channels.telegram.fake_telegram import USER, message

FIELDS = (
    "message", "edited_message", "callback_query", "my_chat_member", "chat", "from", "id", "type", "is_bot", "text", "data",
    "location", "latitude", "longitude", "message_id", "new_chat_member", "status", "photo", "media_group_id",
)  # fmt: skip
GROUP = {"id": -100, "type": "supergroup"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"photo": [{}], "caption": "Yoga"}, "Bilder und Videos kann ich nicht ansehen."),
        ({"video": {}}, "Bilder und Videos kann ich nicht ansehen."),
        ({"animation": {}, "document": {}}, "Bilder und Videos kann ich nicht ansehen."),
        ({"voice": {}}, "Sprachnachrichten kann ich nicht anhören."),
        ({"video_note": {}}, "Sprachnachrichten kann ich nicht anhören."),
        ({"document": {"file_name": "lebenslauf.pdf"}}, "Dateien öffne ich nicht."),
        ({"sticker": {}}, "Das ist nett, aber ich verstehe nur Worte."),
        ({"contact": {"phone_number": "1"}}, "Kontakte brauche ich nicht, und ich habe diesen nicht gespeichert."),
        ({"poll": {}}, "Damit kann ich nichts anfangen."),
    ],
)
async def test_what_cannot_be_read_gets_a_sentence(chat: Chat, content: dict[str, Any], sentence: str) -> None:
    chat.telegram.add(message=message(**content))
    (answer,) = await chat.telegram.until(1)
    assert answer["text"].startswith(sentence)
    assert chat.assistant.heard == []


async def test_an_edited_message_gets_a_sentence(chat: Chat) -> None:
    chat.telegram.add(edited_message=message(text="Yoga"))
    (answer,) = await chat.telegram.until(1)
    assert answer["text"].startswith("Geänderte Nachrichten lese ich nicht noch einmal.")


async def test_an_album_gets_one_sentence(chat: Chat) -> None:
    for _ in range(5):
        chat.telegram.add(message=message(photo=[{}], media_group_id="7"))
    await chat.says("und dann", answers=2)
    assert len(chat.telegram.texts()) == 2


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(text="Yoga") | {"chat": GROUP}},
        {"message": message(text="/start@lotse_bot") | {"chat": GROUP}},
        {"message": message(new_chat_members=[{}])},
        {"message": message(pinned_message={})},
        {"message": message(text="Yoga") | {"from": {"id": USER, "is_bot": True}}},
        {"message": message(text="Yoga") | {"from": {"id": 1, "is_bot": False}}},
        {"message": {"text": "Yoga"}},
        {"message": "Yoga"},
        {"message": message(text=7)},
        {"message": message(text="Yoga") | {"chat": {"id": True, "type": "private"}}},
        {"channel_post": {"chat": {"id": -5, "type": "channel"}, "text": "Yoga"}},
        {"edited_channel_post": {}},
        {"edited_message": message(location={"latitude": 52.1, "longitude": 9.3})},
        {"my_chat_member": {"chat": {"id": USER, "type": "private"}, "new_chat_member": {"status": "kicked"}}},
        {"my_chat_member": {"chat": GROUP, "new_chat_member": {"status": "left"}}},
        {"my_chat_member": {}},
        {"chat_member": {}},
        {"poll": {"id": "1"}},
        {"poll_answer": {}},
        {"inline_query": {"id": "1", "query": "Yoga"}},
        {"callback_query": {"id": "1", "data": "x", "inline_message_id": "7", "from": {"id": USER}}},
        {"something_new": {"text": "Yoga"}},
        {},
    ],
)  # fmt: skip
async def test_what_is_nobodys_question_is_passed_over(chat: Chat, update: dict[str, Any]) -> None:
    await chat.nothing_comes_of(**update)
    assert chat.assistant.texts == ["und dann"]


async def test_put_into_a_group_it_says_why_it_leaves_and_leaves(chat: Chat) -> None:
    chat.telegram.add(my_chat_member={"chat": GROUP, "new_chat_member": {"status": "member"}})
    assert await chat.telegram.until(1, "leaveChat") == [{"chat_id": -100}]
    (answer,) = chat.telegram.sent(chat=-100)
    assert answer["text"].startswith("Ich antworte nur im Einzelgespräch")


async def test_made_an_administrator_of_a_channel_it_leaves_without_a_word(chat: Chat) -> None:
    channel = {"id": -5, "type": "channel"}
    chat.telegram.add(my_chat_member={"chat": channel, "new_chat_member": {"status": "administrator"}})
    assert await chat.telegram.until(1, "leaveChat") == [{"chat_id": -5}]
    assert chat.telegram.sent() == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 2**65) | st.floats() | st.text(max_size=5) | st.just("private"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=3), inner),
    max_leaves=25,
)


@given(JSON, st.sampled_from(FIELDS))
def test_whatever_comes_is_an_event_or_none(content: object, name: str) -> None:
    for update in (content, {"update_id": 1, name: content}, {"update_id": 1, "message": message(**{name: content})}):
        number_of(update)
        if isinstance(update, dict):
            event = event_of(update)
            assert event is None or isinstance(event, Event)


# --- a location


async def test_a_location_is_searched_as_the_nearest_place(chat: Chat, region: Region) -> None:
    place = region.gazetteer["Bad Pyrmont"]
    chat.telegram.add(message=message(location={"latitude": place.latitude, "longitude": place.longitude}))
    said, _ = await chat.telegram.until(2)
    assert said["text"] == "Ihr Standort liegt bei Bad Pyrmont. Ich suche dort; gespeichert wird nur der Ort."
    assert chat.assistant.texts == ['/refine{"place": "Bad Pyrmont"}']


async def test_of_two_places_of_a_name_the_nearest_is_meant(chat: Chat, region: Region) -> None:
    place = next(place for place in region.gazetteer.places if place.name == "Rohrsen" and place.title != place.name)
    chat.telegram.add(message=message(location={"latitude": place.latitude, "longitude": place.longitude}))
    await chat.telegram.until(2)
    assert place.title in chat.assistant.texts[0]


async def test_far_from_the_region_it_asks_for_a_place(chat: Chat) -> None:
    chat.telegram.add(message=message(location={"latitude": 48.1, "longitude": 11.6}))
    (answer,) = await chat.telegram.until(1)
    assert answer["text"].startswith("Ihr Standort liegt außerhalb der Bildungsregion Hameln-Pyrmont.")


@pytest.mark.parametrize("location", [{}, {"latitude": "52", "longitude": "9"}, {"latitude": 1000, "longitude": 9}])
async def test_a_location_that_is_none_is_passed_over(chat: Chat, location: dict[str, Any]) -> None:
    await chat.nothing_comes_of(message=message(location=location))


def test_everywhere_in_the_region_a_place_is_found(region: Region) -> None:
    for place in region.gazetteer.places:
        found = nearest_place(region.gazetteer, place.latitude, place.longitude)
        assert found is not None
        assert (found.latitude, found.longitude) == (place.latitude, place.longitude)
