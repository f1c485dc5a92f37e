from odoo import api, fields, models
from odoo.tools import format_date

# Arbitrary, the same for all: one refresh at a time.
REFRESH_LOCK = 7_203_117


class RendezvousDuplicate(models.Model):
    """Two contacts that may be one person, and why.

    The rows are found again each time the list is opened, in one statement
    that groups the contacts by what they share: never each with each.
    """

    _name = "rendezvous.duplicate"
    _description = "Suggested duplicate"
    _order = "score desc, id"

    left_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="cascade"
    )
    right_id = fields.Many2one(
        "res.partner", "Other contact", required=True, index=True, ondelete="cascade"
    )
    same_email = fields.Boolean()
    same_phone = fields.Boolean()
    same_birthdate = fields.Boolean("Same names and birth date")
    same_name = fields.Boolean("Names alike")
    score = fields.Integer("Likeness", index=True)
    left_summary = fields.Char("Details", compute="_compute_summaries")
    right_summary = fields.Char("Details of the other", compute="_compute_summaries")
    reasons = fields.Char("In common", compute="_compute_reasons")

    _pair_unique = models.Constraint("UNIQUE (left_id, right_id)", "This pair is listed already.")

    def _compute_summaries(self):
        for pair in self:
            pair.left_summary = self._summary(pair.left_id)
            pair.right_summary = self._summary(pair.right_id)

    @api.depends("same_email", "same_phone", "same_birthdate", "same_name")
    def _compute_reasons(self):
        for pair in self:
            reasons = (
                pair.same_birthdate and self.env._("Names and birth date"),
                pair.same_name and not pair.same_birthdate and self.env._("Names"),
                pair.same_email and self.env._("Email"),
                pair.same_phone and self.env._("Phone"),
            )
            pair.reasons = " · ".join(reason for reason in reasons if reason)

    @api.depends("left_id", "right_id")
    def _compute_display_name(self):
        for pair in self:
            pair.display_name = f"{pair.left_id.display_name} = {pair.right_id.display_name} ?"

    def action_compare(self):
        """Open the two files side by side, to merge them."""
        self.ensure_one()
        return (self.left_id | self.right_id).action_rendezvous_merge()

    def action_dismiss(self):
        """Not the same person: the pairs leave the list for good."""
        for pair in self:
            self.env["rendezvous.duplicate.dismissed"]._dismiss(pair.left_id, pair.right_id)
        self.sudo().unlink()  # sudo: the list is written by its refresh only
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def action_open(self):
        """Find the pairs again and list them."""
        self._refresh()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "rendezvous.rendezvous_duplicate_action"
        )

    @api.model
    def _refresh(self):
        """Bring the list up to date; who comes while it is being done reads it as it is."""
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [REFRESH_LOCK])
        if not self.env.cr.fetchone()[0]:
            return
        self.env.flush_all()
        self.env.cr.execute(REFRESH, {"all_pairs": 5, "longest": 50})
        self.invalidate_model()

    def _summary(self, partner):
        birthdate = partner.birthdate_date and format_date(self.env, partner.birthdate_date)
        facts = (partner.email, partner.phone, birthdate, partner.city)
        return " · ".join(fact for fact in facts if fact)


# Contacts that a merge would accept, grouped by what they share. In a small
# group each is paired with each, in a large one (the telephone of a company)
# each with the next, up to the fiftieth: the list stays linear.
REFRESH = """
    WITH contact AS (
        SELECT partner.id,
               partner.email_normalized AS email,
               partner.phone_sanitized AS phone,
               partner.rendezvous_name_key AS name,
               partner.birthdate_date AS birthdate,
               partner.is_company,
               partner.parent_id,
               partner.commercial_partner_id AS organisation,
               split_part(company.parent_path, '/', 1) AS root
          FROM res_partner partner
     LEFT JOIN res_company company ON company.id = partner.company_id
         WHERE partner.active
           AND partner.partner_share
           AND partner.type = 'contact'
    ), shared AS (
        SELECT 'email' AS reason, array_agg(id) AS ids
          FROM contact
         WHERE email <> ''
         GROUP BY email
        HAVING count(*) > 1
     UNION ALL
        SELECT 'phone', array_agg(id)
          FROM contact
         WHERE phone <> ''
         GROUP BY phone
        HAVING count(*) > 1
     UNION ALL
        SELECT 'birthdate', array_agg(id)
          FROM contact
         WHERE name <> '' AND birthdate IS NOT NULL
         GROUP BY name, birthdate
        HAVING count(*) > 1
     UNION ALL
        SELECT 'name', array_agg(id)
          FROM contact
         WHERE name LIKE '%% %%'
         GROUP BY name
        HAVING count(*) > 1
    ), numbered AS MATERIALIZED (
        SELECT reason, ids, ARRAY(SELECT unnest(ids) ORDER BY 1 LIMIT %(longest)s) AS first
          FROM shared
    ), pair AS (
        SELECT numbered.reason, one.id AS left_id, two.id AS right_id
          FROM numbered
    CROSS JOIN unnest(numbered.first) WITH ORDINALITY AS one(id, number)
          JOIN unnest(numbered.first) WITH ORDINALITY AS two(id, number)
            ON two.number = one.number + 1
            OR (two.number > one.number AND cardinality(numbered.ids) <= %(all_pairs)s)
    ), found AS (
        SELECT pair.left_id,
               pair.right_id,
               bool_or(pair.reason = 'email') AS same_email,
               bool_or(pair.reason = 'phone') AS same_phone,
               bool_or(pair.reason = 'birthdate') AS same_birthdate,
               bool_or(pair.reason = 'name') AS same_name
          FROM pair
          JOIN contact one ON one.id = pair.left_id
          JOIN contact two ON two.id = pair.right_id
         WHERE one.is_company IS NOT DISTINCT FROM two.is_company
           AND COALESCE(one.root = two.root, TRUE)
           AND one.id IS DISTINCT FROM two.parent_id
           AND two.id IS DISTINCT FROM one.parent_id
           AND (one.parent_id IS NULL
                OR two.parent_id IS NULL
                OR one.organisation = two.organisation)
           AND (pair.reason <> 'name' OR COALESCE(one.birthdate = two.birthdate, TRUE))
           AND NOT EXISTS (
               SELECT FROM rendezvous_duplicate_dismissed dismissed
                WHERE dismissed.left_id = pair.left_id AND dismissed.right_id = pair.right_id
           )
         GROUP BY pair.left_id, pair.right_id
    ), gone AS (
        DELETE FROM rendezvous_duplicate listed
         WHERE NOT EXISTS (
               SELECT FROM found
                WHERE found.left_id = listed.left_id AND found.right_id = listed.right_id
           )
    )
    INSERT INTO rendezvous_duplicate AS listed
           (left_id, right_id, same_email, same_phone, same_birthdate, same_name, score)
    SELECT left_id, right_id, same_email, same_phone, same_birthdate, same_name,
           same_birthdate::int * 4 + same_name::int * 3
               + same_email::int * 2 + same_phone::int * 2
      FROM found
     ORDER BY left_id, right_id
        ON CONFLICT (left_id, right_id) DO UPDATE
       SET same_email = EXCLUDED.same_email,
           same_phone = EXCLUDED.same_phone,
           same_birthdate = EXCLUDED.same_birthdate,
           same_name = EXCLUDED.same_name,
           score = EXCLUDED.score
     WHERE (listed.same_email, listed.same_phone, listed.same_birthdate, listed.same_name)
           IS DISTINCT FROM (EXCLUDED.same_email, EXCLUDED.same_phone,
                             EXCLUDED.same_birthdate, EXCLUDED.same_name)
"""
