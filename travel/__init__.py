"""Travel: the road between visits, and what one more visit adds to a day.

Plain values in, plain values out: this package knows no record. Instants are
whole seconds since 1970-01-01 UTC, points ``(latitude, longitude)`` in
degrees or None when nobody knows them.
"""

from .geography import distance_km, read_position
from .insertion import Day, Insertion, Visit, candidates, insertion
from .legs import NO_LEG, CrowFlies, Leg, Point, route_legs, total
from .osrm import batches, read_table, table_url
from .planning import Planning, Question, Tour, best_offers
from .ranking import BLANK, NO_SECTOR, ORDERS, OTHER, SAME, Offer, best_of_day, cost, rank

__all__ = [
    "BLANK",
    "NO_LEG",
    "NO_SECTOR",
    "ORDERS",
    "OTHER",
    "SAME",
    "CrowFlies",
    "Day",
    "Insertion",
    "Leg",
    "Offer",
    "Planning",
    "Point",
    "Question",
    "Tour",
    "Visit",
    "batches",
    "best_of_day",
    "best_offers",
    "candidates",
    "cost",
    "distance_km",
    "insertion",
    "rank",
    "read_position",
    "read_table",
    "route_legs",
    "table_url",
    "total",
]
