import { Dialog } from "@web/core/dialog/dialog";

import { Component, useState } from "@odoo/owl";

/**
 * Asks before an appointment is moved: the contact may be told, or not.
 *
 * A time that is not free is refused in words; then another is chosen in the
 * picker, or the same one kept by who may book outside slots.
 */
export class MoveDialog extends Component {
    static template = "rendezvous.MoveDialog";
    static components = { Dialog };
    static props = {
        appointment: String,
        from: String,
        to: String,
        canForce: Boolean,
        move: Function,
        openPicker: Function,
        close: Function,
    };

    setup() {
        this.state = useState({ refusal: "" });
    }

    get mayMove() {
        return !this.state.refusal || this.props.canForce;
    }

    async choose(notify) {
        const forced = Boolean(this.state.refusal);
        this.state.refusal = await this.props.move(notify, forced);
        if (!this.state.refusal) {
            this.props.close();
        }
    }

    chooseAnotherTime() {
        this.props.close();
        return this.props.openPicker();
    }
}
