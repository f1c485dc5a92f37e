import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const SIDES = ["left", "right"];

/**
 * Two files side by side, a line per field: what differs in orange with a
 * choice, what is equal in green, and below what moves to the file that stays.
 */
export class MergeLines extends Component {
    static template = "rendezvous.MergeLines";
    static props = { ...standardFieldProps };

    get data() {
        return this.props.record.data;
    }

    get files() {
        return SIDES.map((side) => {
            const file = this.data[`${side}_id`];
            // Where contacts are chosen, their address follows their name.
            return { side, id: file.id, name: file.display_name.replace(/\s*<[^>]*>$/, "") };
        });
    }

    get lines() {
        return this.data[this.props.name].records.map((record) => ({
            record,
            key: record.id,
            ...record.data,
            choices: SIDES.map((side) => ({ side, value: record.data[`${side}_value`] })),
        }));
    }

    get kinds() {
        return (this.data.picture || []).filter((kind) => kind.left || kind.right);
    }

    choose(line, side) {
        line.record.update({ side });
    }

    async chooseAll(side) {
        for (const line of this.lines) {
            if (!line.is_equal && !line.lock_reason && line.side !== side) {
                await line.record.update({ side });
            }
        }
    }
}

registry.category("fields").add("rendezvous_merge_lines", {
    component: MergeLines,
    supportedTypes: ["one2many"],
    useSubView: true,
});
