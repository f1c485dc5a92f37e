from odoo import api, models, tools
from odoo.tools import SQL

# What Odoo moves itself, in ``_update_reference_fields``.
MOVED_BY_ODOO = {
    "ir.attachment",
    "ir.model.data",
    "mail.activity",
    "mail.followers",
    "mail.message",
}


class BasePartnerMerge(models.TransientModel):
    """Odoo's merge without its losses, whoever starts it.

    Odoo moves rows table by table; where one row meets a unique constraint it
    deletes all rows of the table, and where it meets a unique index it fails.
    Here only the rows that are there twice go, before Odoo starts.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._rendezvous_release_holds(src_partners | dst_partner)
        self._rendezvous_settle_dismissed(src_partners, dst_partner)
        moved = self._rendezvous_moved(src_partners)
        self.env.flush_all()
        self._rendezvous_drop_attendees(src_partners, dst_partner)
        for table, column, others, where in self._rendezvous_unique_indexes():
            self._rendezvous_drop_doubles(
                table, column, others, where, src_partners.ids, dst_partner.id
            )
        result = super()._update_foreign_keys(src_partners, dst_partner)
        # Odoo wrote in SQL: what is stored after a contact is computed again.
        self.env.invalidate_all()
        for records, name in moved:
            records.modified([name])
        self.env.flush_all()
        return result

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        self.env.cr.execute(
            """
            DELETE FROM mail_followers follower
                  USING mail_followers same
                  WHERE follower.res_model = 'res.partner' AND follower.res_id = ANY(%s)
                    AND same.res_model = 'res.partner' AND same.res_id = %s
                    AND same.partner_id = follower.partner_id
            """,
            [src_partners.ids, dst_partner.id],
        )
        self.env["mail.followers"].invalidate_model()
        result = super()._update_reference_fields(src_partners, dst_partner)
        self.env.flush_all()
        for table, by, column in self._rendezvous_references():
            # In SQL like Odoo: a scheduled message refuses to be moved by hand.
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(column)s = %(dst_id)s"
                    " WHERE %(by)s = 'res.partner' AND %(column)s = ANY(%(src_ids)s)",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    by=SQL.identifier(by),
                    dst_id=dst_partner.id,
                    src_ids=src_partners.ids,
                )
            )
        self.env.invalidate_all()
        return result

    def _log_merge_operation(self, src_partners, dst_partner):
        """Remember where the merged files went, and write the merge in the history."""
        notes = self.env.context.get("rendezvous_merge") or {}
        # sudo: nobody writes these rows by hand
        self.env["rendezvous.merged.contact"].sudo().create(
            [
                {
                    "name": partner.name,
                    "old_id": partner.id,
                    "partner_id": dst_partner.id,
                    "email": tools.email_normalize(
                        notes.get("email", partner.email) or "", strict=False
                    ),
                    "login": notes.get("login"),
                }
                for partner in src_partners
            ]
        )
        if "body" not in notes:
            return super()._log_merge_operation(src_partners, dst_partner)
        dst_partner.message_post(body=notes["body"], subtype_xmlid="mail.mt_note")
        return None

    def _rendezvous_release_holds(self, partners):
        """One contact holds one time: the newest, the others are free again."""
        held = self.env["rendezvous.appointment"].sudo()  # sudo: of any establishment
        held = held.search(
            [("partner_id", "in", partners.ids), ("state", "=", "held")], order="hold_until desc"
        )
        held[1:].action_release()

    def _rendezvous_settle_dismissed(self, src_partners, dst_partner):
        """The suggestions go, what was judged not the same person stays judged."""
        both = ["|", ("left_id", "in", src_partners.ids), ("right_id", "in", src_partners.ids)]
        # sudo: pairs with contacts of other establishments too
        self.env["rendezvous.duplicate"].sudo().search(both).unlink()
        dismissed = self.env["rendezvous.duplicate.dismissed"].sudo().search(both)
        others = (dismissed.left_id | dismissed.right_id) - src_partners - dst_partner
        dismissed.unlink()
        for other in others:
            dismissed._dismiss(dst_partner, other)

    def _rendezvous_moved(self, src_partners):
        """Return ``[(records, field name)]``: what names the files, among our models."""
        moved = []
        for model in self.env.registry.values():
            ours = model._name.startswith("rendezvous.") and model._auto and not model._transient
            names = [
                field.name
                for field in (model._fields.values() if ours else ())
                if field.type == "many2one" and field.comodel_name == "res.partner" and field.store
            ]
            moved += [(model._name, name) for name in names]
        moved.append(("res.partner", "parent_id"))
        found = [
            (
                self.env[model]
                .sudo()  # sudo: of any establishment
                .with_context(active_test=False)
                .search([(name, "in", src_partners.ids)]),
                name,
            )
            for model, name in moved
        ]
        return [(records, name) for records, name in found if records]

    def _rendezvous_drop_attendees(self, src_partners, dst_partner):
        """Who was invited twice to one meeting is invited once."""
        self.env.cr.execute(
            """
            DELETE FROM calendar_attendee attendee
                  USING calendar_attendee same
                  WHERE attendee.partner_id = ANY(%s) AND same.partner_id = %s
                    AND same.event_id = attendee.event_id
            """,
            [src_partners.ids, dst_partner.id],
        )

    def _rendezvous_unique_indexes(self):
        """Return ``[(table, column, other columns, condition)]`` of what is unique by contact."""
        self.env.cr.execute(
            """
            SELECT indexed.indrelid::regclass::text,
                   named.attname,
                   ARRAY(
                       SELECT other.attname
                         FROM unnest(indexed.indkey::int2[]) AS key
                         JOIN pg_attribute other
                           ON other.attrelid = indexed.indrelid AND other.attnum = key
                        WHERE key <> named.attnum
                   ),
                   pg_get_expr(indexed.indpred, indexed.indrelid)
              FROM pg_constraint reference
              JOIN pg_index indexed ON indexed.indrelid = reference.conrelid
              JOIN pg_attribute named
                ON named.attrelid = indexed.indrelid AND named.attnum = reference.conkey[1]
             WHERE reference.contype = 'f'
               AND reference.confrelid = 'res_partner'::regclass
               AND cardinality(reference.conkey) = 1
               AND indexed.indisunique
               AND indexed.indexprs IS NULL
               AND reference.conkey[1] = ANY(indexed.indkey::int2[])
            """
        )
        return self.env.cr.fetchall()

    def _rendezvous_drop_doubles(self, table, column, others, where, src_ids, dst_id):
        """Delete the rows that the surviving file would have twice, and no other."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM %(table)s WHERE ctid IN (
                    SELECT ctid
                      FROM (
                          SELECT ctid,
                                 row_number() OVER (
                                     PARTITION BY %(others)s
                                         ORDER BY %(column)s = %(dst_id)s DESC, ctid
                                 ) AS number
                            FROM %(table)s
                           WHERE %(column)s = ANY(%(ids)s) AND %(known)s AND %(where)s
                      ) AS twice
                     WHERE number > 1
                )
                """,
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                others=SQL(", ").join(SQL.identifier(name) for name in others) or SQL("true"),
                known=SQL(" AND ").join(SQL("%s IS NOT NULL", SQL.identifier(n)) for n in others)
                or SQL("true"),
                # pylint: disable=sql-injection
                where=SQL(where.replace("%", "%%")) if where else SQL("true"),
                ids=[*src_ids, dst_id],
                dst_id=dst_id,
            )
        )

    def _rendezvous_references(self):
        """Return ``[(table, column of the model, column of the number)]`` of what Odoo forgets."""
        found = []
        for model in self.env.registry.values():
            if (
                model._abstract
                or model._transient
                or not model._auto
                or model._name in MOVED_BY_ODOO
            ):
                continue
            for field in model._fields.values():
                by = model._fields.get(getattr(field, "model_field", None))
                if field.type == "many2one_reference" and field.store and by and by.store:
                    found.append((model._table, by.name, field.name))
        return found
