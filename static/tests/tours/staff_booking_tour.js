import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openWizard = {
    content: "Open the wizard",
    trigger: ".o_rendezvous_new",
    run: "click",
};

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

const leave = [
    {
        content: "Leave",
        trigger: ".modal .modal-footer button[special='cancel']",
        run: "click",
    },
    {
        content: "The wizard is closed",
        trigger: "body:not(:has(.modal))",
    },
];

const bookIt = [
    {
        content: "Book",
        trigger: ".modal button[name='action_book']:visible",
        run: "click",
    },
    {
        content: "What was booked is said",
        trigger: ".o_notification:contains(Booked)",
    },
    {
        content: "The wizard is closed",
        trigger: "body:not(:has(.modal))",
    },
];

tours.add("staff_new_appointment", {
    steps: () => [
        openWizard,
        ...choose("service_id", "Passport"),
        {
            content: "The name of someone new",
            trigger: ".modal .o_field_widget[name='partner_id'] input",
            run: "edit Émile Zola",
        },
        {
            content: "Create the contact",
            trigger: ".modal .o_m2o_dropdown_option_create_edit",
            run: "click",
        },
        {
            content: "Surname and first name are there: they are enough",
            trigger: ".modal .o_field_widget[name='lastname'] input:value(Zola)",
        },
        {
            content: "Save the contact",
            trigger: ".modal:has(.o_field_widget[name='lastname']) .o_form_button_save",
            run: "click",
        },
        {
            content: "Choose the first free time",
            trigger: ".modal .o_rendezvous_picker_starts button:first",
            run: "click",
        },
        {
            content: "The choice is repeated in words, with the agenda",
            trigger: ".modal .o_rendezvous_picker_choice .btn-primary:contains(Counter)",
        },
        ...bookIt,
    ],
});

tours.add("staff_picker_walks_the_weeks", {
    steps: () => [
        openWizard,
        ...choose("service_id", "Passport"),
        {
            content: "The past is closed",
            trigger: ".modal .o_rendezvous_picker button[aria-label='Previous week']:disabled",
        },
        {
            content: "Next week",
            trigger: ".modal .o_rendezvous_picker button[aria-label='Next week']",
            run: "click",
        },
        {
            content: "The week before can be reached again",
            trigger: ".modal .o_rendezvous_picker button[aria-label='Previous week']:enabled",
        },
        {
            content: "Back to the first free time",
            trigger: ".modal .o_rendezvous_picker_first",
            run: "click",
        },
        {
            content: "It is in the first week",
            trigger: ".modal .o_rendezvous_picker button[aria-label='Previous week']:disabled",
        },
        ...leave,
    ],
});

tours.add("staff_outside_slots_hidden", {
    steps: () => [
        openWizard,
        ...choose("service_id", "Passport"),
        {
            content: "The picker is there, the way around it is not",
            trigger: ".modal .o_rendezvous_picker_starts button",
            run() {
                if (document.querySelector(".modal .o_field_widget[name='outside_start']")) {
                    throw new Error("Outside slots is offered without the right");
                }
                if (document.querySelector(".modal .o_field_widget[name='outside']")) {
                    throw new Error("Outside slots is offered without the right");
                }
            },
        },
        ...leave,
    ],
});

tours.add("staff_outside_slots_marked", {
    steps: () => [
        openWizard,
        ...choose("service_id", "Passport"),
        ...choose("agenda_id", "Counter"),
        ...choose("partner_id", "Nadia Petit"),
        {
            content: "Outside slots",
            trigger: ".modal .o_field_widget[name='outside'] input",
            run: "click",
        },
        {
            content: "No free times any more, a time of one's own",
            trigger: ".modal .o_field_widget[name='outside_start'] button, .modal .o_field_widget[name='outside_start'] input",
            run: "click",
        },
        {
            content: "Type it",
            trigger: ".modal .o_field_widget[name='outside_start'] input",
            run: "edit 12/31/2035 03:00:00 AM && click .modal-body",
        },
        ...bookIt,
    ],
});

/** Book the chosen start for someone else, as a colleague would from another screen. */
async function bookMeanwhile() {
    const call = (model, method, args) =>
        rpc(`/web/dataset/call_kw/${model}/${method}`, { model, method, args, kwargs: {} });
    const find = async (model, name) => (await call(model, "search", [[["name", "=", name]]]))[0];
    const chosen = document.querySelector(".modal .o_rendezvous_picker_starts .btn-primary");
    const bookingId = await call("rendezvous.booking", "create", [
        {
            partner_id: await find("res.partner", "Jean Roux"),
            service_id: await find("rendezvous.service", "Passport"),
            start: chosen.dataset.start,
            slot_agenda_id: await find("rendezvous.agenda", "Counter"),
        },
    ]);
    await call("rendezvous.booking", "action_book", [[bookingId]]);
}

tours.add("staff_taken_while_typing", {
    steps: () => [
        openWizard,
        ...choose("service_id", "Passport"),
        ...choose("partner_id", "Nadia Petit"),
        {
            content: "What is typed",
            trigger: ".modal .o_field_widget[name='note'] textarea",
            run: "edit Lost her passport",
        },
        {
            content: "Choose the first free time",
            trigger: ".modal .o_rendezvous_picker_starts button:first",
            run: "click",
        },
        {
            content: "Someone else books it meanwhile",
            trigger: ".modal .o_rendezvous_picker_choice .btn-primary",
            run: bookMeanwhile,
        },
        {
            content: "Book",
            trigger: ".modal button[name='action_book']:visible",
            run: "click",
        },
        {
            content: "The refusal is said",
            trigger: ".modal .alert-warning:contains(not free any more)",
        },
        {
            content: "What was typed is still there",
            trigger: ".modal .o_field_widget[name='note'] textarea:value(Lost her passport)",
        },
        {
            content: "The nearest free times are proposed: take one",
            trigger: ".modal .o_rendezvous_picker_alternatives button:first",
            run: "click",
        },
        {
            content: "It is chosen",
            trigger: ".modal .o_rendezvous_picker_choice .btn-primary",
        },
        ...bookIt,
    ],
});
