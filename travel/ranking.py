"""Which proposal comes first."""

from typing import NamedTuple

from .insertion import Insertion

# The day's tour: has the sector, has none, has others. Or sectors do not matter.
SAME, NO_SECTOR, BLANK, OTHER = range(4)
ORDERS = ("best", "earliest", "nearest")

# See cost().
KM_PER_MINUTE = 0.5
KM_PER_DAY = 0.5
KM_PER_BUSY_HOUR = 0.25
KM_OF_SECTOR = {SAME: 0.0, NO_SECTOR: 0.0, BLANK: 2.0, OTHER: 10.0}


class Offer(NamedTuple):
    """One way to place the visit.

    ``days`` counts from the first day that is free, ``busy`` is in minutes.
    ``sector_ids`` are those of the day now, ``sector`` says how they suit.
    """

    technician_id: int
    agenda_id: int
    location_id: int | bool
    days: int
    busy: float
    sector: int
    sector_ids: tuple[int, ...]
    is_locked: bool
    insertion: Insertion


def cost(offer: Offer) -> float:
    """Return what an offer costs overall, in kilometres.

    The road it adds is what the organisation pays: its kilometres, and half a
    kilometre for each of its minutes. The contact waits: half a kilometre a
    day, so that four weeks are worth a detour of 14 km. A quarter of a
    kilometre for each hour the technician already works that day shares the
    work out. A day without sector would take this one, 2 km, and a day of
    others would change to it, 10 km: who waits for these finds it closed.
    """
    road = offer.insertion
    return (
        road.km
        + KM_PER_MINUTE * road.minutes
        + KM_PER_DAY * offer.days
        + KM_PER_BUSY_HOUR * offer.busy / 60
        + KM_OF_SECTOR[offer.sector]
    )


def _best(offer):
    # To 100 m: what costs as much is told apart by the sector, then the date.
    return round(cost(offer), 1), *_rest(offer)


def _earliest(offer):
    road = offer.insertion
    return road.start, offer.sector, round(road.km, 1), *_rest(offer)


def _nearest(offer):
    road = offer.insertion
    return round(road.km, 1), round(road.minutes), *_rest(offer)


def _rest(offer):
    road = offer.insertion
    return offer.sector, offer.days, offer.busy, road.idle, road.start, offer.technician_id


KEYS = {"best": _best, "earliest": _earliest, "nearest": _nearest}


def best_of_day(offers, order: str) -> Offer | None:
    """Return the best offer of one technician and day, None without any."""
    return min(offers, key=KEYS[order], default=None)


def rank(offers, order: str) -> list[Offer]:
    """Return the offers, best first."""
    return sorted(offers, key=KEYS[order])
