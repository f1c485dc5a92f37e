"""From one place to the next, and through all those of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from .geography import distance_km

Point = tuple[float, float] | None


class Leg(NamedTuple):
    """The road between two places."""

    km: float
    minutes: float


NO_LEG = Leg(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class CrowFlies:
    """Legs when no map is at hand: the great circle times ``factor``, at ``speed`` km/h."""

    factor: float
    speed: float

    def __post_init__(self):
        if self.factor <= 0 or self.speed <= 0:
            raise ValueError("factor and speed must be positive")

    def __call__(self, one: Point, other: Point) -> Leg:
        """Return the leg; an unknown end counts as the same place."""
        if one is None or other is None or one == other:
            return NO_LEG
        km = distance_km(one, other) * self.factor
        return Leg(km, km / self.speed * 60)


def route_legs(points: Iterable[Point]) -> list[tuple[Point, Point]]:
    """Return the ends of each leg of a route.

    What is unknown counts as at the place before it: it adds no leg.
    """
    known = [point for point in points if point is not None]
    return list(zip(known, known[1:], strict=False))


def total(legs: Iterable[Leg]) -> Leg:
    """Return kilometres and minutes of a whole route."""
    legs = list(legs)
    return Leg(sum(leg[0] for leg in legs), sum(leg[1] for leg in legs))
