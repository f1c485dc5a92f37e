import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** The week of a technician as bars, Monday to Sunday; in words for who hears it. */
export class TechnicianWeek extends Component {
    static template = "rendezvous.TechnicianWeek";
    static props = { ...standardFieldProps };

    get week() {
        return this.props.record.data[this.props.name] || { days: [], kinds: [] };
    }

    get isEmpty() {
        return !this.week.days.some((day) => day.lines.some((line) => line.bars.length));
    }

    /** Every second hour has its figure: they stay apart on a phone. */
    get ticks() {
        const { first, last } = this.week;
        const step = last - first > 12 ? 4 : 2;
        const hours = [];
        for (let hour = first; hour < last; hour += step) {
            hours.push({ hour, style: `inset-inline-start: ${this.place(hour)}%` });
        }
        return hours;
    }

    place(hour) {
        const { first, last } = this.week;
        return ((hour - first) / (last - first)) * 100;
    }

    style(bar) {
        const start = this.place(bar.from);
        return `inset-inline-start: ${start}%; width: ${this.place(bar.to) - start}%`;
    }

    words(day) {
        const lines = day.lines.filter((line) => line.words);
        return lines.map((line) => `${line.label} ${line.words}`).join("; ") || _t("nothing");
    }
}

registry.category("fields").add("rendezvous_week", {
    component: TechnicianWeek,
    displayName: _t("Week"),
    supportedTypes: ["jsonb", "json"],
});
