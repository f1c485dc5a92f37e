from odoo import models

from .rendezvous_merge_line import LOGIN

# In the order of the file; what other addons store on a contact follows.
FIRST = (
    "name",
    "lastname",
    "firstname",
    "email",
    LOGIN,
    "phone",
    "birthdate_date",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "country_id",
    "company_id",
    "parent_id",
    "function",
    "lang",
    "rendezvous_notify_email",
    "rendezvous_notify_sms",
    "image_1920",
    "comment",
)
ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")
PLACE = ("partner_latitude", "partner_longitude", "date_localization")
CHANNELS = ("rendezvous_notify_email", "rendezvous_notify_sms")
# What the machine keeps for itself, or what follows from the rest.
HIDDEN = {
    "active",
    "calendar_last_notif_ack",
    "color",
    "company_name",
    "employee",
    "is_company",
    "is_published",
    "message_bounce",
    "rendezvous_preferences_date",
    # Follows the account.
    "rendezvous_profile_id",
    # Follows the sector.
    "rendezvous_sector_manual",
    "signup_type",
    "type",
    *PLACE,
}
TYPES = {
    "binary",
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "html",
    "integer",
    "many2one",
    "monetary",
    "selection",
    "text",
}


class RendezvousMerge(models.TransientModel):
    """Which fields are compared, and which side each begins with."""

    _inherit = "rendezvous.merge"

    def _field_names(self):
        """Return what is compared: each field that one of the two files fills."""
        left, right = self._files()
        names = [name for name in left.fields_get() if self._is_compared(left._fields[name])]
        hidden = {"lastname", "firstname"} if left.is_company else {"name"}
        filled = [n for n in names if n not in hidden and (left[n] or right[n])]
        if (left | right)._merge_accounts():
            filled.append(LOGIN)
        rank = {name: number for number, name in enumerate(FIRST)}
        return sorted(filled, key=lambda name: (rank.get(name, len(FIRST)), name))

    def _is_compared(self, field):
        return (
            field.store
            and field.type in TYPES
            and not field.readonly
            and not field.company_dependent
            and (field.type != "binary" or field.name == "image_1920")
            and field.name not in HIDDEN
        )

    def _default_sides(self, names):
        """Return ``{field name: side}``: filled beats empty, then the newer file.

        The address is one thing: it is kept whole. The email follows the
        account that stays.
        """
        sides = {name: self._default_side(name) for name in names}
        address = self._default_side("street") if "street" in names else None
        if address:
            sides.update({name: address for name in ADDRESS if name in names})
        login = self._default_login_side()
        if login:
            sides[LOGIN] = login
        side_files = dict(zip(("left", "right"), self._files(), strict=True))
        if login and side_files[login].email and "email" in names:
            sides["email"] = login
        return {**sides, **self._locked_sides(names)}

    def _default_side(self, name):
        left, right = self._files()
        if name in left._fields and bool(left[name]) != bool(right[name]):
            return "left" if left[name] else "right"
        return "left" if (left.write_date, left.id) > (right.write_date, right.id) else "right"

    def _default_login_side(self):
        """Return the side of the account used last, or None without accounts."""
        left, right = self._files()
        mine, theirs = left._merge_accounts(), right._merge_accounts()
        if not mine | theirs:
            return None
        if not (mine and theirs):
            return "left" if mine else "right"
        active = (any(mine.mapped("active")), any(theirs.mapped("active")))
        if active[0] != active[1]:
            return "left" if active[0] else "right"
        last = [
            max(filter(None, users.mapped("login_date")), default=None) for users in (mine, theirs)
        ]
        return "right" if last[1] and (not last[0] or last[1] > last[0]) else "left"

    def _locks(self):
        """Return ``{field name: why it is not chosen by hand}``."""
        left, right = self._files()
        locks = {}
        if left.company_id != right.company_id:
            locks["company_id"] = self.env._(
                "From now on: %(company)s, so that each establishment keeps the history.",
                company=self._common_company_name(),
            )
        if left.rendezvous_preferences_date or right.rendezvous_preferences_date:
            chosen = self.env._("The contact chose it in the portal.")
            locks.update(dict.fromkeys(CHANNELS, chosen))
        if not (left._merge_accounts() and right._merge_accounts()):
            locks[LOGIN] = self.env._("The only account: it stays.")
        return locks

    def _locked_sides(self, names):
        """Return the sides of what is not chosen by hand."""
        left, right = self._files()
        sides, locks = {}, self._locks()
        if "company_id" in locks:
            shared = self._common_company()
            sides["company_id"] = "left" if left.company_id == shared else "right"
        if CHANNELS[0] in locks:
            dates = [file.rendezvous_preferences_date for file in (left, right)]
            mine = dates[0] and (not dates[1] or dates[0] >= dates[1])
            sides.update(dict.fromkeys(CHANNELS, "left" if mine else "right"))
        if LOGIN in locks:
            sides[LOGIN] = self._default_login_side() or "left"
        return {name: side for name, side in sides.items() if name in names}

    def _common_company(self):
        """Return the establishment whose users read both histories; none means all."""
        # sudo: the tree of companies beyond the user's
        left, right = (file.sudo().company_id for file in self._files())
        if left == right or not left or not right:
            return left if left == right else left.browse()
        common = left.parent_ids & right.parent_ids
        return common.sorted(lambda company: len(company.parent_path))[-1:]

    def _common_company_name(self):
        return self._common_company().name or self.env._("All establishments")
