import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, xml } from "@odoo/owl";

/** A contact's portal account: the profile's name and colours, and the state in words. */
export class PortalBadge extends Component {
    static template = xml`
        <span
            t-if="state !== 'none'"
            class="badge rounded-pill o_rendezvous_portal_badge"
            t-att-class="'is_' + state"
            t-att-style="style"
            t-esc="label"
        />`;
    static props = { ...standardFieldProps };

    get state() {
        return this.props.record.data[this.props.name] || "none";
    }

    get label() {
        const { selection } = this.props.record.fields[this.props.name];
        const words = selection.find(([code]) => code === this.state)[1];
        const profile = this.props.record.data.rendezvous_profile_name;
        return profile ? `${profile} · ${words}` : words;
    }

    get style() {
        const { rendezvous_color_text: text, rendezvous_color_background: background } =
            this.props.record.data;
        return text ? `color: ${text}; background-color: ${background}` : "";
    }
}

registry.category("fields").add("rendezvous_portal_badge", {
    component: PortalBadge,
    displayName: _t("Portal account"),
    supportedTypes: ["selection"],
    fieldDependencies: [
        { name: "rendezvous_profile_name", type: "char", readonly: true },
        { name: "rendezvous_color_text", type: "char", readonly: true },
        { name: "rendezvous_color_background", type: "char", readonly: true },
    ],
});

/** How a profile's badge will look, while its colours are being chosen. */
export class ProfileBadge extends Component {
    static template = xml`
        <span class="badge rounded-pill o_rendezvous_portal_badge" t-att-style="style" t-esc="name"/>`;
    static props = { ...standardFieldProps };

    get name() {
        return this.props.record.data[this.props.name] || _t("Profile");
    }

    get style() {
        const { color_text, color_background } = this.props.record.data;
        return `color: ${color_text}; background-color: ${color_background}`;
    }
}

registry.category("fields").add("rendezvous_profile_badge", {
    component: ProfileBadge,
    displayName: _t("Profile"),
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "color_text", type: "char" },
        { name: "color_background", type: "char" },
    ],
});
