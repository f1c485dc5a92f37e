"""When a contact is told a narrower time than his half-day, and which.

Pure rules: instants are naive UTC datetimes.
"""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)


def announced_from(start, tz, hour):
    """Return the instant from which a visit is announced: the day before, at ``hour`` local.

    An hour that the clock change skips comes when the clock has moved on.
    """
    zone = ZoneInfo(tz)
    day = start.replace(tzinfo=timezone.utc).astimezone(zone).date() - timedelta(days=1)
    local = datetime.combine(day, time(hour), zone)
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def narrowed(start, stop, told, margin, now):
    """Return the (begin, end) to tell of the exact ``[start, stop)``.

    ``margin`` on each side of ``start``, rounded outwards to quarter hours,
    inside what was ``told`` before and not before ``now``; it always holds
    the whole visit.
    """
    begin = max(_floor(start - margin), told[0], _ceil(now))
    end = min(max(_ceil(start + margin), _ceil(stop)), told[1])
    return min(begin, start), max(end, stop)


def _floor(instant):
    return instant - (instant - datetime.min) % QUARTER


def _ceil(instant):
    return instant + (datetime.min - instant) % QUARTER
