from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# What these models keep of a contact goes with him, or says nothing of him.
IGNORED_MODELS = {
    "res.partner.category",
    "rendezvous.duplicate",
    "rendezvous.duplicate.dismissed",
    "rendezvous.erasure.request",
    "rendezvous.feed",
    "rendezvous.merged.contact",
    "rendezvous.notification",
    # Looked at on its own: an account closed long ago keeps nothing alive.
    "res.users",
    "sms.sms",
    "website.visitor",
}
IGNORED_PREFIXES = ("base.partner.merge", "mail.")
EMPTIED = (
    "firstname",
    "email",
    "phone",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "country_id",
    "birthdate_date",
    "comment",
    "image_1920",
    "website",
    "function",
    "company_name",
    "vat",
    "ref",
    "barcode",
    "category_id",
    "partner_latitude",
    "partner_longitude",
    "properties",
    "rendezvous_review_date",
    "rendezvous_sector_id",
    "rendezvous_sector_manual",
)


class ResPartner(models.Model):
    """A contact's file without its contact."""

    _inherit = "res.partner"

    rendezvous_review_date = fields.Date(
        "Look at the file on",
        readonly=True,
        copy=False,
        groups="rendezvous.group_admin",
        help="Past appointments were anonymised: from this day on the file is emptied too, unless"
        " something needs it.",
    )

    _rendezvous_review_idx = models.Index(
        "(rendezvous_review_date) WHERE rendezvous_review_date IS NOT NULL"
    )

    @api.model
    def _to_anonymise_domain(self, company, before):
        """Return the domain of contacts whose file may have lost its reason.

        Only those who had appointments here: other contacts are none of ours.
        """
        ours = Domain("company_id", "=", False) | Domain("company_id", "child_of", company.id)
        return ours & Domain(
            [
                ("rendezvous_review_date", "<=", fields.Date.context_today(self)),
                ("is_company", "=", False),
                ("parent_id", "=", False),
                ("create_date", "<", before),
            ]
        )

    def _anonymise(self):
        """Empty these files and archive them; return what was removed, by kind.

        To be called by the job and by an erasure, which have decided.
        """
        if not self:
            return {}
        # As superuser: the file may hang on records of every establishment.
        partners = self.sudo().with_context(active_test=False, tracking_disable=True)
        addresses = partners.child_ids.filtered(lambda child: child.type != "contact")
        partners |= addresses
        users = partners.user_ids.filtered("share")
        # Nobody archives himself, and the file goes after the account.
        users.filtered("active").with_user(SUPERUSER_ID).action_archive()
        removed = partners._remove_traces()
        partners.write({"lastname": self.env._("Anonymised contact"), **self._empty_vals()})
        # Odoo looks for active accounts, as long as it is not told to see all.
        partners.with_context(active_test=True).filtered("active").write({"active": False})
        users._forget_log_ins()
        return {"contacts": len(self), **removed}

    def _has_account(self):
        """Tell whether somebody may log in, or was staff."""
        users = self.sudo().with_context(active_test=False).user_ids
        return any(user.active or not user.share for user in users)

    def _empty_vals(self):
        return {name: False for name in EMPTIED if name in self._fields}

    def _remove_traces(self):
        """Remove documents, messages and what follows the contact about."""
        mine = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        documents = self.env["ir.attachment"].search(mine & Domain("res_field", "=", False))
        messages = self.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        )
        removed = {"documents": len(documents), "messages": len(messages)}
        documents.unlink()
        messages.unlink()
        written = self.env["mail.message"].search([("author_id", "in", self.ids)])
        written.write({"email_from": False})
        self.env["sms.sms"].search([("partner_id", "in", self.ids)]).unlink()
        self.env["mail.activity"].with_context(active_test=False).search(mine).unlink()
        self.env["mail.followers"].search(mine | Domain("partner_id", "in", self.ids)).unlink()
        self.env["website.visitor"].search([("partner_id", "in", self.ids)]).unlink()
        self.env["rendezvous.merged.contact"].search([("partner_id", "in", self.ids)])._forget()
        return removed

    def _used_elsewhere(self):
        """Return ``{contact: {model names}}`` of what refers to these contacts.

        One statement, whatever the number of contacts: each table is looked
        through once. Messages, followers and the like do not count.
        """
        if not self.ids:
            return {}
        self.env.flush_all()
        parts = [
            SQL(
                "SELECT DISTINCT %s AS id, %s AS model FROM %s WHERE %s = ANY(%s)",
                SQL.identifier(column),
                model,
                SQL.identifier(table),
                SQL.identifier(column),
                self.ids,
            )
            for model, table, column in self._partner_columns()
        ]
        self.env.cr.execute(SQL(" UNION ").join(parts))
        used = {}
        for partner_id, model in self.env.cr.fetchall():
            used.setdefault(self.browse(partner_id), set()).add(model)
        return used

    def _partner_columns(self):
        """Yield ``(model, table, column)`` of every column that holds a contact."""
        for model in self.env.registry.values():
            if model._abstract or model._transient or not model._auto or _is_ignored(model._name):
                continue
            for field in model._fields.values():
                if field.comodel_name != self._name or not field.store:
                    continue
                if field.type == "many2many" and field.relation:
                    yield model._name, field.relation, field.column2
                elif field.type == "many2one" and _counts(model, field):
                    yield model._name, model._table, field.name


def _is_ignored(name):
    return name in IGNORED_MODELS or name.startswith(IGNORED_PREFIXES)


def _counts(model, field):
    """Tell whether a column says that a contact is in use: of contacts, only the parent's."""
    if field.company_dependent:
        return False
    return field.name == "parent_id" or model._name != "res.partner"
