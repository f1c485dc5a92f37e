"""Which sectors a technician's day goes to, as appointments come and leave.

Plain values: a sector is anything hashable, sectors are frozensets.
Source: 003_…, *Affectation depuis le planning*.
"""

from collections.abc import Hashable, Sequence


def after_planning(sectors: frozenset, sector: Hashable | None) -> frozenset:
    """Return the day's sectors once an appointment in ``sector`` is planned on it.

    A day without sector takes it, a day of other sectors takes it instead.
    An address outside every sector (None) changes nothing.
    """
    if sector is None or sector in sectors:
        return sectors
    return frozenset([sector])


def after_leaving(
    sectors: frozenset, by_hand: frozenset, remaining: Sequence[Hashable | None]
) -> frozenset:
    """Return the day's sectors once an appointment has left it.

    ``by_hand`` are the sectors that a planner gave, ``remaining`` those of the
    appointments that stay, in the order they were made. Sectors given by
    hand stay; one that an appointment brought stays as long as another
    appointment is there for it. Then the last one made decides again, or
    the planner's sectors come back.
    """
    if sectors == by_hand or any(sector in sectors for sector in remaining):
        return sectors
    last = next((sector for sector in reversed(remaining) if sector is not None), None)
    return by_hand if last is None or last in by_hand else frozenset([last])
