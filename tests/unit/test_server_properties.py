"""The broker's configuration is a pure function."""

from streams.broker.server_properties import Listener, server_properties


def _read(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines())


def test_a_broker_listens_on_localhost_only() -> None:
    """A demo broker has no password, so nobody else may reach it."""
    values = _read(server_properties(port=9092, controller_port=9093))

    assert values["listeners"] == "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093"
    assert values["advertised.listeners"] == "PLAINTEXT://127.0.0.1:9092"


def test_topics_never_appear_by_themselves() -> None:
    """A topic made by a typing error would have the wrong partition count."""
    values = _read(server_properties(port=1, controller_port=2))

    assert values["auto.create.topics.enable"] == "false"


def test_listeners_are_added_with_their_options() -> None:
    """TLS and SASL are more listeners beside the plaintext one."""
    secure = Listener("INSIDE", "SASL_SSL", 9095, {"ssl.client.auth": "required"})

    values = _read(server_properties(port=1, controller_port=2, listeners=[secure]))

    assert values["listeners"].startswith("PLAINTEXT://127.0.0.1:1,INSIDE://127.0.0.1:9095,")
    assert "INSIDE:SASL_SSL" in values["listener.security.protocol.map"].split(",")
    assert values["listener.name.inside.ssl.client.auth"] == "required"


def test_overrides_win() -> None:
    """A test can change anything."""
    text = server_properties(port=1, controller_port=2, overrides={"num.io.threads": "9"})

    assert _read(text)["num.io.threads"] == "9"


def test_values_are_written_as_java_reads_them() -> None:
    """Java reads properties as Latin-1, the backslash being its escape."""
    text = server_properties(port=1, controller_port=2, overrides={"x": "C:\\é"})

    assert "x=C:\\\\\\xe9\n" in text
