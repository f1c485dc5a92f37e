"""What it costs to find one contact among 200,000, against the database's own exact match."""

import importlib
import random
from datetime import date, timedelta

from measure import paired_ratio, report
from psycopg2.extras import execute_values

from odoo.fields import Command
from odoo.tests import new_test_user

contact = importlib.import_module("odoo.addons.rendezvous.contact")
env = env(context={"tracking_disable": True, "mail_create_nolog": True})  # noqa: F821
COUNT = 200_000
LIMIT_MS = 50
SYLLABLES = (
    "ba be bé cha chu da dé fau fré ga gi hé jo la le lo ma mé mi mo na né pau pi ra ré".split()
)
CHANCE = random.Random(20_26)
COLUMNS = (
    "name lastname firstname complete_name email email_normalized phone phone_sanitized"
    " birthdate_date company_id active type partner_share is_company lang"
    " rendezvous_search_text rendezvous_notify_email rendezvous_notify_sms"
).split()


def make_name():
    return "".join(CHANCE.choices(SYLLABLES, k=CHANCE.randint(2, 4))).capitalize()


def make_row(number, company_id):
    lastname, firstname = make_name(), make_name()
    digits = f"6{CHANCE.randrange(10**8):08}"
    spaced = " ".join(digits[1:][at : at + 2] for at in range(0, 8, 2))
    email = f"{contact.words.fold(firstname)}.{number}@example.com"
    birth = date(1930, 1, 1) + timedelta(days=CHANCE.randrange(29_000))
    known = contact.Identity(
        names=(f"{lastname} {firstname}",),
        email=email,
        phone=f"+33 6 {spaced}",
        e164=f"+33{digits}",
        national=f"06 {spaced}",
        birth=birth,
    )
    name = f"{lastname} {firstname}"
    return (
        name, lastname, firstname, name, email, email, known.phone, known.e164, birth,
        company_id, True, "contact", True, False, "en_US", contact.search_text(known), True, True,
    )  # fmt: skip


def fill(company):
    rows = [make_row(number, company.id) for number in range(COUNT)]
    insert = f"INSERT INTO res_partner ({', '.join(COLUMNS)}) VALUES %s"
    execute_values(env.cr._obj, insert, rows, page_size=5_000)
    env.cr.execute("ANALYZE res_partner")
    return rows[COUNT // 2]


def make_agent(company):
    return new_test_user(
        env,
        "bench-agent",
        groups="rendezvous.group_user",
        company_id=company.id,
        company_ids=[Command.set(company.ids)],
    )


def main():
    parent = env["res.company"].create({"name": "Bench parent"})
    child = env["res.company"].create({"name": "Bench child", "parent_id": parent.id})
    row = fill(parent)
    sought = dict(zip(COLUMNS, row, strict=True))
    Partner = env["res.partner"].with_user(make_agent(child))
    fields = {name: {} for name in ("complete_name", "phone", "email", "city", "active")}

    def baseline():
        env.cr.execute("SELECT id FROM res_partner WHERE email_normalized = 'nobody'")

    plain = contact.words.fold
    phone = sought["phone"]
    questions = {
        "surname and first name, no accent": plain(sought["name"]),
        "first name then part of the surname": plain(
            f"{sought['firstname']} {sought['lastname'][:4]}"
        ),
        "a part of a name that many have": plain(sought["lastname"])[:4],
        "two letters": plain(sought["lastname"])[:2],
        "a name that nobody has": "zzyzx",
        "email": sought["email"],
        "phone, national": f"0{phone[4:]}",
        "phone, international": phone,
        "last digits of the phone": phone.replace(" ", "")[-6:],
        "birth date": sought["birthdate_date"].isoformat(),
        "name and birth date": f"{sought['lastname']} {sought['birthdate_date'].isoformat()}",
    }
    print(f"{COUNT} contacts, as an agent of an establishment")
    for what, typed in questions.items():
        found = Partner.name_search(typed, limit=8)
        if what != "a name that nobody has":
            assert found, (what, typed)
        domain = [("display_name", "ilike", typed), ("is_company", "=", False)]
        ratio, spent, _base = paired_ratio(
            lambda typed=typed: Partner.name_search(typed, limit=8), baseline, 7
        )
        report(f"  {what}: picker, ms ({ratio:.0f} × one exact read)", spent, LIMIT_MS)
        ratio, spent, _base = paired_ratio(
            lambda domain=domain: Partner.web_search_read(
                domain, fields, limit=80, count_limit=1_001
            ),
            baseline,
            7,
        )
        report(f"  {what}: list, ms ({ratio:.0f} × one exact read)", spent, LIMIT_MS)


main()
