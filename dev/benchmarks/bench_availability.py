"""What the core costs: each figure is a ratio against a baseline of the same run."""

import importlib
from datetime import date, datetime, timedelta

from measure import calibrate, normal_ms, paired_ratio, report

from odoo.fields import Command
from odoo.tools import SQL

core = importlib.import_module("odoo.addons.rendezvous.availability.free_time")
env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
MONDAY = date.today() - timedelta(days=date.today().weekday()) + timedelta(days=7)
FIRST = datetime.combine(MONDAY, datetime.min.time())
MONTH = FIRST + timedelta(days=31)
WEEK = FIRST + timedelta(days=7)
RAW = """
    SELECT technician_id, occupied_start, occupied_stop FROM rendezvous_appointment
     WHERE technician_id = ANY(%s) AND state IN ('held', 'confirmed', 'done')
       AND forced IS NOT TRUE
       AND tsrange(occupied_start, occupied_stop) && tsrange(%s, %s)
"""


def statements(action):
    """Return the number of SQL statements of a call whose records are not in cache."""
    env.flush_all()
    env.invalidate_all()
    before = env.cr.sql_log_count
    action()
    return env.cr.sql_log_count - before


def make_world(technicians=50):
    company = env["res.company"].create({"name": "Bench"})
    service = env["rendezvous.service"].create(
        {"name": "Bench", "company_id": company.id, "duration": 30, "is_published": True}
    )
    staff = env["hr.employee"].create(
        [{"name": f"Bench {n}", "company_id": company.id} for n in range(technicians)]
    )
    env["rendezvous.technician.hours"].create(
        [
            {"employee_id": one.id, "weekday": str(day), "hour_from": begin, "hour_to": end}
            for one in staff
            for day in range(5)
            for begin, end in ((8, 13), (13, 18))
        ]
    )
    agenda = env["rendezvous.agenda"].create(
        {
            "name": "Bench",
            "company_id": company.id,
            "tz": "Europe/Paris",
            "technician_ids": [Command.set(staff.ids)],
            "service_ids": [Command.set(service.ids)],
        }
    )
    return company, service, agenda, staff


def fill(company, service, agenda, technician_ids, first_day, days, per_day, spread=20):
    """Insert appointments: of each day's half hours, every one until ``per_day``."""
    env.cr.execute(
        SQL(
            "INSERT INTO rendezvous_appointment (service_id, agenda_id, company_id, technician_id,"
            " lane, partner_id, start, stop, occupied_start, occupied_stop, state, attendance)"
            " SELECT %s, %s, %s, technician, 0, %s, at, at + interval '30 minutes',"
            " at, at + interval '30 minutes', 'confirmed', 'unknown'"
            " FROM unnest(%s) technician,"
            " generate_series(0, %s - 1) AS day,"
            " generate_series(0, %s - 1) AS n,"
            " LATERAL (SELECT %s + day * interval '1 day' + interval '7 hours'"
            " + (n * %s / %s) * interval '30 minutes' AS at) moment"
            " WHERE extract(isodow FROM at) < 6",
            service.id,
            agenda.id,
            company.id,
            company.partner_id.id,
            list(technician_ids),
            days,
            per_day,
            first_day,
            spread,
            per_day,
        )
    )
    env.cr.execute("ANALYZE rendezvous_appointment")


def ask(service, agendas, start, stop):
    return lambda: service._available_slots(start, stop, agendas=agendas)


def bench_month(world):
    company, service, agenda, staff = world
    fill(company, service, agenda, staff.ids, FIRST, 30, 16)
    env.cr.execute("SELECT count(*) FROM rendezvous_appointment WHERE agenda_id = %s", [agenda.id])
    print(f"50 technicians, {env.cr.fetchone()[0]} appointments, a month of 30-minute slots")
    question = capture_question(service, agenda)

    def statement():
        env.cr.execute(core.FREE_TIME, question)
        return env.cr.fetchall()

    def raw():
        env.cr.execute(RAW, [staff.ids, FIRST, MONTH])
        return env.cr.fetchall()

    ratio, spent, baseline = paired_ratio(statement, raw)
    print(f"  free-time statement {spent:.1f} ms, raw read of its busy rows {baseline:.1f} ms")
    report("  free-time statement / raw read", ratio, 4)
    whole, measured = normal_ms(env.cr, ask(service, agenda, FIRST, MONTH))
    print(f"  _available_slots in all {whole:.1f} ms at the machine's usual speed")
    report("  _available_slots in all, ms as measured", measured, 60)


def capture_question(service, agenda):
    """Return the parameters that ``_available_slots`` gives the statement."""
    asked = {}
    prepare = core._parameters

    def spy(*arguments):
        asked.update(prepare(*arguments))
        return asked

    core._parameters = spy
    try:
        service._available_slots(FIRST, MONTH, agendas=agenda)
    finally:
        core._parameters = prepare
    return asked


def bench_statements(world):
    _company, service, agenda, staff = world
    counts = {}
    for technicians in (5, 50):
        agenda.technician_ids = [Command.set(staff[:technicians].ids)]
        for days in (7, 60):
            stop = FIRST + timedelta(days=days)
            counts[technicians, days] = statements(ask(service, agenda, FIRST, stop))
    agenda.technician_ids = [Command.set(staff.ids)]
    print(f"SQL statements by (technicians, days): {counts}")
    assert len(set(counts.values())) == 1, counts


def speed():
    calibrate(env.cr)


def bench_history(world):
    """The same week, among 7,200 appointments and then among 720,000."""
    company, service, agenda, staff = world
    env.cr.execute("DELETE FROM rendezvous_appointment")
    fill(company, service, agenda, staff.ids, FIRST, 12, 14)
    few, few_ms, _speed = paired_ratio(ask(service, agenda, FIRST, WEEK), speed, 25)
    years = FIRST - timedelta(days=1400)
    fill(company, service, agenda, staff.ids, years, 1001, 20)
    env.cr.execute("SELECT count(*) FROM rendezvous_appointment")
    total = env.cr.fetchone()[0]
    many, many_ms, _speed = paired_ratio(ask(service, agenda, FIRST, WEEK), speed, 25)
    print(f"one week: {few_ms:.1f} ms among 7,000 appointments, {many_ms:.1f} ms among {total}")
    report("  the week among all / among few, by the machine's speed", many / few, 1.3)


def bench_first(count=1000):
    company = env["res.company"].create({"name": "Bench first"})
    service = env["rendezvous.service"].create(
        {"name": "First", "company_id": company.id, "is_published": True}
    )
    agendas = env["rendezvous.agenda"].create(
        [
            {
                "name": f"First {n}",
                "company_id": company.id,
                "tz": "Europe/Paris",
                "capacity": 1 + n % 3,
                "service_ids": [Command.set(service.ids)],
                "slot_ids": [
                    Command.create({"weekday": str(day), "hour_from": begin, "hour_to": begin + 3})
                    for day in range(5)
                    for begin in (9, 14)
                ],
            }
            for n in range(count)
        ]
    )
    env.flush_all()
    found = service._first_available(agendas)
    assert len(found) == count, len(found)
    cold = statements(lambda: service._first_available(agendas))

    def afresh():
        env.invalidate_all()
        service._first_available(agendas)

    print(f"{count} agendas, {len(agendas.slot_ids)} openings, {cold} SQL statements")
    whole, measured = normal_ms(env.cr, afresh, 9)
    print(f"  _first_available in all {whole:.1f} ms at the machine's usual speed")
    report("  _first_available, nothing in cache, ms as measured", measured, 300)


world = make_world()
bench_month(world)
bench_statements(world)
bench_history(world)
bench_first()
