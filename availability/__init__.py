"""The availability core: rules → openings → free time → starts.

Plain values in, plain values out: this package knows no record. Instants are
whole seconds since 1970-01-01 UTC, periods are half-open ``(start, stop)``.
"""

from .free_time import Lane, free_time
from .openings import AgendaRules, Bounds, OpeningRule, agenda_lanes
from .starts import Slot, StartRule, lane_starts, to_instant, to_seconds
from .usage import shared_seconds, used_seconds
from .windows import agenda_windows, fitting_windows

__all__ = [
    "AgendaRules",
    "Bounds",
    "Lane",
    "OpeningRule",
    "Slot",
    "StartRule",
    "agenda_lanes",
    "agenda_windows",
    "fitting_windows",
    "free_time",
    "lane_starts",
    "shared_seconds",
    "to_instant",
    "to_seconds",
    "used_seconds",
]
