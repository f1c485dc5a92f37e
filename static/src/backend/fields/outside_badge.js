import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, xml } from "@odoo/owl";

/** Marks what was placed outside slots, and says nothing about the rest. */
export class OutsideBadge extends Component {
    static template = xml`
        <span t-if="props.record.data[props.name]" class="badge rounded-pill text-bg-warning" t-esc="label"/>`;
    static props = { ...standardFieldProps };

    get label() {
        return _t("Outside slots");
    }
}

registry.category("fields").add("rendezvous_outside", {
    component: OutsideBadge,
    displayName: _t("Outside slots"),
    supportedTypes: ["boolean"],
});
