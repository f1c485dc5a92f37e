from dataclasses import dataclass, field

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..vcard import Card, read_cards
from .vcard_matching import KnownContacts

MAX_MB = 20
MAX_CARDS = 5000


@dataclass(slots=True)
class Entry:
    """One card of a file on its way to a contact.

    ``who`` is the contact who is known already, or an earlier entry.
    """

    file: str
    card: Card
    vals: dict
    notes: list = field(default_factory=list)
    words: list = field(default_factory=list)
    who: object = None


class RendezvousVcardImport(models.TransientModel):
    """Import contact cards: see what will happen, then let it happen."""

    _name = "rendezvous.vcard.import"
    _inherit = ["rendezvous.vcard.values"]
    _description = "Import contact cards"

    attachment_ids = fields.Many2many(
        "ir.attachment", string="Files", help="Files of contact cards (.vcf), several at once."
    )
    known = fields.Selection(
        [("skip", "Leave them as they are"), ("fill", "Fill in what is empty")],
        "Contacts already known",
        required=True,
        default="skip",
    )
    state = fields.Selection(
        [("choose", "Choose"), ("preview", "Preview"), ("done", "Done")],
        required=True,
        default="choose",
        readonly=True,
    )
    line_ids = fields.One2many("rendezvous.vcard.import.line", "import_id", readonly=True)
    summary = fields.Char(compute="_compute_summary")

    @api.depends("line_ids.outcome")
    def _compute_summary(self):
        """Count the cards by what becomes of them."""
        words = dict(self.line_ids._fields["outcome"]._description_selection(self.env))
        for wizard in self:
            groups = wizard.line_ids.grouped("outcome")
            parts = [f"{words[o]}: {len(groups[o])}" for o in words if groups.get(o)]
            wizard.summary = " · ".join(parts)

    def action_preview(self):
        """Show what each card would become; nothing is stored."""
        self.ensure_one()
        if not self.attachment_ids:
            raise UserError(self.env._("Choose at least one file of contact cards (.vcf)."))
        entries, problems = self._read_files()
        lines = [self._prepare_line_vals(e, self._expected(e)) for e in entries] + problems
        self._show(lines, "preview")
        return self._reopen()

    def action_import(self):
        """Create and complete the contacts; the files are forgotten."""
        self.ensure_one()
        entries, problems = self._read_files()
        new = [entry for entry in entries if not entry.who]
        lines = self._create_contacts(new)
        for entry in entries:
            if entry.who:
                lines.append(self._update_known(entry))
        self._show(lines + problems, "done")
        self.attachment_ids.unlink()
        return self._reopen()

    def action_again(self):
        """Go back to the choice of files."""
        self._show([], "choose")
        return self._reopen()

    def action_view_contacts(self):
        contacts = self.line_ids.filtered(lambda x: x.outcome in ("created", "filled")).partner_id
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("rendezvous.res_partner_action"),
            "domain": [("id", "in", contacts.ids)],
            "context": {},
            "target": "main",
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self._description,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _show(self, lines, state):
        # Cleaned up with the wizard, whether it is finished or not.
        self.attachment_ids.write({"res_model": self._name, "res_id": self.id})
        commands = [Command.clear(), *map(Command.create, lines)]
        self.write({"state": state, "line_ids": commands})

    def _read_files(self):
        """Return ``(entries, lines)``: the cards, and lines for what is wrong."""
        cards, problems = [], []
        for attachment in self.attachment_ids:
            content = attachment.raw or b""
            if len(content) > MAX_MB * 1024 * 1024:
                raise UserError(
                    self.env._(
                        "“%(file)s” is larger than %(max)s MB: export fewer contacts at a time.",
                        file=attachment.name,
                        max=MAX_MB,
                    )
                )
            reading = read_cards(content, fields.Date.context_today(self))
            cards += [(attachment.name, card) for card in reading.cards]
            problems += [self._prepare_problem_vals(attachment.name, p) for p in reading.problems]
        if len(cards) > MAX_CARDS:
            raise UserError(
                self.env._(
                    "%(count)s cards: import at most %(max)s at a time.",
                    count=len(cards),
                    max=MAX_CARDS,
                )
            )
        return self._entries(cards), problems

    def _entries(self, cards):
        """Return the entries of the cards, each told who is known already."""
        prepared = self._prepare_vals_list([card for _file, card in cards])
        known = KnownContacts(self.env, [vals for vals, _notes in prepared])
        entries = []
        for (file, card), (vals, notes) in zip(cards, prepared, strict=True):
            entry = Entry(file, card, vals, notes, who=known.find(vals))
            known.add(entry.who or entry, vals)
            entries.append(entry)
        return entries

    def _expected(self, entry):
        if not entry.who:
            return "new"
        return "double" if isinstance(entry.who, Entry) else "known"

    def _create_contacts(self, entries):
        """Create the contacts together; return the lines that say so.

        When one is refused, the others are found by halves.
        """
        if not entries:
            return []
        vals_list = [{**entry.vals, **self._photo_vals(entry)} for entry in entries]
        try:
            with self.env.cr.savepoint():
                partners = self.env["res.partner"].create(vals_list)
        except (UserError, IntegrityError) as error:
            if len(entries) == 1:
                entries[0].words = [str(error).strip()]
                return [self._prepare_line_vals(entries[0], "refused")]
            half = len(entries) // 2
            return self._create_contacts(entries[:half]) + self._create_contacts(entries[half:])
        return [
            self._prepare_line_vals(entry, "created", partner)
            for entry, partner in zip(entries, partners, strict=True)
        ]

    def _photo_vals(self, entry):
        """Return the photo's values; a broken picture does not cost the card."""
        try:
            return self._prepare_photo_vals(entry.card)
        except UserError as error:
            if str(error) not in entry.words:
                entry.words.append(str(error))
            return {}

    def _update_known(self, entry):
        """Fill in what is empty, if so chosen; return the line that says so."""
        if isinstance(entry.who, Entry):
            return self._prepare_line_vals(entry, "double")
        if self.known == "skip":
            return self._prepare_line_vals(entry, "skipped", entry.who)
        vals = self._prepare_fill_vals(entry.who, {**entry.vals, **self._photo_vals(entry)})
        if not vals:
            return self._prepare_line_vals(entry, "skipped", entry.who)
        try:
            with self.env.cr.savepoint():
                entry.who.write(vals)
        except (UserError, IntegrityError) as error:
            entry.words = [str(error).strip()]
            return self._prepare_line_vals(entry, "refused", entry.who)
        if "comment" not in vals:
            entry.notes = []
        return self._prepare_line_vals(entry, "filled", entry.who)

    def _prepare_line_vals(self, entry, outcome, partner=None):
        words = list(entry.words)
        if isinstance(entry.who, Entry):
            words.append(self._double_words(entry.who))
        else:
            partner = partner or entry.who
        if entry.notes and outcome in ("new", "created", "filled"):
            words.append(self.env._("Into the notes: %s", "; ".join(entry.notes)))
        card = entry.card
        return {
            "file": entry.file,
            "line": card.line,
            "name": self.env["res.partner"]._get_computed_name(card.lastname, card.firstname),
            "outcome": outcome,
            "partner_id": partner.id if partner else False,
            "words": "\n".join(words),
        }

    def _double_words(self, other):
        return self.env._(
            "Same contact as at line %(line)s of “%(file)s”", line=other.card.line, file=other.file
        )

    def _prepare_problem_vals(self, file, problem):
        return {
            "file": file,
            "line": problem.line,
            "outcome": "refused" if problem.refused else "warning",
            "words": self._problem_words(problem),
        }

    def _problem_words(self, problem):
        return {
            "stray": self.env._("This is not part of a contact card."),
            "empty": self.env._("The file holds no contact card."),
            "unclosed": self.env._("The card never ends: its last line END:VCARD is missing."),
            "nameless": self.env._("The card has no name."),
            "version": self.env._("Version %s of contact cards is not known.", problem.detail),
            "kind": self.env._("This is a %s, not a contact.", problem.detail),
            "unreadable": self.env._("This line could not be read; the card was kept."),
            "photo": self.env._("The photo is broken or too large; the card was kept."),
            "photo_link": self.env._("The photo is on the web and was left there."),
            "birthday": self.env._("“%s” is no birth date; the card was kept.", problem.detail),
        }[problem.code]
