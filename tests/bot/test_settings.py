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


def test_by_default_only_the_own_homepage_may_talk_to_the_assistant_and_no_proxy_is_believed() -> None:
    settings = read()
    assert (settings.public_url, settings.allowed_origins, settings.trusted_proxies) == ("", (), ())


def test_by_default_nobody_may_ask_without_end() -> None:
    settings = read()
    assert (settings.session_limit, settings.address_limit) == ("60/minute", "600/minute")


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
        ("PUBLIC_URL", "https://lotse.example", "public_url", "https://lotse.example"),
        ("PUBLIC_URL", " https://lotse.example/ ", "public_url", "https://lotse.example"),
        ("PUBLIC_URL", "http://localhost:5005", "public_url", "http://localhost:5005"),
        ("PUBLIC_URL", "http://[::1]:5005", "public_url", "http://[::1]:5005"),
        ("PUBLIC_URL", "https://stadt.example/Lotse/", "public_url", "https://stadt.example/Lotse"),
        ("ALLOWED_ORIGINS", "https://a.example", "allowed_origins", ("https://a.example",)),
        (
            "ALLOWED_ORIGINS",
            "https://a.example/, http://b.example:8080 ,",
            "allowed_origins",
            ("https://a.example", "http://b.example:8080"),
        ),
        # Browsers name an origin in small letters and without the usual port.
        ("ALLOWED_ORIGINS", "https://WWW.A.example:443", "allowed_origins", ("https://www.a.example",)),
        ("ALLOWED_ORIGINS", "http://a.example:80", "allowed_origins", ("http://a.example",)),
        ("PUBLIC_URL", "HTTPS://Lotse.example:443/", "public_url", "https://lotse.example"),
        ("TRUSTED_PROXIES", "127.0.0.1", "trusted_proxies", ("127.0.0.1/32",)),
        ("TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8", "trusted_proxies", ("10.0.0.0/8", "fd00::/8")),
        ("SESSION_LIMIT", "30/minute", "session_limit", "30/minute"),
        ("ADDRESS_LIMIT", "1000 per hour", "address_limit", "1000 per hour"),
        ("TELEGRAM_TOKEN", " 123456:ABC-def_1 ", "telegram_token", "123456:ABC-def_1"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081/", "telegram_api_url", "http://127.0.0.1:8081"),
        ("TELEGRAM_WEBHOOK", "0", "telegram_webhook", False),
        ("TELEGRAM_WEBHOOK_SECRET", "a" * 16, "telegram_webhook_secret", "a" * 16),
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
        ("PUBLIC_URL", "lotse.example"),
        ("PUBLIC_URL", "ftp://lotse.example"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://["),
        ("PUBLIC_URL", "https://lotse.example:viele"),
        ("ALLOWED_ORIGINS", "*"),
        ("ALLOWED_ORIGINS", "null"),
        ("ALLOWED_ORIGINS", "www.a.example"),
        ("ALLOWED_ORIGINS", "https://a.example/pfad"),
        ("ALLOWED_ORIGINS", "https://a.example, b.example"),
        ("ALLOWED_ORIGINS", "https://a.example?b"),
        ("ALLOWED_ORIGINS", "https://a.example; script-src *"),
        ("ALLOWED_ORIGINS", "https://mensch@a.example"),
        ("TRUSTED_PROXIES", "proxy"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "127.0.0.1 10.0.0.1"),
        ("SESSION_LIMIT", "viele"),
        ("SESSION_LIMIT", "60"),
        ("SESSION_LIMIT", "60/Minute mit Pause"),
        ("ADDRESS_LIMIT", "-1/minute"),
        ("ADDRESS_LIMIT", "0/minute"),
        ("TELEGRAM_API_URL", "telegram"),
        ("TELEGRAM_WEBHOOK", "ja"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingError) as caught:
        read(**{name: text})
    assert f"BILDUNGSLOTSE_{name}" in caught.value.message
    assert text in caught.value.message


def test_by_default_there_is_no_telegram() -> None:
    settings = read()
    assert (settings.telegram_token, settings.telegram_webhook) == ("", False)
    assert settings.telegram_api_url == "https://api.telegram.org"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TELEGRAM_TOKEN", "1:geheim/../getMe"),
        ("TELEGRAM_TOKEN", "1:geheim geheim"),
        ("TELEGRAM_WEBHOOK_SECRET", "kurz"),
        ("TELEGRAM_WEBHOOK_SECRET", "geheim" * 4 + "ä"),
    ],
)
def test_a_secret_that_cannot_be_used_is_named_and_not_shown(name: str, text: str) -> None:
    with pytest.raises(SettingError) as caught:
        read(**{name: text})
    assert f"BILDUNGSLOTSE_{name}" in caught.value.message
    assert text not in caught.value.message


def test_secrets_do_not_show_where_settings_are_printed() -> None:
    settings = read(TELEGRAM_TOKEN="1:geheim", TELEGRAM_WEBHOOK_SECRET="sehr-geheim-sehr-geheim")
    assert "geheim" not in repr(settings)


def test_a_webhook_needs_a_public_address() -> None:
    with pytest.raises(SettingError, match="BILDUNGSLOTSE_PUBLIC_URL"):
        read(TELEGRAM_WEBHOOK="1")
    assert read(TELEGRAM_WEBHOOK="1", PUBLIC_URL="https://lotse.example").telegram_webhook


def test_telegram_itself_takes_no_webhook_without_https() -> None:
    chosen = {"TELEGRAM_WEBHOOK": "1", "PUBLIC_URL": "http://lotse.example"}
    with pytest.raises(SettingError, match="https"):
        read(**chosen)
    # A Bot API server of one's own does.
    assert read(**chosen, TELEGRAM_API_URL="http://127.0.0.1:8081").telegram_webhook


@pytest.mark.parametrize(
    "name",
    [
        "PORT", "TODAY", "ENABLE_REST", "DATA_DIR", "DATABASE_URL", "REGION", "PUBLIC_URL", "ALLOWED_ORIGINS",
        "TRUSTED_PROXIES", "SESSION_LIMIT",
    ],
)  # fmt: skip
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
