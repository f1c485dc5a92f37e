"""Step 2: openings minus everything that is busy, in one SQL statement."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

# What occupies a lane. A hold that has expired occupies nothing, but that of an offer
# from a waiting list does for some minutes more: the job hands the place to the next in line.
ACTIVE = """
        AND a.state IN ('held', 'confirmed', 'done')
        AND (a.state <> 'held' OR a.hold_until > %(now)s
             OR a.waitlist_offer_id IS NOT NULL
                AND a.hold_until > %(now)s - interval '10 minutes')
        AND a.id <> %(exclude)s"""

# The predicates of the two exclusion constraints, word for word: PostgreSQL
# then answers from their indexes. Forced appointments have an index of theirs.
APPOINTMENTS = f"""
    SELECT l.id, tsrange(a.occupied_start, a.occupied_stop) AS period
      FROM lane l
      JOIN rendezvous_appointment a
        ON a.technician_id = l.technician_id
       AND tsrange(a.occupied_start, a.occupied_stop) && l.span
     WHERE a.forced IS NOT TRUE AND l.technician_id > 0 {ACTIVE}
    UNION ALL
    SELECT l.id, tsrange(a.occupied_start, a.occupied_stop)
      FROM lane l
      JOIN rendezvous_appointment a
        ON a.agenda_id = l.agenda_id AND a.lane = l.place
       AND tsrange(a.occupied_start, a.occupied_stop) && l.span
     WHERE a.technician_id IS NULL AND a.forced IS NOT TRUE
       AND l.technician_id = 0 {ACTIVE}
    UNION ALL
    SELECT l.id, tsrange(a.occupied_start, a.occupied_stop)
      FROM rendezvous_appointment a
      JOIN lane l
        ON (CASE WHEN l.technician_id > 0 THEN a.technician_id = l.technician_id
                 ELSE a.technician_id IS NULL
                      AND a.agenda_id = l.agenda_id AND a.lane = l.place END)
       AND tsrange(a.occupied_start, a.occupied_stop) && l.span
     WHERE a.forced AND a.occupied_stop > %(first)s AND a.occupied_start < %(last)s {ACTIVE}
"""

CLOSURES = """
    SELECT l.id, tsrange(c.start, c.stop)
      FROM rendezvous_closure c
      JOIN lane l ON c.agenda_id = l.agenda_id
                  OR (c.agenda_id IS NULL AND c.company_id = ANY(l.company_ids::int[]))
     WHERE c.stop > %(first)s AND c.start < %(last)s
"""

# A leave without resource is the company's: it closes the counters, and the
# technicians who work by its calendar (by any, when it names none).
LEAVES = """
    SELECT l.id, tsrange(v.date_from, v.date_to)
      FROM resource_calendar_leaves v
      JOIN lane l
        ON CASE WHEN v.resource_id IS NOT NULL THEN v.resource_id = l.resource_id
           ELSE (v.calendar_id IS NULL OR v.calendar_id = l.calendar_id)
                AND (v.company_id IS NULL OR v.company_id = ANY(l.company_ids::int[])) END
     WHERE v.time_type = 'leave'
       AND v.date_to > %(first)s AND v.date_from < %(last)s
       AND v.date_from < v.date_to
"""

# An all-day event covers whole days on the clock of the agenda. Those of
# appointments are left out: the appointment itself is busy, where it stands.
EVENTS = """
    SELECT m.id, tsrange(m.begins, m.ends)
      FROM (
        SELECT l.id,
               CASE WHEN e.allday THEN
                    e.start_date::timestamp AT TIME ZONE l.tz AT TIME ZONE 'UTC'
                    ELSE e.start END AS begins,
               CASE WHEN e.allday THEN
                    (e.stop_date + 1)::timestamp AT TIME ZONE l.tz AT TIME ZONE 'UTC'
                    ELSE e.stop END AS ends
          FROM lane l
          JOIN calendar_attendee p ON p.partner_id = ANY(l.partner_ids::int[])
          JOIN calendar_event e ON e.id = p.event_id
         WHERE p.state <> 'declined' AND e.active AND e.show_as = 'busy'
           AND e.stop > %(first)s - interval '2 days'
           AND e.start < %(last)s + interval '2 days'
           AND NOT EXISTS (SELECT FROM rendezvous_appointment a WHERE a.calendar_event_id = e.id)
      ) m
     WHERE m.begins < m.ends
"""

# What outside calendars keep busy: a technician's, and all of an agenda's.
OUTSIDE = """
    SELECT l.id, tsrange(b.start, b.stop)
      FROM lane l
      JOIN rendezvous_busy_period b
        ON b.technician_id = l.technician_id AND tsrange(b.start, b.stop) && l.span
     WHERE l.technician_id > 0 AND b.technician_id IS NOT NULL
    UNION ALL
    SELECT l.id, tsrange(b.start, b.stop)
      FROM lane l
      JOIN rendezvous_busy_period b
        ON b.agenda_id = l.agenda_id AND tsrange(b.start, b.stop) && l.span
     WHERE b.agenda_id IS NOT NULL
"""

# The local days that have an appointment: a technician's own, wherever, and
# for a counter those of its agenda, whatever the place.
USED_DAYS = f"""
    SELECT l.id, (a.start AT TIME ZONE 'UTC' AT TIME ZONE l.tz)::date AS day
      FROM lane l
      JOIN rendezvous_appointment a ON a.technician_id = l.technician_id
     WHERE l.skips_blank_days AND l.technician_id > 0
       AND a.start >= %(first)s AND a.start < %(last)s {ACTIVE}
    UNION
    SELECT l.id, (a.start AT TIME ZONE 'UTC' AT TIME ZONE l.tz)::date
      FROM lane l
      JOIN rendezvous_appointment a ON a.agenda_id = l.agenda_id AND a.technician_id IS NULL
     WHERE l.skips_blank_days AND l.technician_id = 0
       AND a.start >= %(first)s AND a.start < %(last)s {ACTIVE}
"""

FREE_TIME = f"""
WITH lane AS MATERIALIZED (
    SELECT n.*, tsrange(%(first)s, %(last)s) AS span
      FROM unnest(
        %(lane)s::int[], %(agenda)s::int[], %(place)s::int[], %(technician)s::int[],
        %(resource)s::int[], %(calendar)s::int[], %(companies)s::text[],
        %(partners)s::text[], %(tz)s::text[], %(skips_blank_days)s::bool[],
        %(hours)s::int[]
      ) AS n(id, agenda_id, place, technician_id, resource_id, calendar_id,
             company_ids, partner_ids, tz, skips_blank_days, hours_id)
), opening AS (
    SELECT o.hours_id, range_agg(tsrange(
               timestamp 'epoch' + o.start * interval '1 second',
               timestamp 'epoch' + o.stop * interval '1 second')) AS periods
      FROM unnest(%(opening_hours)s::int[], %(opening_start)s::bigint[], %(opening_stop)s::bigint[])
        AS o(hours_id, start, stop)
     GROUP BY o.hours_id
), busy AS (
    SELECT t.id, range_agg(t.period) AS periods
      FROM ({CLOSURES} UNION ALL {LEAVES}
            UNION ALL
            SELECT taken.* FROM ({APPOINTMENTS} UNION ALL {EVENTS} UNION ALL {OUTSIDE}) AS taken
             WHERE %(taken)s) AS t(id, period)
     GROUP BY t.id
)
SELECT l.id, extract(epoch FROM lower(p))::bigint, extract(epoch FROM upper(p))::bigint, NULL
  FROM lane l
  JOIN opening o ON o.hours_id = l.hours_id
  LEFT JOIN busy b ON b.id = l.id
 CROSS JOIN unnest(o.periods - coalesce(b.periods, '{{}}')) AS p
UNION ALL
SELECT used.id, NULL::bigint, NULL::bigint, used.day
  FROM ({USED_DAYS}) AS used
"""


@dataclass(frozen=True, slots=True)
class Lane:
    """What can hold one appointment at a time.

    ``technician_id`` is 0 at a counter, whose places count from 1.
    ``company_ids`` are the agenda's establishment and its parents,
    ``partner_ids`` the contacts under which the technician attends events.
    """

    agenda_id: int
    place: int
    technician_id: int
    tz: str
    company_ids: tuple[int, ...]
    resource_id: int = 0
    calendar_id: int = 0
    partner_ids: tuple[int, ...] = ()
    skips_blank_days: bool = False


def free_time(
    cr,
    lanes: list[Lane],
    openings: dict,
    now: datetime,
    exclude: int = 0,
    margins: tuple[int, int] = (0, 0),
    taken: bool = True,
):
    """Return ``(free, used_days)``, both by index of the lane in ``lanes``.

    ``openings`` maps that index to ``(start, stop, …)`` in UTC seconds, each
    widened by ``margins``, the buffers before and after. ``free`` maps it to
    sorted ``(start, stop)``; ``used_days`` to the local days that already
    have an appointment, only for lanes that skip blank days. ``exclude`` is
    the id of an appointment to overlook: the one being moved. Without
    ``taken``, only closures and leaves are subtracted: what is open, free or
    full.
    """
    free, used_days = defaultdict(list), defaultdict(set)
    if openings:
        cr.execute(FREE_TIME, _parameters(lanes, openings, now, exclude, margins, taken))
        for lane, start, stop, day in cr.fetchall():
            if day is None:
                free[lane].append((start, stop))
            else:
                used_days[lane].add(date.toordinal(day))
    return free, used_days


def _parameters(lanes, openings, now, exclude, margins, taken):
    before, after = margins
    # Colleagues and the places of a counter open alike: each timetable goes once.
    timetables = {}
    hours = [timetables.setdefault(tuple(p), len(timetables)) for p in openings.values()]
    rows = [
        (number, opening[0] - before, opening[1] + after)
        for periods, number in timetables.items()
        for opening in periods
    ]
    used = [lanes[index] for index in openings]
    # The day rule looks at whole local days, so does its reading.
    slack = 86_400 if any(lane.skips_blank_days for lane in used) else 0
    return {
        "now": now,
        "exclude": exclude,
        "taken": taken,
        "first": _timestamp(min(row[1] for row in rows) - slack),
        "last": _timestamp(max(row[2] for row in rows) + slack),
        "hours": _array(hours),
        "opening_hours": _array(row[0] for row in rows),
        "opening_start": _array(row[1] for row in rows),
        "opening_stop": _array(row[2] for row in rows),
        "lane": _array(openings),
        "agenda": _array(lane.agenda_id for lane in used),
        "place": _array(lane.place for lane in used),
        "technician": _array(lane.technician_id for lane in used),
        "resource": _array(lane.resource_id for lane in used),
        "calendar": _array(lane.calendar_id for lane in used),
        "companies": [_ids_array(lane.company_ids) for lane in used],
        "partners": [_ids_array(lane.partner_ids) for lane in used],
        "tz": [lane.tz for lane in used],
        "skips_blank_days": [lane.skips_blank_days for lane in used],
    }


def _timestamp(second):
    return datetime(1970, 1, 1) + timedelta(seconds=second)


def _array(values):
    """Return a PostgreSQL array literal; far quicker to adapt than a list."""
    return "{" + ",".join(map(str, values)) + "}"


_ids_array = lru_cache(maxsize=4_096)(_array)
