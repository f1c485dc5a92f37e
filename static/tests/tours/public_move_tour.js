import { registry } from "@web/core/registry";

const click = (trigger, leaves = true) => ({ trigger, run: "click", expectUnloadPage: leaves });

registry.category("web_tour.tours").add("rendezvous_public_move", {
    url: "/my/rendezvous",
    steps: () => [
        click(".o_rendezvous_line a:contains(Passport request)"),
        click("a:contains(Move to another time)"),
        { trigger: ".o_rendezvous_notice:contains(until you have confirmed another time)" },
        // The next week comes without loading the page.
        click("a[data-week=next]", false),
        { trigger: "a[data-week=previous]" },
        click(".o_rendezvous_day.is_free:first .o_rendezvous_times li:first button"),
        { trigger: "h1:contains(Move to this time?)" },
        click("button:contains(Move my appointment)"),
        { trigger: ".is_success:contains(has moved)" },
        { trigger: ".o_rendezvous_history:contains(Moved from)" },
    ],
});

registry.category("web_tour.tours").add("rendezvous_public_map", {
    steps: () => [
        { trigger: ".o_rendezvous_map .leaflet-marker-icon", run: "click" },
        { trigger: ".leaflet-popup:contains(Annex of the port)" },
    ],
});
