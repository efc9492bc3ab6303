"""How to reach the broker, and what that is for aiokafka and for Faust; secrets are never shown."""

import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from streams.errors import BrokerUnavailable, InvalidSettings
from streams.settings import Settings

if TYPE_CHECKING:
    from faust.types.auth import CredentialsT

Protocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

_SCHEME: Final = re.compile(r"^kafka://")


@dataclass(frozen=True, slots=True)
class Connection:
    """Addresses and security of a Kafka cluster.

    ``repr`` shows neither user nor password.
    """

    bootstrap: str
    """``host:port``, several with commas."""
    protocol: Protocol = "PLAINTEXT"
    ca_file: Path | None = None
    """PEM of who signs the broker's certificate; None: whom the system trusts."""
    certificate_file: Path | None = None
    """PEM of our certificate, where the broker asks for one."""
    key_file: Path | None = None
    mechanism: Mechanism | None = None
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Take the connection from the settings; the password from environment or file.

        Raises:
            BrokerUnavailable: if the settings name no broker.
            InvalidSettings: if the password's file cannot be read.
        """
        if settings.broker_url is None:
            reason = (
                "no broker is set: set broker_url (or STORYWIRE_BROKER_URL), or start one with "
                "`storywire broker up`"
            )
            raise BrokerUnavailable(reason)
        return cls(
            bootstrap=bootstrap_servers(settings.broker_url),
            protocol=settings.security_protocol,
            ca_file=settings.ssl_ca_file,
            certificate_file=settings.ssl_certificate_file,
            key_file=settings.ssl_key_file,
            mechanism=settings.sasl_mechanism,
            username=settings.sasl_username,
            password=settings.password(),
        )

    @property
    def uses_tls(self) -> bool:
        """Whether the connection is encrypted."""
        return self.protocol in {"SSL", "SASL_SSL"}

    @property
    def uses_sasl(self) -> bool:
        """Whether we log in by name and password."""
        return self.protocol in {"SASL_PLAINTEXT", "SASL_SSL"}

    def client_options(self) -> dict[str, Any]:
        """Give what every aiokafka client needs to connect.

        Raises:
            InvalidSettings: if a certificate or key cannot be used.
        """
        options: dict[str, Any] = {
            "bootstrap_servers": self.bootstrap.split(","),
            "security_protocol": self.protocol,
        }
        if self.uses_tls:
            options["ssl_context"] = self.ssl_context()
        if self.uses_sasl:
            options["sasl_mechanism"] = self.mechanism
            options["sasl_plain_username"] = self.username
            options["sasl_plain_password"] = self.password
        return options

    def faust_url(self) -> list[str]:
        """Give the addresses as Faust wants them: one URL each.

        >>> Connection("a:9092,b:9092").faust_url()
        ['kafka://a:9092', 'kafka://b:9092']
        """
        return [f"kafka://{each}" for each in self.bootstrap.split(",")]

    def faust_credentials(self) -> "CredentialsT | None":
        """Give the security as Faust wants it; None for a plaintext connection.

        Raises:
            InvalidSettings: if a certificate or key cannot be used.
        """
        # Here, because a producer or a look at the lag must not wait a second for Faust's import.
        from faust.auth import SASLCredentials, SSLCredentials  # noqa: PLC0415

        class SecretCredentials(SASLCredentials):
            """Faust logs its settings, and its own credentials show the user's name."""

            def __repr__(self) -> str:
                return f"<SASL {self.mechanism}>"

        context = self.ssl_context() if self.uses_tls else None
        if not self.uses_sasl:
            return SSLCredentials(context) if context is not None else None
        return SecretCredentials(
            username=self.username,
            password=self.password,
            mechanism=self.mechanism,
            ssl_context=context,
        )

    def ssl_context(self) -> ssl.SSLContext:
        """Make a context that checks the broker's certificate and host name.

        Raises:
            InvalidSettings: naming the file that cannot be used.
        """
        try:
            context = ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError) as error:
            reason = f"ssl_ca_file {self.ca_file} cannot be used: {_why(error)}"
            raise InvalidSettings(reason) from None
        if self.certificate_file is not None:
            try:
                context.load_cert_chain(self.certificate_file, self.key_file)
            except (OSError, ssl.SSLError) as error:
                reason = (
                    f"ssl_certificate_file {self.certificate_file} with ssl_key_file "
                    f"{self.key_file} cannot be used: {_why(error)}"
                )
                raise InvalidSettings(reason) from None
        return context


def bootstrap_servers(url: str) -> str:
    """Bring any way to write broker addresses into ``host:port,host:port``.

    >>> bootstrap_servers("kafka://a:9092; kafka://b"), bootstrap_servers("a:9092,b:9093")
    ('a:9092,b:9092', 'a:9092,b:9093')

    Raises:
        InvalidSettings: if an address has no host or no valid port.
    """
    addresses = [_SCHEME.sub("", each.strip()) for each in re.split("[;,]", url) if each.strip()]
    if not addresses:
        reason = f"broker_url {url!a} names no broker: give host:port, several with commas"
        raise InvalidSettings(reason)
    return ",".join(_with_port(each) for each in addresses)


def _with_port(address: str) -> str:
    found = re.fullmatch(r"(?P<host>\[[0-9A-Fa-f:.%]+\]|[\w.-]+)(?::(?P<port>\d{1,5}))?/?", address)
    if found is None or not 0 < int(found["port"] or 9092) < 2**16:
        reason = f"broker_url has the address {address!a}: it must be host:port"
        raise InvalidSettings(reason)
    return f"{found['host']}:{found['port'] or 9092}"


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return str(error.reason or "not a PEM file that OpenSSL can read")
    return str(getattr(error, "strerror", None) or error)
