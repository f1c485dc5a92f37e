from odoo.fields import Domain

from ..contact import name_key


class KnownContacts:
    """Who is known already, by email, by phone, or by names and birth date.

    Holds contacts of the database, and whatever else is added to it.
    """

    def __init__(self, env, vals_list):
        self.by_email, self.by_phone, self.by_birth = {}, {}, {}
        partners = env["res.partner"].search(self._domain(vals_list), order="id")
        for partner in partners:
            values = {
                "email": partner.email_normalized,
                "phone": partner.phone_sanitized,
                "birthdate_date": partner.birthdate_date,
                "lastname": partner.lastname,
                "firstname": partner.firstname,
            }
            self.add(partner, values)

    def _domain(self, vals_list):
        def given(name):
            return list({vals[name] for vals in vals_list if vals.get(name)})

        return Domain.OR(
            [
                Domain("email_normalized", "in", given("email")),
                Domain("phone_sanitized", "in", given("phone")),
                Domain("birthdate_date", "in", given("birthdate_date")),
            ]
        )

    def add(self, who, values):
        names = (values.get("lastname"), values.get("firstname"))
        if values.get("email"):
            self.by_email.setdefault(values["email"], who)
        if values.get("phone"):
            found = (who, name_key(values.get("firstname")))
            self.by_phone.setdefault(values["phone"], []).append(found)
        if values.get("birthdate_date"):
            key = (name_key(*names), values["birthdate_date"])
            self.by_birth.setdefault(key, who)

    def find(self, values):
        """Return who these values are about, or nothing.

        The same telephone with another first name is someone else of the house.
        """
        names = (values.get("lastname"), values.get("firstname"))
        first = name_key(values.get("firstname"))
        at_home = (
            who
            for who, known in self.by_phone.get(values.get("phone"), [])
            if not first or not known or first == known
        )
        birth = (name_key(*names), values.get("birthdate_date"))
        return (
            self.by_email.get(values.get("email"))
            or self.by_birth.get(birth)
            or next(at_home, None)
        )
