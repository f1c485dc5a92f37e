import mimetypes
import os

from odoo import api, fields, models
from odoo.tools.mimetypes import guess_mimetype

TEXT_LENGTH = 4000


class RendezvousAppointment(models.Model):
    """The answers of the file: checked, and kept as they come."""

    _inherit = "rendezvous.appointment"

    def _file_questions(self, typed=None, errors=None):
        """Return what the form shows: each question with its value and its error.

        ``typed`` is what was just posted: it is shown again even when it
        could not be saved.
        """
        self.ensure_one()
        typed, errors = typed or {}, errors or {}
        answers = {answer.question_id: answer for answer in self.answer_ids}
        items = []
        for question in self.service_id.question_ids:
            key, answer = question._form_key(), answers.get(question)
            saved = answer._form_value() if answer else ""
            items.append(
                {
                    "question": question,
                    "key": key,
                    "answer": answer,
                    "value": saved if question.type == "file" else typed.get(key, saved),
                    "error": errors.get(key),
                }
            )
        return items

    def _save_answers(self, typed):
        """Save what can be saved; return ``{form key: message}`` for the rest.

        Documents are kept at once, even when another field is wrong: nobody
        picks the same file twice.
        """
        self.ensure_one()
        answers = {answer.question_id: answer for answer in self.answer_ids}
        errors = {}
        for question in self.service_id.question_ids:
            answer = answers.get(question, self.env["rendezvous.answer"])
            vals, error = self._read_answer(question, typed.get(question._form_key()))
            answer = self._store_answer(question, answer, vals)
            if not error and question.required and not (answer and answer._value_label()):
                error = question._required_message()
            if error:
                errors[question._form_key()] = error
        return errors

    def _store_answer(self, question, answer, vals):
        """Write or create the answer and return it; a document replaces the former one."""
        if not answer:
            own = {"appointment_id": self.id, "question_id": question.id}
            return answer.create({**own, **vals}) if any(vals.values()) else answer
        replaced = answer.attachment_id if "attachment_id" in vals else None
        answer.write(vals)
        if replaced:
            replaced.unlink()
        return answer

    def _read_answer(self, question, posted):
        """Return ``(values, error)`` of one posted field; empty values change nothing."""
        if question.type == "file":
            return self._read_document(posted)
        if posted is None or not isinstance(posted, str):
            return {}, None
        reader = {"text": self._read_text, "choice": self._read_choice, "date": self._read_date}
        return reader[question.type](question, posted.strip())

    def _read_text(self, _question, posted):
        if len(posted) > TEXT_LENGTH:
            return {}, self.env._(
                "This answer is too long: %(length)s characters at most.", length=TEXT_LENGTH
            )
        return {"value_text": posted}, None

    def _read_choice(self, question, posted):
        if not posted:
            return {"value_choice_id": False}, None
        choice = question.choice_ids.filtered(lambda choice: str(choice.id) == posted)
        if not choice:
            return {}, self.env._("Choose one of the proposed answers.")
        return {"value_choice_id": choice.id}, None

    def _read_date(self, _question, posted):
        try:
            return {"value_date": fields.Date.to_date(posted) if posted else False}, None
        except ValueError:
            example = fields.Date.to_string(fields.Date.today())
            return {}, self.env._("Enter a date as year-month-day, such as %(date)s.", date=example)

    def _read_document(self, upload):
        """Return ``(values, error)`` of an uploaded file, which is kept at once."""
        if not getattr(upload, "filename", None):
            return {}, None
        content, error = self._read_upload(upload, self._document_limits())
        if error:
            return {}, error
        return {"attachment_id": self._keep_document(upload.filename, content).id}, None

    @api.model
    def _read_upload(self, upload, limits):
        """Return ``(bytes, error)`` of an uploaded file, refused by size before it is read."""
        size = upload.seek(0, os.SEEK_END)
        upload.seek(0)
        if size > limits["max_mb"] * 1024 * 1024:
            return None, self.env._(
                "“%(name)s” is too large: %(max)s MB at most.",
                name=upload.filename,
                max=limits["max_mb"],
            )
        content = upload.read()
        if not content or not self._is_accepted_document(upload.filename, content, limits):
            return None, self.env._(
                "“%(name)s” cannot be accepted: send a file of type %(types)s.",
                name=upload.filename,
                types=limits["types_words"],
            )
        return content, None

    def _keep_document(self, name, content):
        return self.env["ir.attachment"].create(
            {
                "name": os.path.basename(name)[-120:],
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _document_limits(self):
        """Return what a document may weigh and be, from the settings."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        words = get_param("rendezvous.document_types") or ""
        types = [word.strip(" .").lower() for word in words.split(",") if word.strip(" .")]
        return {
            "max_mb": int(get_param("rendezvous.document_max_mb") or 5),
            "types": types,
            "types_words": ", ".join(types).upper(),
            "accept": ",".join(f".{word}" for word in types),
        }

    def _is_accepted_document(self, name, content, limits):
        """Tell whether the name and the first bytes agree on an accepted type."""
        extension = os.path.splitext(name)[1].strip(".").lower()
        if extension not in limits["types"]:
            return False
        expected = mimetypes.guess_type(f"x.{extension}")[0] or ""
        found = guess_mimetype(content, default="application/octet-stream")
        recognisable = expected == "application/pdf" or expected.startswith("image/")
        return found == expected or not recognisable
