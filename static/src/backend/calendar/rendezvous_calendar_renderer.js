import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";

import { RendezvousCalendarPopover } from "./rendezvous_calendar_popover";

export class RendezvousCalendarCommonRenderer extends CalendarCommonRenderer {
    static components = {
        ...CalendarCommonRenderer.components,
        Popover: RendezvousCalendarPopover,
    };
    static eventTemplate = "rendezvous.CalendarEvent";

    get options() {
        const { model } = this.props;
        const options = {
            ...super.options,
            allDaySlot: false,
            slotEventOverlap: false,
            // The service says how long it lasts.
            eventDurationEditable: false,
            eventResizableFromStart: false,
            scrollTime: "07:30:00",
            slotDuration: { minutes: 15 },
            slotLabelInterval: { hours: 1 },
        };
        if (!model.showsOwnDays) {
            return options;
        }
        return {
            ...options,
            initialDate: model.rangeStart.toISO(),
            weekends: true,
            views: { timeGridWeek: { duration: { days: model.daysShown } } },
        };
    }

    mapRecordsToEvents() {
        return [...super.mapRecordsToEvents(), ...this.openingEvents];
    }

    /** What is closed is shaded. */
    get openingEvents() {
        return this.props.model.openings.map(({ start, stop }) => ({
            start: luxon.DateTime.fromSQL(start, { zone: "utc" }).toISO(),
            end: luxon.DateTime.fromSQL(stop, { zone: "utc" }).toISO(),
            groupId: "openings",
            display: "inverse-background",
        }));
    }

    convertRecordToEvent(record) {
        return { ...super.convertRecordToEvent(record), editable: record.isMovable };
    }

    eventClassNames(info) {
        const classNames = super.eventClassNames(info);
        const record = this.props.model.records[info.event.id];
        if (!record) {
            return ["o_rendezvous_closed"];
        }
        if (record.isOutside) {
            classNames.push("o_rendezvous_outside");
        }
        return classNames;
    }

    onEventDidMount(info) {
        super.onEventDidMount(info);
        const record = this.props.model.records[info.event.id];
        if (!record) {
            return;
        }
        const { el } = info;
        el.tabIndex = 0;
        el.setAttribute("role", "button");
        el.setAttribute("aria-label", `${this.getStartTime(record)} ${record.title}`);
        el.addEventListener("keydown", (ev) => {
            if (ev.key === "Enter" || ev.key === " ") {
                ev.preventDefault();
                this.onClick(info);
            }
        });
    }
}

export class RendezvousCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: RendezvousCalendarCommonRenderer,
        week: RendezvousCalendarCommonRenderer,
        month: RendezvousCalendarCommonRenderer,
    };

    get calendarKey() {
        const { model } = this.props;
        return model.showsOwnDays ? `own_${model.rangeStart.valueOf()}` : super.calendarKey;
    }
}
