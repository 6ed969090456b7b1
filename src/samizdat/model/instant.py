"""Times as whole microseconds since 1970 in UTC: exact, small, in order as numbers."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(when: datetime) -> int:
    """Return an aware *when* as whole microseconds since 1970."""
    return (when - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the aware UTC time that `to_micros` was given."""
    return _EPOCH + timedelta(microseconds=micros)
