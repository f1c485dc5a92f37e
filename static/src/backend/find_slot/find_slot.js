import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useEffect, useRef, useState } from "@odoo/owl";

const IDS = ["partner_id", "service_id", "location_id", "technician_id"];
const STEP = 10;

/**
 * The proposals of the server as cards, best first. One click on a card's
 * button books it: the value is the proposal, which the server looks for again.
 */
export class FindSlot extends Component {
    static template = "rendezvous.FindSlot";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.list = useRef("list");
        this.state = useState({ proposals: [], total: 0, notes: [], loading: false, asked: false });
        this.focusFrom = 0;
        useEffect(
            () => {
                this.load(STEP);
            },
            () => [JSON.stringify(this.query)]
        );
        // After “More”, the keyboard goes on where the list went on.
        useEffect(
            (count) => {
                if (this.focusFrom && count > this.focusFrom) {
                    this.list.el?.querySelectorAll("button")[this.focusFrom]?.focus();
                    this.focusFrom = 0;
                }
            },
            () => [this.state.proposals.length]
        );
    }

    get data() {
        return this.props.record.data;
    }

    get query() {
        const { date_from, weeks, order, with_locked } = this.data;
        return {
            ...Object.fromEntries(IDS.map((name) => [name, this.data[name]?.id || false])),
            date_from: date_from ? serializeDate(date_from) : false,
            weeks,
            order,
            with_locked,
        };
    }

    get isComplete() {
        return Boolean(this.data.service_id && this.data.location_id && this.data.weeks > 0);
    }

    async load(limit) {
        if (!this.isComplete) {
            Object.assign(this.state, { proposals: [], total: 0, notes: [], asked: false });
            return;
        }
        this.state.loading = true;
        const answer = await this.keepLast.add(
            this.orm
                .call("rendezvous.find.slot", "get_proposals", [{ ...this.query, limit }])
                .finally(() => {
                    this.state.loading = false;
                })
        );
        Object.assign(this.state, answer, { asked: true });
    }

    more() {
        this.focusFrom = this.state.proposals.length;
        return this.load(this.state.proposals.length + STEP);
    }

    get remaining() {
        return this.state.total - this.state.proposals.length;
    }

    get countLabel() {
        return _t("%(shown)s of %(total)s proposals", {
            shown: this.state.proposals.length,
            total: this.state.total,
        });
    }

    key(proposal) {
        return `${proposal.start}_${proposal.technician_id}`;
    }

    bookLabel({ day, hours, technician }) {
        return _t("Book %(day)s, %(hours)s with %(technician)s", { day, hours, technician });
    }

    async book({ start, agenda_id, technician_id }) {
        const { record, name } = this.props;
        await record.update({ [name]: { start, agenda_id, technician_id } });
        return this.env.onClickViewButton({
            clickParams: { name: "action_book", type: "object" },
            getResParams: () => ({
                context: record.context,
                evalContext: record.evalContext,
                resModel: record.resModel,
                resId: record.resId,
                resIds: record.resIds,
            }),
        });
    }
}

registry.category("fields").add("rendezvous_find_slot", {
    component: FindSlot,
    displayName: _t("Proposals"),
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "partner_id", type: "many2one", relation: "res.partner" },
        { name: "service_id", type: "many2one", relation: "rendezvous.service" },
        { name: "location_id", type: "many2one", relation: "res.partner" },
        { name: "technician_id", type: "many2one", relation: "hr.employee" },
        { name: "date_from", type: "date" },
        { name: "weeks", type: "integer" },
        { name: "order", type: "selection" },
        { name: "with_locked", type: "boolean" },
    ],
});
