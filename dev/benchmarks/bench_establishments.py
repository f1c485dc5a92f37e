"""The page of 1,000 establishments, against the bare question to the core in the same run."""

import json
import random

from measure import paired_ratio, report

from odoo.fields import Command

env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
COUNT, LIMIT_MS = 1000, 400
CHANCE = random.Random(20_26)


def make_world():
    parent = env["res.company"].create({"name": "Bench parent"})
    service = env["rendezvous.service"].create(
        {"name": "Bench", "company_id": parent.id, "is_published": True}
    )
    companies = env["res.company"].create(
        [
            {"name": f"Town {n}", "parent_id": parent.id, "zip": f"{59000 + n}", "city": f"T{n}"}
            for n in range(COUNT)
        ]
    )
    for company in companies:
        company.partner_id.write(
            {
                "partner_latitude": CHANCE.uniform(43, 51),
                "partner_longitude": CHANCE.uniform(-4, 8),
            }
        )
    env["rendezvous.agenda"].create(
        [
            {
                "name": f"Desk {n}",
                "company_id": company.id,
                "tz": "Europe/Paris",
                "service_ids": [Command.set(service.ids)],
                "slot_ids": [
                    Command.create({"weekday": str(day), "hour_from": begin, "hour_to": begin + 3})
                    for day in range(5)
                    for begin in (9, 14)
                ],
            }
            for n, company in enumerate(companies)
        ]
    )
    env.flush_all()
    env["website"].search([], limit=1).company_id = parent
    return service


def main():
    service = make_world()
    page = env["rendezvous.page"].sudo()

    def core():
        env.invalidate_all()
        service._first_available()

    def whole(**asked):
        def build():
            env.invalidate_all()
            values = page._nearest_page(service, **asked)
            assert values["total"] == COUNT
            return json.dumps(values["markers"])

        return build

    before = env.cr.sql_log_count
    whole()()
    print(f"{COUNT} establishments, {env.cr.sql_log_count - before} SQL statements")
    for what, asked in {
        "by date": {},
        "by distance from a position": {"sort": "distance", "position": "48.85,2.35"},
        "by distance from a postcode, last page": {
            "sort": "distance",
            "address": "59500",
            "page": 84,
        },
    }.items():
        ratio, spent, baseline = paired_ratio(whole(**asked), core, 7)
        print(f"  {what}: core alone {baseline:.0f} ms, whole page {ratio:.2f} times that")
        report(f"  {what}, nothing in cache, ms", spent, LIMIT_MS)


main()
