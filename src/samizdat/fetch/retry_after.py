"""How long a server asks us to stay away."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_S = 24 * 3600.0
"""However long the server says, we come again after a day."""


def retry_after_s(header: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, 0 to a day; None if it says nothing.

    Source: RFC 9110, section 10.2.3: seconds, or a date in any of HTTP's three forms.

    >>> retry_after_s("Wed, 01 Apr 2026 08:00:30 GMT", datetime(2026, 4, 1, 8, tzinfo=UTC))
    30.0
    """
    header = header.strip()
    try:
        if header.isascii() and header.replace(".", "", 1).isdigit():
            seconds = float(header)
        else:
            when = parsedate_to_datetime(header)
            when = when if when.tzinfo else when.replace(tzinfo=UTC)
            seconds = (when - now).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_S)
