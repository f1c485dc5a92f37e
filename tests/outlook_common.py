import json
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

import requests

from .calendar_common import LinkedCase
from .common import NOW

REQUEST = "odoo.addons.microsoft_account.models.microsoft_service.requests.request"
SYNC_LOGGER = "odoo.addons.microsoft_calendar.models.microsoft_sync"
SERVICE_LOGGER = "odoo.addons.microsoft_account.models.microsoft_service"
EVENTS = "/v1.0/me/calendar/events"


class FakeGraph:
    """Microsoft's side of the wire: keeps events by id, and every call as (method, token, body)."""

    def __init__(self):
        self.calls, self.events, self.changes, self.status = [], {}, [], 200
        self.token_status = 200

    def __call__(self, method, url, headers=None, data=None, params=None, timeout=None):
        path = urlsplit(url).path
        if path.endswith("/token"):
            return self.answer(self.token_status, {"access_token": "new", "expires_in": 3600})
        token = headers["Authorization"].removeprefix("Bearer ")
        if path.endswith("/calendarView/delta"):
            changes, self.changes = self.changes, []
            link = f"{url}?$deltatoken=next"
            return self.answer(200, {"value": changes, "@odata.deltaLink": link})
        body = json.loads(data) if data else {}
        self.calls.append((method, token, body))
        if self.status >= 400:
            return self.answer(self.status, {"error": {"code": "down"}})
        return self.keep(method, path.removeprefix(EVENTS).strip("/"), body)

    def keep(self, method, event_id, body):
        if method == "post":
            event_id = f"id{len(self.calls)}"
            self.events[event_id] = {"id": event_id, "iCalUId": f"uid-{event_id}"}
        if method == "delete":
            return self.answer(204 if self.events.pop(event_id, None) else 404)
        self.events[event_id] |= body
        return self.answer(201 if method == "post" else 200, self.events[event_id])

    @staticmethod
    def answer(status, body=None):
        response = requests.Response()
        response.status_code = status
        response._content = json.dumps(body or {}).encode()
        return response

    def methods(self):
        return [method for method, _token, _body in self.calls]


class OutlookCase(LinkedCase):
    """Tess is linked with Outlook, and the wire leads to a fake."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.link(cls.tess)

    @classmethod
    def link(cls, user, validity=timedelta(hours=1)):
        user.write(
            {
                "microsoft_calendar_token": f"token of {user.login}",
                "microsoft_calendar_rtoken": "renew",
                "microsoft_calendar_token_validity": NOW + validity,
            }
        )
        settings = cls.env["res.users.settings"]._find_or_create_for_user(user)
        settings.microsoft_calendar_sync_token = "last"

    def setUp(self):
        super().setUp()
        self.graph = FakeGraph()
        self.startPatcher(patch(REQUEST, self.graph))

    def change(self, appointment, **changes):
        """Note a change made in Outlook, for the next synchronisation."""
        event = appointment.calendar_event_id
        modified = event.write_date + timedelta(seconds=5)
        self.graph.changes.append(
            {
                **self.graph.events[event.microsoft_id],
                "type": "singleInstance",
                "isOrganizer": True,
                "lastModifiedDateTime": f"{modified.isoformat()}Z",
                **changes,
            }
        )

    def change_time(self, appointment, start, minutes=30):
        stop = start + timedelta(minutes=minutes)
        self.change(
            appointment,
            start={"dateTime": start.isoformat(), "timeZone": "UTC"},
            end={"dateTime": stop.isoformat(), "timeZone": "UTC"},
        )

    def delete(self, appointment):
        event_id = appointment.calendar_event_id.microsoft_id
        self.graph.changes.append({"id": event_id, "@removed": {"reason": "deleted"}})

    def pull(self, user=None):
        """Synchronise as Odoo's own job does."""
        user = user or self.tess
        user.with_user(user).sudo()._sync_microsoft_calendar()
        self.commit()
