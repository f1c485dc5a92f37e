import { is24HourFormat } from "@web/core/l10n/time";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { deserializeDateTime, serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useEffect, useState } from "@odoo/owl";

const { DateTime } = luxon;
const QUESTION = ["service_id", "agenda_id", "technician_id", "location_id", "appointment_id"];

/**
 * The free times of the core, a week at a time, as buttons: the value is one
 * of them, with its agenda and location, never a date typed by hand.
 */
export class SlotPicker extends Component {
    static template = "rendezvous.SlotPicker";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ monday: null, times: [], first: false, loading: true });
        useEffect(
            () => {
                this.onQuestionChanged();
            },
            () => QUESTION.map((name) => this.data[name]?.id)
        );
    }

    get data() {
        return this.props.record.data;
    }

    /** The day to open on: the one clicked in the calendar, else the first with free times. */
    get wantedDay() {
        const wanted = this.data[this.props.name] || this.data.wanted;
        return wanted && wanted >= DateTime.now().startOf("day") ? serializeDate(wanted) : false;
    }

    async onQuestionChanged() {
        if (!this.data.service_id) {
            return;
        }
        await this.load(this.wantedDay);
        this.chooseWanted();
    }

    async load(day = false) {
        this.state.loading = true;
        const query = Object.fromEntries(QUESTION.map((name) => [name, this.data[name]?.id || false]));
        const week = await this.keepLast.add(
            this.orm.call("rendezvous.booking", "get_times", [{ ...query, day }])
        );
        Object.assign(this.state, week, {
            monday: DateTime.fromISO(week.monday),
            loading: false,
        });
    }

    /** Choose the time clicked in the calendar, when it is free. */
    chooseWanted() {
        const { wanted, appointment_id } = this.data;
        if (!wanted || this.data[this.props.name] || appointment_id) {
            return;
        }
        const start = serializeDateTime(wanted);
        const time = this.state.times.find((time) => time.start === start);
        if (time) {
            this.choose(time);
        }
    }

    choose(time) {
        return this.props.record.update({
            [this.props.name]: deserializeDateTime(time.start),
            slot_agenda_id: { id: time.agenda[0], display_name: time.agenda[1] },
            slot_location_id: time.location && {
                id: time.location[0],
                display_name: time.location[1],
            },
        });
    }

    get days() {
        return [...Array(7).keys()].map((offset) => {
            const date = this.state.monday.plus({ days: offset });
            const day = serializeDate(date);
            const times = this.state.times.filter((time) => time.day === day);
            return { day, date, starts: this.distinctStarts(times) };
        });
    }

    /** One button per start: which agenda takes it is asked below the week. */
    distinctStarts(times) {
        const starts = new Map();
        for (const time of times) {
            starts.set(time.start, [...(starts.get(time.start) || []), time]);
        }
        return [...starts.values()];
    }

    get chosenStart() {
        const start = this.data[this.props.name];
        return start ? serializeDateTime(start) : false;
    }

    /** Every agenda and location that takes the chosen start. */
    get places() {
        return this.allTimes.filter((time) => time.start === this.chosenStart);
    }

    get allTimes() {
        const shown = this.state.times;
        const known = new Set(shown.map((time) => this.key(time)));
        return [...shown, ...this.alternatives.filter((time) => !known.has(this.key(time)))];
    }

    get alternatives() {
        return this.data.alternatives || [];
    }

    get currentStart() {
        return this.data.appointment_id && this.data.wanted
            ? serializeDateTime(this.data.wanted)
            : false;
    }

    key(time) {
        return `${time.start}_${time.agenda[0]}_${time.location && time.location[0]}`;
    }

    isChosen(time) {
        const location = time.location ? time.location[0] : false;
        return (
            time.start === this.chosenStart &&
            time.agenda[0] === this.data.slot_agenda_id?.id &&
            location === (this.data.slot_location_id?.id || false)
        );
    }

    local(time) {
        return DateTime.fromSQL(time.start, { zone: "utc" }).setZone(time.tz);
    }

    hour(time) {
        return this.local(time).toFormat(is24HourFormat() ? "HH:mm" : "h:mm a");
    }

    longDay(time) {
        return this.local(time).toLocaleString({ weekday: "long", day: "numeric", month: "long" });
    }

    get weekLabel() {
        const { monday } = this.state;
        const format = { day: "numeric", month: "long" };
        const last = monday.plus({ days: 6 }).toLocaleString({ ...format, year: "numeric" });
        return _t("%(first)s to %(last)s", { first: monday.toLocaleString(format), last });
    }

    get firstLabel() {
        return DateTime.fromISO(this.state.first).toLocaleString({
            weekday: "long",
            day: "numeric",
            month: "long",
            year: "numeric",
        });
    }

    /** The clock of the times, when it is not the reader's. */
    get otherZone() {
        const zones = new Set(this.allTimes.map((time) => time.tz));
        zones.delete(luxon.Settings.defaultZone.name);
        return [...zones].join(", ");
    }

    get isFirstWeek() {
        return this.state.monday <= DateTime.now().startOf("week");
    }

    walk(weeks) {
        return this.load(serializeDate(this.state.monday.plus({ weeks })));
    }
}

registry.category("fields").add("rendezvous_slot_picker", {
    component: SlotPicker,
    displayName: _t("Free times"),
    supportedTypes: ["datetime"],
    fieldDependencies: [
        { name: "wanted", type: "datetime" },
        { name: "alternatives", type: "json" },
        { name: "slot_agenda_id", type: "many2one", relation: "rendezvous.agenda" },
        { name: "slot_location_id", type: "many2one", relation: "res.partner" },
    ],
});
