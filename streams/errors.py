"""The exceptions Storywire raises on purpose.

::

    StorywireError
    ├── InvalidRecord            a record that cannot be used: field, value, what is allowed
    │   ├── UndecodableRecord    its bytes are not JSON of an object
    │   ├── OversizedRecord      larger than the topic allows
    │   ├── UnidentifiedRecord   neither an id nor a key, or a key that contradicts the id
    │   ├── ForeignSchema        written by a newer schema version than this code reads
    │   └── EnrichmentFailed     the language pipeline could not process this article
    ├── InvalidSettings          an unknown key, or a value out of its range
    ├── BrokerUnavailable        no broker can be reached or started
    ├── TopicMismatch            a topic is missing or not as the topic table says
    └── StateMismatch            saved state this code must not touch

A bad record is a value (it is rejected and the next one is processed); everything else stops the
command with one sentence that names the mend.
"""


class StorywireError(Exception):
    """Base of all; ``str(error)`` is one sentence a person can act on."""


class InvalidRecord(StorywireError):
    """A record that cannot be used; the message names field, value and what is allowed."""


class UndecodableRecord(InvalidRecord):
    """The bytes are not the JSON of an object."""


class OversizedRecord(InvalidRecord):
    """The record is larger than its topic allows."""


class UnidentifiedRecord(InvalidRecord):
    """The record has neither id nor key, or they contradict each other."""


class ForeignSchema(InvalidRecord):
    """The record was written by a newer schema version than this code reads."""


class EnrichmentFailed(InvalidRecord):
    """The language pipeline could not process this one article (crash or timeout)."""


class InvalidSettings(StorywireError):
    """A setting is unknown or its value is not allowed."""


class BrokerUnavailable(StorywireError):
    """No broker can be reached, or none could be started."""


class TopicMismatch(StorywireError):
    """A topic is missing, or differs from the topic table."""


class StateMismatch(StorywireError):
    """Saved state that this code must not touch: another schema, pipeline or partition count."""
