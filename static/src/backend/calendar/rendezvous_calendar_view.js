import { registry } from "@web/core/registry";
import { calendarView } from "@web/views/calendar/calendar_view";

import { RendezvousCalendarController } from "./rendezvous_calendar_controller";
import { RendezvousCalendarModel } from "./rendezvous_calendar_model";
import { RendezvousCalendarRenderer } from "./rendezvous_calendar_renderer";

registry.category("views").add("rendezvous_calendar", {
    ...calendarView,
    buttonTemplate: "rendezvous.CalendarController.controlButtons",
    Controller: RendezvousCalendarController,
    Model: RendezvousCalendarModel,
    Renderer: RendezvousCalendarRenderer,
});
