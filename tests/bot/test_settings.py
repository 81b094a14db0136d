"""Settings from the environment: defaults, what is read, what is refused."""

from datetime import date
from pathlib import Path

import pytest
import time_machine

from bot.settings import Settings
from catalogue.errors import SettingError
from catalogue.region import DEFAULT_REGION


def read(**values: str) -> Settings:
    return Settings.from_environment({f"BILDUNGSLOTSE_{name}": value for name, value in values.items()})


def test_defaults() -> None:
    settings = read()
    assert settings.data_dir == Path("var").resolve()
    assert settings.database_url == f"sqlite:///{settings.data_dir}/catalogue.db"
    assert settings.conversations_url == f"sqlite:///{settings.data_dir}/conversations.db"
    assert (settings.host, settings.port, settings.enable_rest) == ("127.0.0.1", 5005, False)
    assert settings.fixed_day is None
    assert settings.region_dir == DEFAULT_REGION


def test_databases_lie_below_the_data_directory(tmp_path: Path) -> None:
    settings = read(DATA_DIR=str(tmp_path))
    assert str(tmp_path) in settings.database_url
    assert str(tmp_path) in settings.conversations_url


def test_databases_can_be_elsewhere(tmp_path: Path) -> None:
    settings = read(DATA_DIR=str(tmp_path), DATABASE_URL="postgresql://db/x", CONVERSATIONS_URL="sqlite:////y.db")
    assert (settings.database_url, settings.conversations_url) == ("postgresql://db/x", "sqlite:////y.db")


def test_a_relative_data_directory_becomes_absolute() -> None:
    assert read(DATA_DIR="daten").data_dir.is_absolute()


@pytest.mark.parametrize(
    ("name", "text", "attribute", "value"),
    [
        ("PORT", "8080", "port", 8080),
        ("HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("TODAY", "2027-01-11", "fixed_day", date(2027, 1, 11)),
        ("ENABLE_REST", "1", "enable_rest", True),
        ("ENABLE_REST", "0", "enable_rest", False),
        ("REGION", "hameln-pyrmont", "region_dir", DEFAULT_REGION),
        ("REGION", str(DEFAULT_REGION), "region_dir", DEFAULT_REGION),
    ],
)
def test_a_setting_is_read(name: str, text: str, attribute: str, value: object) -> None:
    assert getattr(read(**{name: text}), attribute) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "viele"),
        ("TODAY", "11.01.2027"),
        ("TODAY", "2027-02-30"),
        ("ENABLE_REST", "ja"),
        ("ENABLE_REST", "true"),
        ("REGION", "atlantis"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingError) as caught:
        read(**{name: text})
    assert f"BILDUNGSLOTSE_{name}" in caught.value.message
    assert text in caught.value.message


@pytest.mark.parametrize("name", ["PORT", "TODAY", "ENABLE_REST", "DATA_DIR", "DATABASE_URL", "REGION"])
def test_an_empty_setting_is_none(name: str) -> None:
    assert read(**{name: ""}) == read()


def test_today_is_the_fixed_day() -> None:
    settings = read(TODAY="2027-01-11")
    assert settings.today() == date(2027, 1, 11)
    assert settings.now().date() == date(2027, 1, 11)


@time_machine.travel("2028-02-29 12:30", tick=False)
def test_without_a_fixed_day_it_is_the_calendars() -> None:
    assert read().today() == date(2028, 2, 29)
    assert read().now().date() == date(2028, 2, 29)


def test_the_environment_is_read_where_nothing_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILDUNGSLOTSE_PORT", "6001")
    assert Settings.from_environment().port == 6001
