import { browser } from "@web/core/browser/browser";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { CheckboxItem } from "@web/core/dropdown/checkbox_item";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { is24HourFormat } from "@web/core/l10n/time";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";

import { instant, layLanes, shownHours, verticalStyle } from "./board_layout";

const { DateTime } = luxon;
const STORAGE_KEY = "rendezvous.board.agendas";
const AGENDAS_LIMIT = 200;
const FIRST_SHOWN = 6;

/** The agendas of one day, one column each, to compare and fill them together. */
export class Board extends Component {
    static template = "rendezvous.Board";
    static components = { CheckboxItem, DateTimeInput, Dropdown, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Side by side");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = { controlPanel: {} };
        this.state = useState({
            day: DateTime.now().startOf("day"),
            agendas: [],
            shownIds: [],
            columns: [],
        });
        onWillStart(() => this.start());
    }

    async start() {
        this.state.agendas = await this.orm.searchRead(
            "rendezvous.agenda",
            [],
            ["display_name", "color", "company_id"],
            { limit: AGENDAS_LIMIT }
        );
        const known = this.state.agendas.map((agenda) => agenda.id);
        const kept = this.rememberedIds.filter((id) => known.includes(id));
        this.state.shownIds = kept.length ? kept : known.slice(0, FIRST_SHOWN);
        await this.load();
    }

    get rememberedIds() {
        try {
            return JSON.parse(browser.localStorage.getItem(STORAGE_KEY)) || [];
        } catch {
            return [];
        }
    }

    async load() {
        const { day, shownIds } = this.state;
        this.state.columns = await this.keepLast.add(
            this.orm.call("rendezvous.agenda", "get_board", [
                serializeDateTime(day),
                serializeDateTime(day.plus({ days: 1 })),
                [...shownIds],
            ])
        );
    }

    get hours() {
        return shownHours(this.state.columns, this.state.day);
    }

    get hourMarks() {
        const { first, last } = this.hours;
        return [...Array(last - first).keys()].map((offset) => first + offset);
    }

    get dayLabel() {
        return this.state.day.toLocaleString({
            weekday: "long",
            day: "numeric",
            month: "long",
            year: "numeric",
        });
    }

    get isToday() {
        return this.state.day.hasSame(DateTime.now(), "day");
    }

    get nowStyle() {
        const now = DateTime.now();
        const minute = { start: serializeDateTime(now), stop: serializeDateTime(now.plus({ minutes: 1 })) };
        return this.place(minute);
    }

    lanes(column) {
        return layLanes(column.appointments);
    }

    place(period) {
        return verticalStyle(period, this.state.day, this.hours);
    }

    blockStyle(appointment, count) {
        const width = 100 / count;
        const side = `inset-inline-start: ${appointment.index * width}%; width: ${width}%;`;
        return this.place(appointment) + side;
    }

    hourLabel(hour) {
        return DateTime.now().set({ hour, minute: 0 }).toFormat(is24HourFormat() ? "HH:mm" : "h a");
    }

    time(text) {
        return instant(text).toFormat(is24HourFormat() ? "HH:mm" : "h:mm a");
    }

    title(appointment) {
        const { start, stop, contact, phone, service, technician, location, state_label, note } =
            appointment;
        const when = `${this.time(start)}–${this.time(stop)}`;
        return [when, contact, phone, service, technician, location, state_label, note]
            .filter(Boolean)
            .join("\n");
    }

    async go(day) {
        this.state.day = day.startOf("day");
        await this.load();
    }

    walk(days) {
        return this.go(this.state.day.plus({ days }));
    }

    goToday() {
        return this.go(DateTime.now());
    }

    async toggle(agendaId) {
        const { shownIds } = this.state;
        this.state.shownIds = shownIds.includes(agendaId)
            ? shownIds.filter((id) => id !== agendaId)
            : [...shownIds, agendaId];
        browser.localStorage.setItem(STORAGE_KEY, JSON.stringify(this.state.shownIds));
        await this.load();
    }

    open(appointment) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "rendezvous.appointment",
            res_id: appointment.id,
            views: [[false, "form"]],
        });
    }

    openCalendar(column) {
        return this.action.doActionButton({
            type: "object",
            name: "action_view_calendar",
            resModel: "rendezvous.agenda",
            resId: column.id,
            resIds: [column.id],
            context: {},
        });
    }

    /** A click on an empty time opens the picker there, to the quarter of an hour. */
    onColumnClick(ev, column) {
        const { top, height } = ev.currentTarget.getBoundingClientRect();
        const { first, last } = this.hours;
        const hour = first + ((ev.clientY - top) / height) * (last - first);
        const minutes = Math.floor(hour * 4) * 15;
        this.newAppointment(column, this.state.day.plus({ minutes }));
    }

    newAppointment(column = null, wanted = null) {
        return this.action.doAction("rendezvous.rendezvous_booking_action", {
            additionalContext: {
                default_agenda_id: column?.id || false,
                default_wanted: wanted ? serializeDateTime(wanted) : false,
            },
            onClose: () => this.load(),
        });
    }

    get dayKey() {
        return serializeDate(this.state.day);
    }
}

registry.category("actions").add("rendezvous_board", Board);
