"""Turns what a Kafka client raises when it cannot reach or use a broker into one sentence."""

import contextlib
from collections.abc import Iterator

from aiokafka import errors

from streams.errors import BrokerUnavailable
from streams.kafka.connection import Connection

_REFUSALS = (
    errors.AuthenticationFailedError,
    errors.AuthenticationMethodNotSupported,
    errors.ClusterAuthorizationFailedError,
    errors.GroupAuthorizationFailedError,
    errors.TopicAuthorizationFailedError,
)


@contextlib.contextmanager
def reaching(connection: Connection) -> Iterator[None]:
    """Wrap calls to the broker.

    Raises:
        BrokerUnavailable: if it does not answer in time, or refuses us.
    """
    try:
        yield
    except _REFUSALS as error:
        why = f"{type(error).__name__}: {error}"
        reason = f"the broker at {connection.bootstrap} refuses us ({why})"
        raise BrokerUnavailable(reason) from error
    except (errors.KafkaConnectionError, errors.KafkaTimeoutError, errors.NodeNotReadyError,
            errors.RequestTimedOutError, TimeoutError) as error:  # fmt: skip
        reason = (
            f"no broker answers at {connection.bootstrap} by {connection.protocol}: check that it "
            "runs, and the settings broker_url, security_protocol, ssl_* and sasl_*"
        )
        raise BrokerUnavailable(reason) from error
