"""The periods of the dashboard, and what each is compared with.

Pure rules on days; every period includes its last day.
"""

from datetime import date, timedelta
from typing import NamedTuple

DAYS = {"30_days": 30, "90_days": 90}
PERIODS = ("month", "last_month", *DAYS, "12_months")
ONE_DAY = timedelta(days=1)


class Period(NamedTuple):
    first: date
    last: date
    before_first: date
    before_last: date


def period_days(code, today):
    """Return the :class:`Period` of a code, with the one before it.

    The month under way goes until ``today``, and is compared with the same
    days of the month before. An unknown code is refused with a ValueError.
    """
    if code in DAYS:
        length = timedelta(days=DAYS[code])
        first = today - length + ONE_DAY
        return Period(first, today, first - length, first - ONE_DAY)
    this_month = today.replace(day=1)
    last_month = _months_back(this_month, 1)
    if code == "month":
        return Period(this_month, today, last_month, _months_back(today, 1))
    if code == "last_month":
        before = _months_back(last_month, 1)
        return Period(last_month, this_month - ONE_DAY, before, last_month - ONE_DAY)
    if code == "12_months":
        year, last_year = (_months_back(today, months) for months in (12, 24))
        return Period(year + ONE_DAY, today, last_year + ONE_DAY, year)
    raise ValueError(code)


def _months_back(day, months):
    """Return the same day so many months before, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - ONE_DAY)
