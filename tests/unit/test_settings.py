"""Settings: defaults, then the file, then the environment; wrong ones are named."""

from pathlib import Path

import pytest

from streams.errors import InvalidSettings
from streams.settings import Settings, load


def test_without_file_and_environment_the_defaults_hold() -> None:
    """The wheel runs without any file."""
    assert load(None, {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A file says 4 partitions, the environment 2: it is 2, and the rest of the file holds."""
    file = tmp_path / "a.toml"
    file.write_text("shard_partitions = 4\nreplication = 3\n")

    settings = load(file, {"STORYWIRE_SHARD_PARTITIONS": "2"})

    assert (settings.shard_partitions, settings.replication) == (2, 3)


def test_the_file_can_be_named_by_the_environment(tmp_path: Path) -> None:
    """STORYWIRE_CONFIG names the file where no argument does."""
    file = tmp_path / "a.toml"
    file.write_text("shard_partitions = 4\n")

    assert load(None, {"STORYWIRE_CONFIG": str(file)}).shard_partitions == 4


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"STORYWIRE_BROKR_URL": "a"}, "brokr_url is not known"),
        ({"STORYWIRE_SHARD_PARTITIONS": "0"}, "shard_partitions is '0'"),
        ({"STORYWIRE_LOG_LEVEL": "LOUD"}, "log_level is 'LOUD'"),
        ({"STORYWIRE_SECURITY_PROTOCOL": "SASL_SSL"}, "needs sasl_mechanism"),
        ({"STORYWIRE_SSL_KEY_FILE": "/k"}, "go together"),
    ],
)
def test_a_wrong_setting_is_named(environ: dict[str, str], said: str) -> None:
    """The error names the setting, its value and what is allowed."""
    with pytest.raises(InvalidSettings, match=said):
        load(None, environ)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unknown = 1", "unknown is not known"),
        ("= 1", "not TOML"),
        ('sasl_password = "x"', "must not"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    """Unknown keys, broken TOML and secrets in files are refused."""
    file = tmp_path / "a.toml"
    file.write_text(text)

    with pytest.raises(InvalidSettings, match=said):
        load(file, {})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A settings file that is not there is an error, not a silent default."""
    with pytest.raises(InvalidSettings, match="cannot be read"):
        load(tmp_path / "none.toml", {})


def test_the_password_is_never_shown() -> None:
    """Neither repr nor an error shows the secret."""
    environ = {
        "STORYWIRE_SECURITY_PROTOCOL": "SASL_SSL",
        "STORYWIRE_SASL_MECHANISM": "PLAIN",
        "STORYWIRE_SASL_USERNAME": "u",
        "STORYWIRE_SASL_PASSWORD": "hunter2",
    }

    settings = load(None, environ)

    assert "hunter2" not in repr(settings)
    assert settings.password() == "hunter2"


def test_the_password_can_come_from_a_file(tmp_path: Path) -> None:
    """A trailing line end, as editors leave it, is no part of the password."""
    file = tmp_path / "secret"
    file.write_text("hunter2\n")

    assert Settings(sasl_password_file=file).password() == "hunter2"
