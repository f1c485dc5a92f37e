"""What the road costs, over 50 technicians and 60 days with full tours.

Each figure is also given as a ratio to the raw read of the same visits in the
same run. The limits in milliseconds are for a machine of usual speed.
"""

import random
from datetime import date, datetime, timedelta

from measure import normal_ms, paired_ratio, report

from odoo.fields import Command
from odoo.tools import SQL

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
TECHNICIANS, DAYS, VISITS_PER_DAY, ADDRESSES, SECTORS = 50, 60, 5, 600, 8
MONDAY = date.today() - timedelta(days=date.today().weekday()) + timedelta(days=7)
FIRST = datetime.combine(MONDAY, datetime.min.time())
LAST = FIRST + timedelta(days=DAYS)
RAW = """
    SELECT a.technician_id, a.start, a.stop, p.partner_latitude, p.partner_longitude
      FROM rendezvous_appointment a
      LEFT JOIN res_partner p ON p.id = a.location_id
     WHERE a.technician_id = ANY(%s) AND a.state IN ('held', 'confirmed', 'done')
       AND a.forced IS NOT TRUE
       AND tsrange(a.occupied_start, a.occupied_stop) && tsrange(%s, %s)
"""


def make_world():
    """Return an establishment whose technicians drive in a county 60 km across."""
    random.seed(4)
    company = env["res.company"].create({"name": "Bench road"})
    company.partner_id.write({"partner_latitude": 50.5, "partner_longitude": 2.5})
    sectors = env["rendezvous.sector"].create(
        [
            {"code": f"B{n}", "name": f"B{n}", "postcodes": f"6200{n}", "company_id": company.id}
            for n in range(SECTORS)
        ]
    )
    service = env["rendezvous.service"].create(
        {
            "name": "Bench road",
            "company_id": company.id,
            "duration": 60,
            "step": 30,
            "is_published": True,
        }
    )
    staff = env["hr.employee"].create(
        [{"name": f"Road {n}", "company_id": company.id} for n in range(TECHNICIANS)]
    )
    env["rendezvous.technician.hours"].create(
        [
            {"employee_id": one.id, "weekday": str(day), "hour_from": 8, "hour_to": 18}
            for one in staff
            for day in range(5)
        ]
    )
    agenda = env["rendezvous.agenda"].create(
        {
            "name": "Bench road",
            "company_id": company.id,
            "tz": "Europe/Paris",
            "booking_mode": "window",
            "technician_ids": [Command.set(staff.ids)],
            "service_ids": [Command.set(service.ids)],
            "slot_ids": [
                Command.create({"weekday": str(day), "hour_from": begin, "hour_to": end})
                for day in range(5)
                for begin, end in ((8, 13), (13, 18))
            ],
        }
    )
    addresses = env["res.partner"].create(
        [
            {
                "name": f"Address {n}",
                "zip": f"6200{n % SECTORS}",
                "company_id": company.id,
                "partner_latitude": 50.5 + random.uniform(-0.27, 0.27),
                "partner_longitude": 2.5 + random.uniform(-0.42, 0.42),
            }
            for n in range(ADDRESSES)
        ]
    )
    env.flush_all()
    return company, service, agenda, staff, addresses, sectors


def fill_tours(company, service, agenda, staff, addresses, sectors):
    """Give every technician's day a sector and six visits, with gaps between them."""
    env.cr.execute(
        SQL(
            "WITH days AS (SELECT technician, day::date FROM unnest(%s) technician,"
            "  generate_series(%s::timestamp, %s::timestamp, '1 day') day"
            "  WHERE extract(isodow FROM day) < 6),"
            " tours AS (INSERT INTO rendezvous_tour (employee_id, date, company_id)"
            "  SELECT technician, day, %s FROM days RETURNING id, employee_id, date),"
            " linked AS (INSERT INTO rendezvous_tour_sector_rel (tour_id, sector_id)"
            "  SELECT id, (%s)[1 + id %% %s] FROM tours)"
            " INSERT INTO rendezvous_appointment (service_id, agenda_id, company_id,"
            "  technician_id, lane, partner_id, location_id, tour_id, start, stop,"
            "  occupied_start, occupied_stop, state, attendance)"
            " SELECT %s, %s, %s, employee_id, 0, address, address, id, at, at + interval '1 hour',"
            "  at, at + interval '1 hour', 'confirmed', 'unknown'"
            " FROM tours, generate_series(0, %s - 1) AS n,"
            " LATERAL (SELECT date + interval '7 hours' + n * interval '115 minutes' AS at,"
            "  (%s)[1 + (id * 7 + n * 131) %% %s] AS address) AS visit",
            staff.ids,
            FIRST,
            LAST - timedelta(days=1),
            company.id,
            sectors.ids,
            len(sectors),
            service.id,
            agenda.id,
            company.id,
            VISITS_PER_DAY,
            addresses.ids,
            len(addresses),
        )
    )
    env.cr.execute("ANALYZE rendezvous_appointment, rendezvous_tour, res_partner")
    env.invalidate_all()


def raw_read(staff):
    def raw():
        env.cr.execute(RAW, [staff.ids, FIRST, LAST])
        return env.cr.fetchall()

    return raw


def bench_find_slot(service, staff, addresses, ratio_limit):
    Wizard = env["rendezvous.find.slot"]
    query = {
        "partner_id": addresses[0].id,
        "service_id": service.id,
        "location_id": addresses[0].id,
        "date_from": str(MONDAY),
        "weeks": 9,
        "order": "best",
    }

    def find():
        env.invalidate_all()
        return Wizard.get_proposals(query)

    raw = raw_read(staff)
    answer, rows = find(), raw()
    assert len(answer["proposals"]) == 10, answer
    print(f"{TECHNICIANS} technicians, {DAYS} days, {len(rows)} visits:", end=" ")
    print(f"{answer['total']} technicians' days can take the visit")
    compare("Find a slot", find, raw, ratio_limit, 500)


def bench_half_days(service, staff, sectors):
    """The calendar of half-days that the public sees in one sector."""

    def calendar():
        env.invalidate_all()
        return service._available_slots(FIRST, LAST, sector=sectors[0])

    slots = calendar()
    assert slots, "no half-day is free"
    print(f"{len(slots)} half-days are free in one sector")
    compare("Half-day calendar", calendar, raw_read(staff), 5, 500)


def compare(what, action, raw, ratio_limit, limit):
    ratio, spent, baseline = paired_ratio(action, raw)
    print(f"  {what} {spent:.0f} ms, raw read of the visits {baseline:.1f} ms, as measured")
    report(f"  {what} / raw read", ratio, ratio_limit)
    whole, _measured = normal_ms(env.cr, action, 9)
    report(f"  {what}, nothing in cache, ms at the machine's usual speed", whole, limit)


company, service, agenda, staff, addresses, sectors = make_world()
fill_tours(company, service, agenda, staff, addresses, sectors)
bench_find_slot(service, staff, addresses, 12)
bench_half_days(service, staff, sectors)
# One visit a day: less to read, and most starts of the period are free.
env.cr.execute(
    "DELETE FROM rendezvous_appointment WHERE agenda_id = %s AND id %% 5 > 0", [agenda.id]
)
bench_find_slot(service, staff, addresses, 60)
