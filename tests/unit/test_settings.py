"""Settings: precedence, reading, and errors in one line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from siyaq.errors import SettingsError
from siyaq.settings import Settings


def test_defaults_without_environment() -> None:
    settings = Settings.load({})
    assert settings == Settings()
    assert settings.db == "sqlite:///siyaq.db" and settings.port == 8000


def test_environment_wins_over_file_and_arguments_over_both(tmp_path: Path) -> None:
    config = tmp_path / "siyaq.toml"
    config.write_text('port = 1\nhost = "::1"\nallow_hosts = ["a", "b:1"]\n', "utf-8")
    env = {"SIYAQ_CONFIG": str(config), "SIYAQ_PORT": "2"}
    assert Settings.load(env).port == 2
    assert Settings.load(env).host == "::1"
    assert Settings.load(env).allow_hosts == ("a", "b:1")
    assert Settings.load(env, port=3).port == 3
    assert Settings.load(env, port=None).port == 2


def test_now_is_read_as_utc() -> None:
    assert Settings.load({"SIYAQ_NOW": "2018-06-10T12:00Z"}).now == datetime(2018, 6, 10, 12, tzinfo=UTC)
    assert Settings.load({"SIYAQ_NOW": "2018-06-10T12:00"}).now == datetime(2018, 6, 10, 12, tzinfo=UTC)
    assert Settings.load({"SIYAQ_NOW": "2018-06-10T15:00+03:00"}).now == datetime(2018, 6, 10, 12, tzinfo=UTC)


def test_allow_hosts_is_a_comma_list() -> None:
    assert Settings.load({"SIYAQ_ALLOW_HOSTS": "127.0.0.1:8900, intranet ,"}).allow_hosts == ("127.0.0.1:8900", "intranet")


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({"SIYAQ_PORT": "http"}, "SIYAQ_PORT"),
        ({"SIYAQ_PORT": "70000"}, "70000"),
        ({"SIYAQ_NOW": "yesterday"}, "SIYAQ_NOW"),
        ({"SIYAQ_LANGUAGE": "fr"}, "fr"),
        ({"SIYAQ_WORKERS": "-1"}, "-1"),
        ({"SIYAQ_CONFIG": "/nonexistent/siyaq.toml"}, "/nonexistent/siyaq.toml"),
    ],
)
def test_bad_values_name_the_setting(env: dict[str, str], word: str) -> None:
    with pytest.raises(SettingsError, match=word) as caught:
        Settings.load(env)
    assert "\n" not in str(caught.value)


def test_unknown_key_in_file(tmp_path: Path) -> None:
    config = tmp_path / "siyaq.toml"
    config.write_text("prot = 1\n", "utf-8")
    with pytest.raises(SettingsError, match="prot"):
        Settings.load({"SIYAQ_CONFIG": str(config)})
