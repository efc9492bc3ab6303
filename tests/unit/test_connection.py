"""One connection serves every client, and shows no secret."""

import ssl
from pathlib import Path

import pytest

from streams.errors import BrokerUnavailable, InvalidSettings
from streams.kafka.connection import Connection, bootstrap_servers
from streams.settings import Settings, load

SECRET = "hunter2"  # noqa: S105 - the secret that must not be shown
SASL = {
    "STORYWIRE_BROKER_URL": "kafka://a:9093",
    "STORYWIRE_SECURITY_PROTOCOL": "SASL_SSL",
    "STORYWIRE_SASL_MECHANISM": "SCRAM-SHA-512",
    "STORYWIRE_SASL_USERNAME": "aunt-agatha",
    "STORYWIRE_SASL_PASSWORD": SECRET,
}


def test_a_plaintext_connection_needs_addresses_only() -> None:
    """The local broker has no security."""
    connection = Connection.from_settings(Settings(broker_url="a,b:9093"))

    assert connection.client_options() == {
        "bootstrap_servers": ["a:9092", "b:9093"],
        "security_protocol": "PLAINTEXT",
    }
    assert connection.faust_url() == ["kafka://a:9092", "kafka://b:9093"]
    assert connection.faust_credentials() is None


def test_sasl_over_tls_reaches_aiokafka_and_faust_alike() -> None:
    """Workers and commands log in the same way."""
    connection = Connection.from_settings(load(environ=SASL))

    options = connection.client_options()
    credentials = connection.faust_credentials()

    assert options["sasl_mechanism"] == "SCRAM-SHA-512"
    assert options["sasl_plain_password"] == SECRET
    assert isinstance(options["ssl_context"], ssl.SSLContext)
    assert options["ssl_context"].check_hostname
    assert credentials is not None
    assert vars(credentials)["password"] == SECRET
    assert credentials.protocol.value == "SASL_SSL"


def test_no_secret_is_shown() -> None:
    """Neither by the connection nor by what Faust logs of it."""
    connection = Connection.from_settings(load(environ=SASL))

    shown = f"{connection!r} {connection} {connection.faust_credentials()!r}"

    assert SECRET not in shown
    assert "agatha" not in shown


def test_a_password_can_come_from_a_file(tmp_path: Path) -> None:
    """As container secrets do, with the newline an editor adds."""
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="ascii")
    environ = {name: value for name, value in SASL.items() if not name.endswith("_PASSWORD")}
    environ["STORYWIRE_SASL_PASSWORD_FILE"] = str(tmp_path / "secret")

    assert Connection.from_settings(load(environ=environ)).password == SECRET


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"ca_file": "nowhere.pem"}, "ssl_ca_file .*nowhere.pem cannot be used: No such file"),
        ({"ca_file": "rubbish.pem"}, "ssl_ca_file .*rubbish.pem cannot be used"),
        ({"certificate_file": "rubbish.pem"}, "ssl_certificate_file .* cannot be used"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    """OpenSSL's own words name neither file nor setting."""
    (tmp_path / "rubbish.pem").write_text("rubbish", encoding="ascii")
    paths = {name: tmp_path / file for name, file in files.items()}
    connection = Connection("a:9092", protocol="SSL", **paths)  # type: ignore[arg-type]

    with pytest.raises(InvalidSettings, match=message):
        connection.client_options()


def test_without_a_broker_the_mend_is_said() -> None:
    """The two ways to have one."""
    with pytest.raises(BrokerUnavailable, match=r"STORYWIRE_BROKER_URL.*storywire broker up"):
        Connection.from_settings(Settings())


@pytest.mark.parametrize("url", ["", ",", "a:b", "a:0", "a:70000", "http://a:9092", "a b"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """Before a client tries to resolve it for a minute."""
    with pytest.raises(InvalidSettings, match="host:port"):
        bootstrap_servers(url)


def test_an_ipv6_address_keeps_its_brackets() -> None:
    """Its colons are not the port's."""
    assert bootstrap_servers("[::1]:9092") == "[::1]:9092"
