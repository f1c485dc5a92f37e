"""When a reminder is due.

Pure rules: instants are naive UTC datetimes.
"""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

LAST_MINUTE = 24 * 60 - 1


def due(start, tz, delay, unit, at_hour=0.0):
    """Return the instant at which to remind of ``start``, None if that is not before it.

    ``start`` is the start as the contact knows it. ``delay`` hours before are
    exact; ``delay`` days before are counted on the calendar of ``tz``, at
    ``at_hour`` (8.5 = 8:30) of that local day, summer or winter. An hour that
    the clock change skips comes when the clock has moved on, one that comes
    twice counts the first time.
    """
    if unit == "hours":
        instant = start - timedelta(hours=delay)
    else:
        zone = ZoneInfo(tz)
        day = start.replace(tzinfo=timezone.utc).astimezone(zone).date() - timedelta(days=delay)
        hour, minute = divmod(min(round(at_hour * 60), LAST_MINUTE), 60)
        local = datetime.combine(day, time(hour, minute), zone)
        instant = local.astimezone(timezone.utc).replace(tzinfo=None)
    return instant if instant < start else None
