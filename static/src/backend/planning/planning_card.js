import { formatFloatTime } from "@web/views/fields/formatters";

import { Component } from "@odoo/owl";

const { DateTime } = luxon;

const time = (moment) => moment.toLocaleString(DateTime.TIME_SIMPLE);

/** A visit in full, with what one does about it. */
export class PlanningVisitCard extends Component {
    static template = "rendezvous.PlanningVisitCard";
    static props = { visit: Object, technician: String, act: Function, close: Function };

    get times() {
        return `${time(this.props.visit.start)} – ${time(this.props.visit.stop)}`;
    }

    get told() {
        return this.props.visit.told.map(time).join(" – ");
    }

    act(name) {
        this.props.close();
        this.props.act(name, this.props.visit);
    }
}

/** A technician's day: its sectors, its load, and what one does there. */
export class PlanningDayCard extends Component {
    static template = "rendezvous.PlanningDayCard";
    static props = {
        technician: String,
        moment: Object,
        tour: { type: Object, optional: true },
        isPlanner: Boolean,
        act: Function,
        close: Function,
    };

    get day() {
        return this.props.moment.toLocaleString({ weekday: "long", day: "numeric", month: "long" });
    }

    get time() {
        return time(this.props.moment);
    }

    hours(value) {
        return formatFloatTime(value);
    }

    act(name) {
        this.props.close();
        this.props.act(name);
    }
}
