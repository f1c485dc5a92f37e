"""Other calendars: fetched with care, and read as busy time.

Plain values in, plain values out: this package knows no record. Instants are
whole seconds since 1970-01-01 UTC, periods are half-open ``(start, stop)``.
"""

from .busy import BusyTime, busy_time
from .errors import FeedError
from .fetch import Answer, fetch

__all__ = ["Answer", "BusyTime", "FeedError", "busy_time", "fetch"]
