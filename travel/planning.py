"""The technicians' days of a period, and the best way to place one more visit in each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .insertion import Day, Visit, candidates
from .legs import Leg, Point
from .ranking import BLANK, NO_SECTOR, OTHER, SAME, Offer, best_of_day

MINUTE = 60


class Tour(NamedTuple):
    """What was decided for a technician's day."""

    is_locked: bool = False
    sector_ids: tuple[int, ...] = ()


NO_TOUR = Tour()


@dataclass(slots=True)
class Planning:
    """What technicians do already.

    ``visits`` and ``tours`` are by ``(technician id, ordinal of the local
    day)``, ``ends`` gives where each technician leaves from and returns to.
    """

    visits: dict[tuple[int, int], list[Visit]] = field(default_factory=dict)
    tours: dict[tuple[int, int], Tour] = field(default_factory=dict)
    ends: dict[int, tuple[Point, Point]] = field(default_factory=dict)

    def day(self, technician_id: int, ordinal: int) -> Day:
        departure, back = self.ends.get(technician_id, (None, None))
        return Day(self.visits.get((technician_id, ordinal), ()), departure, back)

    def tour(self, technician_id: int, ordinal: int) -> Tour:
        return self.tours.get((technician_id, ordinal), NO_TOUR)


class Question(NamedTuple):
    """What is to be placed: ``duration`` seconds at ``point``, in no sector when that is None."""

    duration: int
    point: Point
    sector_id: int | None
    first_day: int
    order: str = "best"
    with_locked: bool = False

    def sector_of(self, tour: Tour) -> int:
        """Return how the sectors of a day suit: SAME, BLANK, OTHER, or NO_SECTOR."""
        if not self.sector_id:
            return NO_SECTOR
        if self.sector_id in tour.sector_ids:
            return SAME
        return OTHER if tour.sector_ids else BLANK


# The free starts: {(technician id, day ordinal): {(agenda id, location id): [second, …]}}.
Starts = dict[tuple[int, int], dict[tuple[int, int | bool], list[int]]]


def best_offers(
    planning: Planning, starts: Starts, question: Question, leg: Callable[[Point, Point], Leg]
) -> Iterator[Offer]:
    """Yield the best offer of each technician's day on which the visit and its road fit."""
    for key, by_place in starts.items():
        tour = planning.tour(*key)
        if tour.is_locked and not question.with_locked:
            continue
        offer = best_of_day(_day_offers(planning, key, by_place, question, leg), question.order)
        if offer:
            yield offer


def _day_offers(planning, key, by_place, question, leg):
    technician_id, ordinal = key
    day, tour = planning.day(*key), planning.tour(*key)
    busy = sum(visit[1] - visit[0] for visit in day.visits) / MINUTE
    days, sector = ordinal - question.first_day, question.sector_of(tour)
    for (agenda_id, location_id), seconds in by_place.items():
        for found in candidates(day, seconds, question.duration, question.point, leg):
            yield Offer(
                technician_id,
                agenda_id,
                location_id,
                days,
                busy,
                sector,
                tour.sector_ids,
                tour.is_locked,
                found,
            )
