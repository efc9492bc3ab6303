"""Settings: every knob, its default, range and purpose; read from TOML and environment."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from streams.errors import InvalidSettings

ENVIRONMENT_PREFIX: Final = "STORYWIRE_"
CONFIG_VARIABLE: Final = "STORYWIRE_CONFIG"
_NOT_SETTINGS: Final = frozenset({"CONFIG", "TEST_BROKER"})

Partitions = Annotated[int, Field(ge=1, le=1000)]
Seconds = Annotated[float, Field(gt=0, le=7 * 86_400)]


class Settings(BaseModel):
    """All settings; every one can stand in the TOML file or, in capitals, in the environment.

    ``broker_url`` in TOML is ``STORYWIRE_BROKER_URL`` in the environment, which wins.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    broker_url: str | None = Field(
        default=None,
        description="Kafka to use, host:port or several with commas; none: find or start one.",
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT", description="How to talk to the broker."
    )
    ssl_ca_file: Path | None = Field(
        default=None, description="CA certificates (PEM) that sign the broker's."
    )
    ssl_certificate_file: Path | None = Field(
        default=None, description="Our certificate (PEM) where the broker asks for one (mTLS)."
    )
    ssl_key_file: Path | None = Field(default=None, description="The key (PEM) of our certificate.")
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = Field(
        default=None, description="How to log in to the broker, with a SASL protocol."
    )
    sasl_username: str | None = Field(default=None, description="Who logs in.")
    sasl_password: SecretStr | None = Field(
        default=None, description="The password; from the environment only, or use the file below."
    )
    sasl_password_file: Path | None = Field(
        default=None, description="File that holds the password, as container secrets do."
    )
    topic_prefix: Annotated[str, Field(pattern=r"^[a-zA-Z0-9._-]{0,80}$")] = Field(
        default="",
        description="Stands before every topic and consumer group: several Storywires, one broker.",
    )
    data_folder: Path | None = Field(
        default=None,
        description="Where workers keep state and a local broker its log; none: XDG data folder.",
    )
    article_partitions: Partitions = Field(
        default=8, description="Partitions of news.articles: how far enrichment can spread."
    )
    shard_partitions: Partitions = Field(
        default=8, description="Partitions of the shards' topics: how far deduplication can spread."
    )
    replication: Annotated[int, Field(ge=1, le=10)] = Field(
        default=1, description="Copies of each partition; 3 in production."
    )
    pipeline: str = Field(
        default="english",
        description='spaCy pipeline for English: "english" is ours, or a package name or path.',
    )
    processes: Annotated[int, Field(ge=1, le=256)] | None = Field(
        default=None, description="Processes that run the pipeline; none: one per core."
    )
    enrichment_batch: Annotated[int, Field(ge=1, le=2000)] = Field(
        default=128, description="Articles taken at a time by enrichment."
    )
    enrichment_timeout_s: Seconds = Field(
        default=120.0,
        description="A batch that takes longer is split to find the article at fault.",
    )
    enriched_characters: Annotated[int, Field(ge=1000, le=5_000_000)] = Field(
        default=200_000, description="How much of a text the pipeline reads; the rest is kept."
    )
    deduplication_batch: Annotated[int, Field(ge=1, le=2000)] = Field(
        default=128, description="Articles taken at a time by deduplication."
    )
    batch_wait_s: Annotated[float, Field(gt=0, le=10)] = Field(
        default=0.1, description="How long a batch waits to fill."
    )
    join_threshold: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None,
        description="Probability from which a report joins a story; none: the model's own.",
    )
    story_window_h: Annotated[float, Field(gt=0, le=24 * 365)] | None = Field(
        default=None,
        description="Hours without a report after which a story closes; none: default.",
    )
    retention_days: Annotated[float, Field(gt=0, le=3650)] = Field(
        default=130.0, description="Days after its last report when a story is removed for good."
    )
    publisher_families: Path | None = Field(
        default=None, description="TOML of publisher families and leanings; none: the shipped one."
    )
    story_max_bytes: Annotated[int, Field(ge=400_000, le=4_000_000)] = Field(
        default=900_000, description="Largest story record; the least supported claims give way."
    )
    tick_interval_s: Annotated[float, Field(ge=0, le=3600)] = Field(
        default=30.0, description="How often the clock is sent to the shards; 0: never."
    )
    standby_replicas: Annotated[int, Field(ge=0, le=5)] = Field(
        default=1, description="Other workers that keep a warm copy of each shard's state."
    )
    session_timeout_s: Annotated[float, Field(ge=1, le=300)] = Field(
        default=15.0, description="A worker silent for this long loses its partitions."
    )
    stuck_after_s: Seconds = Field(
        default=300.0, description="A worker without progress for this long ends itself."
    )
    fetch_max_wait_ms: Annotated[int, Field(ge=1, le=5000)] = Field(
        default=100, description="Longest wait of one fetch from the broker."
    )
    web_port: Annotated[int, Field(ge=0, le=65_535)] = Field(
        default=0, description="Port of /livez, /readyz and /metrics; 0: closed."
    )
    web_host: str = Field(default="127.0.0.1", description="Where these listen.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="What is logged."
    )

    @model_validator(mode="after")
    def _security_is_whole(self) -> Self:
        sasl = self.security_protocol.startswith("SASL")
        password = self.sasl_password or self.sasl_password_file
        if sasl and not (self.sasl_mechanism and self.sasl_username and password):
            reason = (
                f"security_protocol {self.security_protocol} needs sasl_mechanism, sasl_username "
                "and sasl_password or sasl_password_file"
            )
            raise ValueError(reason)
        if (self.ssl_certificate_file is None) != (self.ssl_key_file is None):
            reason = "ssl_certificate_file and ssl_key_file go together"
            raise ValueError(reason)
        return self

    def folder(self, *parts: str) -> Path:
        """Give a folder below the data folder, which is made if it is missing."""
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        folder = (self.data_folder or home / "storywire").joinpath(*parts)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def password(self) -> str | None:
        """Give the SASL password from environment or file.

        Raises:
            InvalidSettings: if the file cannot be read.
        """
        if self.sasl_password is not None:
            return self.sasl_password.get_secret_value()
        if self.sasl_password_file is None:
            return None
        try:
            return self.sasl_password_file.read_text().rstrip("\n")
        except OSError as error:
            reason = (
                f"sasl_password_file {self.sasl_password_file} cannot be read: {error.strerror}"
            )
            raise InvalidSettings(reason) from None


def load(config: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings: defaults, then the TOML file, then the environment.

    Args:
        config: the TOML file; without it the one named by ``STORYWIRE_CONFIG``, if any.
        environ: the environment; by default the process's own.

    Raises:
        InvalidSettings: naming the key, its value and what is allowed.
    """
    environ = os.environ if environ is None else environ
    if config is None and environ.get(CONFIG_VARIABLE):
        config = Path(environ[CONFIG_VARIABLE])
    values = _from_toml(config) if config is not None else {}
    values.update(_from_environment(environ))
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise InvalidSettings(_explain(error)) from None


def _from_toml(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = f"settings file {path} cannot be read: {error.strerror}"
        raise InvalidSettings(reason) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        reason = f"settings file {path} is not TOML: {error}"
        raise InvalidSettings(reason) from None
    if "sasl_password" in values:
        reason = "sasl_password must not stand in a file of settings: use sasl_password_file"
        raise InvalidSettings(reason)
    return values


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    ours = {
        name.removeprefix(ENVIRONMENT_PREFIX): value
        for name, value in sorted(environ.items())
        if name.startswith(ENVIRONMENT_PREFIX)
    }
    return {name.lower(): value for name, value in ours.items() if name not in _NOT_SETTINGS}


def _explain(error: ValidationError) -> str:
    """Say of each wrong setting what it is and what is allowed; never show a secret."""
    sentences = []
    for detail in error.errors(include_url=False, include_context=False):
        name = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "extra_forbidden":
            known = ", ".join(sorted(Settings.model_fields))
            sentences.append(f"setting {name} is not known; known are {known}")
        elif name:
            value = "***" if "password" in name else ascii(detail["input"])
            sentences.append(f"setting {name} is {value}: {detail['msg'].lower()}")
        else:
            sentences.append(detail["msg"].removeprefix("Value error, "))
    return "; ".join(sentences)
