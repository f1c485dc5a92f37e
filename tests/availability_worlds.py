"""Random worlds for the oracle: one agenda, its rules, and what is busy."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from .availability_oracle import Opening, Technician, World

# A day of clock change for each zone, and an ordinary one.
DAYS = [
    ("Europe/Paris", date(2026, 3, 29)),
    ("Europe/Paris", date(2026, 10, 25)),
    ("America/Los_Angeles", date(2026, 3, 8)),
    ("America/Los_Angeles", date(2026, 11, 1)),
    ("Pacific/Auckland", date(2026, 9, 27)),
    ("Pacific/Auckland", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kathmandu", date(2026, 7, 15)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("UTC", date(2026, 2, 28)),
]
GRAIN = timedelta(minutes=5)
YEAR, WEEK = set(range(1, 13)), set(range(7))


def minutes(low, high, grain=15):
    return st.integers(low // grain, high // grain).map(lambda n: n * grain)


@st.composite
def hours(draw):
    start = draw(minutes(0, 22 * 60))
    stop = max(start + 15, draw(minutes(start + 15, 24 * 60)))
    return {"minute_from": start, "minute_to": stop}


@st.composite
def openings(draw, day, single=True):
    values = draw(hours())
    if single and draw(st.integers(0, 4)) == 0:
        values["day"] = day + timedelta(days=draw(st.integers(-1, 1)))
    else:
        values["weekday"] = (day.weekday() + draw(st.sampled_from([0, 0, 1, -1]))) % 7
        if draw(st.integers(0, 2)) == 0:
            values["date_from"] = day - timedelta(days=draw(st.integers(-1, 40)))
            if single:
                values["every_weeks"] = draw(st.integers(1, 3))
        if draw(st.integers(0, 5)) == 0:
            first = values.get("date_from", day)
            values["date_until"] = max(first, day + timedelta(days=draw(st.integers(-2, 2))))
    if single:
        values["capacity"] = draw(st.integers(0, 5))
        values["online"] = draw(st.integers(0, 5)) > 0
    return Opening(**values)


@st.composite
def periods(draw, noon, span=150, apart=False):
    """Return busy periods around noon; with ``apart`` they do not overlap."""
    found, begin = [], noon - timedelta(minutes=span * 10)
    for _n in range(draw(st.integers(0, 4))):
        begin = begin + draw(st.integers(0, span)) * GRAIN if apart else begin
        start = begin if apart else noon + draw(st.integers(-span, span)) * GRAIN
        stop = start + draw(st.integers(1, 40)) * GRAIN
        found.append((start, stop))
        begin = stop
    return found


@st.composite
def worlds(draw):
    tz, day = draw(st.sampled_from(DAYS))
    noon = datetime(day.year, day.month, day.day, 12)
    start = noon - draw(minutes(6 * 60, 30 * 60)) * timedelta(minutes=1)
    technicians = [
        Technician(
            hours=draw(
                st.lists(
                    openings(day, single=False), min_size=draw(st.sampled_from([0, 2])), max_size=3
                )
            ),
            busy=draw(periods(noon)),
            appointments=draw(periods(noon, apart=True)),
        )
        for _n in range(draw(st.sampled_from([0, 0, 1, 2, 3])))
    ]
    capacity = draw(st.integers(1, 5))
    return World(
        tz=tz,
        now=noon - timedelta(hours=draw(st.sampled_from([0, 12, 30, 24 * 10]))),
        start=start,
        stop=start + draw(minutes(12 * 60, 60 * 60)) * timedelta(minutes=1),
        online=True,
        duration=draw(st.sampled_from([5, 20, 30, 45, 60, 95])),
        before=draw(st.sampled_from([0, 0, 5, 10])),
        after=draw(st.sampled_from([0, 0, 5, 25])),
        step=draw(st.sampled_from([0, 0, 10, 15, 50])),
        lead_min=draw(st.sampled_from([0, 0, 1, 5, 24])),
        lead_max=draw(st.sampled_from([1, 10, 60, 60])),
        horizon=draw(st.sampled_from([0, 1, 60, 60, 60])),
        months=draw(st.sampled_from([YEAR, YEAR, {day.month}, {1, 7}])),
        weekdays=draw(st.sampled_from([WEEK, WEEK, {day.weekday()}, {0, 2, 4}])),
        blank_days=draw(st.booleans()),
        packed=False,
        capacity=capacity,
        openings=draw(
            st.lists(openings(day), min_size=draw(st.sampled_from([0, 1, 2])), max_size=4)
        ),
        technicians=technicians,
        closures=draw(st.sampled_from([[], [], draw(periods(noon, span=300))])),
        places={place: draw(periods(noon, apart=True)) for place in range(1, 6)},
    )


@st.composite
def road_hours(draw, day):
    """Return long hours on the days around ``day``, cut at noon or not."""
    hours = []
    for offset in draw(st.sets(st.integers(-1, 2), min_size=1)):
        weekday = (day.weekday() + offset) % 7
        start, stop = draw(minutes(0, 9 * 60)), draw(minutes(15 * 60, 24 * 60))
        noon = draw(st.sampled_from([0, 12 * 60, 13 * 60]))
        parts = [(start, noon), (noon + 60, stop)] if noon else [(start, stop)]
        hours += [Opening(*part, weekday=weekday) for part in parts]
    return hours


@st.composite
def road_worlds(draw):
    """Return a world of technicians who work much, as the public asks it."""
    world = draw(worlds())
    day = (world.start + timedelta(hours=12)).date()
    return replace(
        world,
        openings=draw(st.sampled_from([[], draw(road_hours(day))])),
        technicians=[
            Technician(
                hours=draw(road_hours(day)),
                busy=draw(st.sampled_from([[], draw(periods(world.start, apart=True))])),
                appointments=draw(periods(world.start + timedelta(hours=20), apart=True)),
            )
            for _n in range(draw(st.integers(1, 3)))
        ],
        now=world.start - timedelta(hours=draw(st.sampled_from([0, 5, 30]))),
        stop=world.start + draw(minutes(30 * 60, 60 * 60)) * timedelta(minutes=1),
        blank_days=draw(st.sampled_from([True, True, True, False])),
        horizon=60,
        lead_max=60,
        months=YEAR,
        weekdays=draw(st.sampled_from([WEEK, WEEK, world.weekdays])),
        closures=draw(st.sampled_from([[], [], world.closures])),
    )
