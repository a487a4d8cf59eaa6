"""Settings are documented, defaulted and refused by name."""

from pathlib import Path

import pytest

from settings import BadSettings, kept_secret_key, load_settings, variable_names

ROOT = Path(__file__).parent.parent
NOWHERE = ROOT / "no-such-env-file"


@pytest.mark.parametrize("name", variable_names())
@pytest.mark.parametrize("place", [".env.example", "docs/operations.md"])
def test_every_setting_is_documented(name: str, place: str) -> None:
    assert name in (ROOT / place).read_text(encoding="utf-8")


def test_an_empty_environment_gives_the_documented_defaults() -> None:
    settings = load_settings({}, NOWHERE)
    assert (settings.public_url, settings.gather_seconds) == ("http://127.0.0.1:8000", 5.0)
    assert settings.zalo_openapi_url == "https://openapi.zalo.me"


def test_the_example_as_it_stands_is_a_valid_file() -> None:
    assert load_settings({}, ROOT / ".env.example") == load_settings({}, NOWHERE)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GATHER_SECONDS=7\nZALO_OA_ID=1\n", encoding="utf-8")
    settings = load_settings({"GATHER_SECONDS": "9"}, tmp_path / ".env")
    assert (settings.gather_seconds, settings.zalo_oa_id) == (9.0, "1")


def test_lists_are_split_at_commas() -> None:
    assert load_settings({"ZALO_WEBHOOK_SECRETS": " a, b ,,c "}, NOWHERE).zalo_webhook_secrets == ("a", "b", "c")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GATHER_SECONDS", "soon"),
        ("GATHER_SECONDS", "-1"),
        ("ZALO_REQUESTS_PER_MINUTE", "0"),
        ("PUBLIC_URL", "hoaxuan.example"),
        ("ZALO_OPENAPI_URL", "ftp://zalo"),
        ("WEBHOOK_MAX_BYTES", "12"),
        ("SECRET_KEY", "short"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        load_settings({name: value}, NOWHERE)


def test_secrets_do_not_show_in_an_error() -> None:
    with pytest.raises(BadSettings) as refused:
        load_settings({"SECRET_KEY": "hunter2"}, NOWHERE)
    assert "hunter2" not in str(refused.value)


def test_cookies_need_https_except_on_loopback() -> None:
    assert not load_settings({"PUBLIC_URL": "http://127.0.0.1:8000"}, NOWHERE).cookies_need_https
    assert load_settings({"PUBLIC_URL": "https://hoaxuan.example"}, NOWHERE).cookies_need_https


def test_a_key_that_nobody_set_is_made_once_and_readable_by_us_alone(tmp_path: Path) -> None:
    key = kept_secret_key(tmp_path / "var")
    assert kept_secret_key(tmp_path / "var") == key
    assert len(key) >= 64
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0
