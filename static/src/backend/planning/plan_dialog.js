import { Dialog } from "@web/core/dialog/dialog";

import { Component, useState } from "@odoo/owl";

/**
 * Asks before a request becomes an appointment: its contact is told.
 *
 * A time that is not free is refused in words, as when an appointment is moved.
 */
export class PlanDialog extends Component {
    static template = "rendezvous.PlanDialog";
    static components = { Dialog };
    static props = {
        contact: String,
        service: String,
        when: String,
        canForce: Boolean,
        plan: Function,
        openPicker: Function,
        close: Function,
    };

    setup() {
        this.state = useState({ refusal: "", isBusy: false });
    }

    get mayPlan() {
        return !this.state.refusal || this.props.canForce;
    }

    async choose() {
        this.state.isBusy = true;
        try {
            this.state.refusal = await this.props.plan(Boolean(this.state.refusal));
        } finally {
            this.state.isBusy = false;
        }
        if (!this.state.refusal) {
            this.props.close();
        }
    }

    chooseAnotherTime() {
        this.props.close();
        return this.props.openPicker();
    }
}
