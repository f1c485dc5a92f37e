import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("rendezvous_sector_map", {
    steps: () => [
        { trigger: ".o_action_manager :contains(N North)" },
        { trigger: ".o_action_manager :contains(S South)" },
        { trigger: ".leaflet-container path.leaflet-interactive", run: "click" },
        // A point leads to its contact.
        { trigger: ".o_form_view .o_field_widget[name='rendezvous_sector_id']" },
    ],
});
