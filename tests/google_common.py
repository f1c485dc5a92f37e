import json
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

import requests

from odoo.fields import Command

from odoo.addons.google_calendar.utils.google_calendar import GoogleCalendarService

from .calendar_common import LinkedCase

REQUEST = "odoo.addons.google_account.models.google_service.requests.request"
SYNC_LOGGER = "odoo.addons.google_calendar.models.google_sync"
SERVICE_LOGGER = "odoo.addons.google_account.models.google_service"
EVENTS = "/calendar/v3/calendars/primary/events"


class FakeGoogle:
    """Google's side of the wire: keeps events by id, and every call as (method, token, body)."""

    def __init__(self):
        self.calls, self.events, self.changes, self.status = [], {}, [], 200

    def __call__(self, method, url, headers=None, data=None, params=None, timeout=None):
        if method == "get":
            changes, self.changes = self.changes, []
            return self.answer(200, {"items": changes, "nextSyncToken": "next"})
        token = params["access_token"] if params else headers["Authorization"].split()[-1]
        body = json.loads(data) if data else {}
        self.calls.append((method, token, body))
        if self.status >= 400:
            return self.answer(self.status, {"error": {"message": "down"}})
        return self.keep(method, urlsplit(url).path.removeprefix(EVENTS).strip("/"), body)

    def keep(self, method, event_id, body):
        if method == "delete" or body.get("status") == "cancelled":
            return self.answer(200 if self.events.pop(event_id, None) else 410)
        event_id = event_id or body["id"]
        self.events[event_id] = {**self.events.get(event_id, {}), **body}
        return self.answer(200, self.events[event_id])

    @staticmethod
    def answer(status, body=None):
        response = requests.Response()
        response.status_code = status
        response._content = json.dumps(body or {}).encode()
        return response

    def methods(self):
        return [method for method, _token, _body in self.calls]


class GoogleCase(LinkedCase):
    """Tess is linked with Google, and the wire leads to a fake."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.link(cls.tess)

    @classmethod
    def link(cls, user):
        settings = cls.env["res.users.settings"]._find_or_create_for_user(user)
        settings._set_google_auth_tokens(f"token-{user.login}", "renew", 3600)
        settings.google_calendar_sync_token = "last"
        user.res_users_settings_ids = [Command.link(settings.id)]

    def setUp(self):
        super().setUp()
        self.google = FakeGoogle()
        self.startPatcher(patch(REQUEST, self.google))

    def change(self, appointment, **changes):
        """Note a change made in Google, for the next synchronisation."""
        event = appointment.calendar_event_id
        modified = event.write_date + timedelta(seconds=5)
        self.google.changes.append(
            {
                **self.google.events[event.google_id],
                "status": "confirmed",
                "updated": f"{modified.isoformat()}Z",
                **changes,
            }
        )

    def change_time(self, appointment, start, minutes=30):
        stop = start + timedelta(minutes=minutes)
        self.change(
            appointment,
            start={"dateTime": f"{start.isoformat()}Z"},
            end={"dateTime": f"{stop.isoformat()}Z"},
        )

    def pull(self):
        """Synchronise as Odoo's own job does."""
        service = GoogleCalendarService(self.env["google.service"])
        self.tess.with_user(self.tess).sudo()._sync_google_calendar(service)
        self.commit()
