import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const { Info } = luxon;

/** A list of numbers, "1,2,5", as buttons named in the reader's language. */
export class NumberToggles extends Component {
    static template = "rendezvous.NumberToggles";
    static props = { ...standardFieldProps };

    get choices() {
        return [];
    }

    /** The numbers switched on; an empty list means all of them. */
    get numbers() {
        const text = this.props.record.data[this.props.name] || "";
        const numbers = text
            .split(",")
            .map((word) => parseInt(word, 10))
            .filter((number) => !isNaN(number));
        return new Set(numbers.length ? numbers : this.choices.map((choice) => choice.number));
    }

    toggle(number) {
        const numbers = this.numbers;
        // Nothing left would read as all: the last one stays.
        if (!numbers.delete(number)) {
            numbers.add(number);
        } else if (!numbers.size) {
            return;
        }
        const text = [...numbers].sort((a, b) => a - b).join(",");
        this.props.record.update({ [this.props.name]: text });
    }
}

export class MonthToggles extends NumberToggles {
    get choices() {
        const long = Info.months("long");
        return Info.months("short").map((label, index) => ({
            number: index + 1,
            label,
            name: long[index],
        }));
    }
}

export class WeekdayToggles extends NumberToggles {
    get choices() {
        const long = Info.weekdays("long");
        return Info.weekdays("short").map((label, index) => ({
            number: index,
            label,
            name: long[index],
        }));
    }
}

registry.category("fields").add("rendezvous_months", {
    component: MonthToggles,
    displayName: _t("Months"),
    supportedTypes: ["char"],
});
registry.category("fields").add("rendezvous_weekdays", {
    component: WeekdayToggles,
    displayName: _t("Weekdays"),
    supportedTypes: ["char"],
});
