import { registry } from "@web/core/registry";

const click = (trigger, leaves = true) => ({ trigger, run: "click", expectUnloadPage: leaves });

function attach({ anchor }) {
    const files = new DataTransfer();
    files.items.add(new File(["%PDF-1.4 proof"], "proof.pdf", { type: "application/pdf" }));
    anchor.files = files.files;
    anchor.dispatchEvent(new Event("change", { bubbles: true }));
}

registry.category("web_tour.tours").add("rendezvous_public_booking", {
    url: "/rendezvous",
    steps: () => [
        click(".o_rendezvous_card a:contains(Passport request)"),
        { trigger: ".o_rendezvous_zone:visible:contains(Paris)" },
        click(".o_rendezvous_times li:nth-child(2) button"),
        click(".o_rendezvous_login a:contains(Create an account)"),
        { trigger: "#firstname", run: "edit Anne" },
        { trigger: "#lastname", run: "edit Martin" },
        { trigger: "#login", run: "edit new@example.com" },
        { trigger: "#password", run: "edit a long secret" },
        { trigger: "#confirm_password", run: "edit a long secret" },
        click(".oe_signup_form button[type=submit]"),
        { trigger: "h1:contains(You chose this time)" },
        click("button:contains(Continue with this time)"),
        { trigger: ".o_rendezvous_countdown:contains(14:)" },
        { trigger: "input[type=file]", run: attach },
        click("button:contains(Confirm the appointment)"),
        { trigger: "[role=alert]:contains(Date of birth: Enter a date)" },
        { trigger: ".o_rendezvous_document:contains(proof.pdf)" },
        click("label:contains(Identity card)", false),
        { trigger: "input[type=date]", run: ({ anchor }) => (anchor.value = "1990-05-04") },
        click("button:contains(Confirm the appointment)"),
        { trigger: "h1:contains(Your appointment is confirmed)" },
        { trigger: "a[href$='/calendar.ics']" },
        click("a:contains(See, move or cancel it)"),
        { trigger: ".o_rendezvous_answers a:contains(proof.pdf)" },
        click("summary:contains(Cancel the appointment)", false),
        { trigger: "#rendezvous_reason", run: "edit Ill" },
        click("button:contains(Yes, cancel it)"),
        { trigger: ".is_success:contains(is cancelled)" },
        { trigger: ".o_rendezvous_history:contains(Cancelled by you)" },
    ],
});
