import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const line = (name) => `.modal .o_rendezvous_merge_row[data-name='${name}']`;
const kind = (name) => `.modal .o_rendezvous_merge_row[data-kind='${name}']`;

const mergeIt = [
    {
        content: "Merge",
        trigger: ".modal button[name='action_merge']",
        run: "click",
    },
    {
        content: "It is said that it cannot be undone",
        trigger: ".modal:contains(cannot be undone) .modal-footer .btn-primary:contains(Merge)",
        run: "click",
    },
    {
        content: "What was done is said",
        trigger: ".o_notification:contains(is now one file)",
    },
];

tours.add("staff_merge_from_a_file", {
    steps: () => [
        {
            content: "Open the actions of the file",
            trigger: ".o_control_panel .o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "Merge two contacts",
            trigger: ".o-dropdown--menu .o_menu_item:contains(Merge two contacts)",
            run: "click",
        },
        {
            content: "The file is one side",
            trigger: ".modal .o_field_widget[name='left_id'] input:value(Nadia)",
        },
        {
            content: "Look for the other",
            trigger: ".modal .o_field_widget[name='right_id'] input",
            run: "edit Nadía",
        },
        {
            content: "Choose it",
            trigger: ".modal .o_field_widget[name='right_id'] .dropdown-item:contains(Nadía)",
            run: "click",
        },
        {
            content: "What is equal is green and says so",
            trigger: `${line("lastname")}.o_rendezvous_equal:contains(Equal)`,
        },
        {
            content: "What differs is orange, says so, and the filled side is ticked",
            trigger: `${line("email")}.o_rendezvous_different:contains(Different) input[value='right']:checked`,
        },
        {
            content: "Both have a history",
            trigger: `${kind("rendezvous.appointment")}:contains(1):contains(2)`,
        },
        {
            content: "One log-in will be closed",
            trigger: ".modal .alert-warning:contains(merge_first)",
        },
        {
            content: "Keep the other log-in instead",
            trigger: `${line("login")} input[value='left']`,
            run: "click",
        },
        {
            content: "The warning follows",
            trigger: ".modal .alert-warning:contains(merge_second)",
        },
        {
            content: "Keep the first name of the left",
            trigger: `${line("firstname")} input[value='left']`,
            run: "click",
        },
        {
            content: "It is ticked",
            trigger: `${line("firstname")} .o_rendezvous_kept:contains(Nadia) input:checked`,
        },
        ...mergeIt,
        {
            content: "The file that stays is shown with its history",
            trigger: ".o_form_view button[name='action_view_rendezvous_appointments']:contains(3)",
        },
        {
            content: "The merge is in its history",
            trigger: ".o-mail-Message:contains(Merged with the file of):contains(Dropped)",
        },
    ],
});

tours.add("staff_merge_from_the_suggestions", {
    steps: () => [
        {
            content: "Open the menu of contacts",
            trigger: ".o_menu_sections button:contains(Contacts)",
            run: "click",
        },
        {
            content: "Suggested duplicates",
            trigger: ".o-dropdown--menu .dropdown-item:contains(Suggested duplicates)",
            run: "click",
        },
        {
            content: "The twins are two persons",
            trigger: ".o_data_row:contains(Roux) button[name='action_dismiss']",
            run: "click",
        },
        {
            content: "They leave the list",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Roux)))",
        },
        {
            content: "Compare the others",
            trigger: ".o_data_row:contains(Petit) button[name='action_compare']",
            run: "click",
        },
        {
            content: "Keep all of the right side",
            trigger: ".modal .o_rendezvous_merge_file:last button:contains(Keep all)",
            run: "click",
        },
        {
            content: "The first name of the right is ticked",
            trigger: `${line("firstname")} input[value='right']:checked`,
        },
        ...mergeIt,
        {
            content: "The list is left without them",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Petit)))",
        },
    ],
});

tours.add("staff_merge_refused", {
    steps: () => [
        {
            content: "Open the menu of contacts",
            trigger: ".o_menu_sections button:contains(Contacts)",
            run: "click",
        },
        {
            content: "Merge two contacts",
            trigger: ".o-dropdown--menu .dropdown-item:contains(Merge two contacts)",
            run: "click",
        },
        ...["left_id", "right_id"].flatMap((field) => [
            {
                content: `Look for ${field}`,
                trigger: `.modal .o_field_widget[name='${field}'] input`,
                run: "edit Nadía",
            },
            {
                content: `Choose ${field}`,
                trigger: `.modal .o_field_widget[name='${field}'] .dropdown-item:contains(Nadía)`,
                run: "click",
            },
        ]),
        {
            content: "It is explained",
            trigger: ".modal .alert-danger:contains(same file twice)",
        },
        {
            content: "There is nothing to merge",
            trigger: ".modal:not(:has(button[name='action_merge']:visible))",
        },
        {
            content: "Leave",
            trigger: ".modal .modal-footer button[special='cancel']",
            run: "click",
        },
        {
            content: "Left",
            trigger: "body:not(:has(.modal))",
        },
    ],
});

tours.add("staff_old_file_leads_to_the_new_one", {
    steps: () => [
        {
            content: "It is said",
            trigger: ".o_notification:contains(This file was merged)",
        },
        {
            content: "The surviving file is open",
            trigger: ".o_form_view .o_field_widget[name='email'] input:value(nadia@example.com)",
        },
    ],
});
