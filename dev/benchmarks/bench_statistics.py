"""The dashboard over 700,000 appointments, in a ratio to a bare read of the same rows."""

from datetime import date, datetime, timedelta

from measure import normal_ms, paired_ratio, report

from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
AGENDAS = 50
# Pairs of agendas whose technicians work in both.
PAIRS = 5
DAYS = 730
TODAY = datetime.combine(date.today(), datetime.min.time())
FIRST = TODAY - timedelta(days=DAYS)
FILL = """
    INSERT INTO rendezvous_appointment (service_id, agenda_id, company_id, lane, partner_id,
           start, stop, occupied_start, occupied_stop, state, attendance, is_online, create_date,
           cancelled_by, cancelled_at)
    SELECT %s, agenda.id, agenda.company_id, 1, %s, at, at + interval '25 minutes',
           at, at + interval '25 minutes',
           CASE WHEN n = 3 THEN 'cancelled' ELSE 'done' END,
           CASE n WHEN 3 THEN 'unknown' WHEN 5 THEN 'no_show' ELSE 'attended' END,
           n %% 2 = 0, at - n * interval '1 day',
           CASE WHEN n = 3 THEN 'contact' END,
           CASE WHEN n = 3 THEN at - interval '5 hours' END
      FROM rendezvous_agenda agenda, generate_series(0, %s - 1) day, generate_series(0, 19) n,
           LATERAL (SELECT %s + day * interval '1 day' + interval '7 hours'
                           + n * interval '30 minutes' AS at) moment
     WHERE agenda.id = ANY(%s)
"""
VISITS = """
    INSERT INTO rendezvous_appointment (service_id, agenda_id, company_id, lane, technician_id,
           partner_id, start, stop, occupied_start, occupied_stop, state, attendance)
    SELECT %s, (ARRAY[agenda.one, agenda.two])[1 + n %% 2], agenda.company_id, 0, link.employee_id,
           %s, at, at + interval '50 minutes', at, at + interval '50 minutes', 'done', 'attended'
      FROM unnest(%s::int[], %s::int[], %s::int[]) AS agenda(one, two, company_id)
      JOIN rendezvous_agenda_technician_rel link ON link.agenda_id = agenda.one,
           generate_series(0, 13) day, generate_series(0, 7) n,
           LATERAL (SELECT %s - day * interval '1 day' + (7 + n) * interval '1 hour' AS at) moment
"""
RAW = """
    SELECT state, attendance, is_online, agenda_id, service_id, start, stop, create_date
      FROM rendezvous_appointment
     WHERE company_id = ANY(%s) AND start >= %s AND start < %s
"""


def agenda_vals(name, company, service):
    return {
        "name": name,
        "company_id": company.id,
        "tz": "Europe/Paris",
        "service_ids": [Command.set(service.ids)],
        "slot_ids": [
            Command.create({"weekday": day, "hour_from": 8, "hour_to": 18}) for day in "0123456"
        ],
    }


def make_world():
    """Make two establishments with 25 agendas each, and 20 appointments a day on each."""
    parent = env["res.company"].create({"name": "Bench parent"})
    children = env["res.company"].create(
        [{"name": f"Bench {number}", "parent_id": parent.id} for number in range(2)]
    )
    service = env["rendezvous.service"].create({"name": "Bench", "company_id": parent.id})
    agendas = env["rendezvous.agenda"].create(
        [agenda_vals(f"Bench {number}", children[number % 2], service) for number in range(AGENDAS)]
    )
    env.flush_all()
    env.cr.execute(SQL(FILL, service.id, parent.partner_id.id, DAYS, FIRST, agendas.ids))
    print(f"{env.cr.rowcount} appointments of {AGENDAS} agendas in two years")
    env.cr.execute("ANALYZE rendezvous_appointment")
    values = {"company_id": parent.id, "company_ids": [Command.set(parent.ids)]}
    reader = new_test_user(env, "bench", groups="rendezvous.group_admin", **values)
    return children, agendas, reader


def make_rounds(children):
    """Make technicians of two agendas each, with visits to one and the other in turn."""
    service = env["rendezvous.service"].search([("name", "=", "Bench")], limit=1)
    agendas = env["rendezvous.agenda"]
    for pair in range(PAIRS):
        company = children[pair % 2]
        staff = env["hr.employee"].create(
            [{"name": f"Bench {pair} {n}", "company_id": company.id} for n in range(5)]
        )
        technicians = {"technician_ids": [Command.set(staff.ids)]}
        agendas += agendas.create(
            [{**agenda_vals(f"Round {pair} {n}", company, service), **technicians} for n in "ab"]
        )
    env.flush_all()
    ones, twos, partner = agendas[::2], agendas[1::2], children.parent_id.partner_id
    companies = [agenda.company_id.id for agenda in ones]
    env.cr.execute(SQL(VISITS, service.id, partner.id, ones.ids, twos.ids, companies, TODAY))
    print(f"{env.cr.rowcount} visits of {5 * PAIRS} technicians, each in two agendas")
    return agendas


def bench_dashboard(children, reader, period, days, limit):
    dashboard = env["rendezvous.dashboard"].with_user(reader)
    # The period and the one before, as the page reads both.
    span = [children.ids, TODAY - timedelta(days=2 * days), TODAY + timedelta(days=1)]

    def page():
        env.invalidate_all()
        return dashboard.get_data(period=period)

    def raw():
        env.cr.execute(RAW, span)
        return len(env.cr.fetchall())

    print(f"{period}: {raw()} rows in both periods")
    ratio, spent, baseline = paired_ratio(page, raw, times=3)
    usual, _measured = normal_ms(env.cr, page, times=3)
    print(f"  page {spent:.0f} ms, bare read {baseline:.0f} ms as measured")
    report("  page / bare read", ratio, 4)
    report("  page, ms at the machine's usual speed", usual, limit)


def bench_night(agendas):
    """Make two weeks of occupation for all agendas, as after an outage."""
    Day = env["rendezvous.statistics.day"]
    today = TODAY.date()

    def night():
        Day._fill_used(agendas, today - timedelta(days=13), today)

    usual, _measured = normal_ms(env.cr, night, times=3)
    print(f"the occupation of {len(agendas)} agendas")
    report("  two weeks, ms at the machine's usual speed", usual, 1000)


def main():
    children, agendas, reader = make_world()
    bench_night(agendas | make_rounds(children))
    bench_dashboard(children, reader, "30_days", 30, 1000)
    bench_dashboard(children, reader, "12_months", 365, 5000)


main()
