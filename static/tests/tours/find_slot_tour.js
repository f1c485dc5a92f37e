import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function choose(field, text) {
    return [
        {
            content: `Type ${field}`,
            trigger: `.modal .o_field_widget[name='${field}'] input`,
            run: `edit ${text}`,
        },
        {
            content: `Choose ${field}`,
            trigger: `.modal .o_field_widget[name='${field}'] .dropdown-item:contains(${text})`,
            run: "click",
        },
    ];
}

tours.add("find_slot_books", {
    steps: () => [
        {
            content: "Nothing is asked yet",
            trigger: ".modal .o_rendezvous_find:contains(Choose a contact)",
        },
        ...choose("partner_id", "Nadia Petit"),
        ...choose("service_id", "Boiler"),
        {
            content: "Ten proposals, the nearest day first",
            trigger: ".modal .o_rendezvous_find_card:first:contains(On the way):contains(Tia)",
        },
        {
            content: "There are more",
            trigger: ".modal .o_rendezvous_find_more",
            run: "click",
        },
        {
            content: "The list went on, and the keyboard with it",
            trigger: ".modal .o_rendezvous_find_card:nth-child(11) button:focus",
        },
        {
            content: "Another order",
            trigger: ".modal .o_field_widget[name='order'] label:contains(Earliest)",
            run: "click",
        },
        {
            content: "The first free time is on a day without visit",
            trigger: ".modal .o_rendezvous_find_card:first:contains(First visit of the day)",
        },
        {
            content: "Back to the best overall",
            trigger: ".modal .o_field_widget[name='order'] label:contains(Best overall)",
            run: "click",
        },
        {
            content: "Book the best one",
            trigger: ".modal .o_rendezvous_find_card:first:contains(On the way) button",
            run: "click",
        },
        {
            content: "What was booked is said",
            trigger: ".o_notification:contains(Booked)",
        },
        {
            content: "The dialog is closed",
            trigger: "body:not(:has(.modal))",
        },
    ],
});

tours.add("find_slot_taken_meanwhile", {
    steps: () => [
        ...choose("partner_id", "Nadia Petit"),
        ...choose("service_id", "Boiler"),
        {
            content: "Someone else books it",
            trigger: ".modal .o_rendezvous_find_card:first:contains(On the way)",
            async run() {
                const { env } = odoo.__WOWL_DEBUG__.root;
                const [jean] = await env.services.orm.searchRead(
                    "res.partner",
                    [["name", "=", "Jean Roux"]],
                    ["id"]
                );
                const [service] = await env.services.orm.searchRead(
                    "rendezvous.service",
                    [["name", "=", "Boiler"]],
                    ["id"]
                );
                const query = { location_id: jean.id, service_id: service.id, weeks: 4 };
                const answer = await env.services.orm.call("rendezvous.find.slot", "get_proposals", [
                    query,
                ]);
                const [search] = await env.services.orm.create("rendezvous.find.slot", [
                    {
                        partner_id: jean.id,
                        location_id: jean.id,
                        service_id: service.id,
                        choice: answer.proposals[0],
                    },
                ]);
                await env.services.orm.call("rendezvous.find.slot", "action_book", [search]);
            },
        },
        {
            content: "Click on it all the same",
            trigger: ".modal .o_rendezvous_find_card:first button",
            run: "click",
        },
        {
            content: "It is explained",
            trigger: ".modal .alert:contains(someone was quicker)",
        },
        {
            content: "A fresh one is booked",
            trigger: ".modal .o_rendezvous_find_card:first button:enabled",
            run: "click",
        },
        {
            content: "What was booked is said",
            trigger: ".o_notification:contains(Booked)",
        },
    ],
});
