"""Lists of numbers written as text: the months and weekdays that open online."""

from functools import lru_cache

MONTHS = range(1, 13)
WEEKDAYS = range(7)


@lru_cache(maxsize=1_024)
def read_numbers(text):
    """Return the numbers of ``"1, 2,3"``, -1 among them when it is no such list."""
    words = [word.strip() for word in (text or "").split(",") if word.strip()]
    return frozenset(int(word) if word.isdecimal() else -1 for word in words)
