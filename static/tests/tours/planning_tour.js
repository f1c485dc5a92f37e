import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const VISIT = ".o_rendezvous_visit:contains(Petit)";

/** Move by mouse from the middle of one element to a share of another's width. */
function drag(selector, target, share) {
    const from = document.querySelector(selector).getBoundingClientRect();
    const to = target.getBoundingClientRect();
    const [x, y] = [from.x + 8, from.y + from.height / 2];
    const [toX, toY] = [to.x + to.width * share, to.y + 45];
    const element = document.elementFromPoint(x, y);
    const send = (type, clientX, clientY, on) =>
        on.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                cancelable: true,
                button: type === "pointermove" ? -1 : 0,
                buttons: type === "pointerup" ? 0 : 1,
                clientX,
                clientY,
                isPrimary: true,
                pointerId: 1,
                pointerType: "mouse",
            })
        );
    send("pointerdown", x, y, element);
    // Small steps: what the first one covers does not count.
    for (let step = 1; step <= 100; step++) {
        const moment = step / 100;
        send("pointermove", x + (toX - x) * moment, y + (toY - y) * moment, document.body);
    }
    send("pointerup", toX, toY, document.body);
}

/** Drag a request as the browser does: with data that is dropped. */
function dragRequest(request, target, share) {
    const dataTransfer = new DataTransfer();
    const { x, y, width } = target.getBoundingClientRect();
    const place = { clientX: x + width * share, clientY: y + 45 };
    const send = (type, element, options = {}) =>
        element.dispatchEvent(
            new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer, ...options })
        );
    send("dragstart", request);
    send("dragover", document.elementFromPoint(place.clientX, place.clientY), place);
    send("drop", document.elementFromPoint(place.clientX, place.clientY), place);
    send("dragend", request);
}

const days = () => [...document.querySelectorAll(".o_rendezvous_day")];

const openDay = [
    { trigger: ".o_rendezvous_day_scale", run: "click" },
    { trigger: ".o_rendezvous_day_scale[aria-pressed='true']" },
    { trigger: ".o_rendezvous_next", run: "click" },
    { content: "The visit of tomorrow", trigger: VISIT },
];

tours.add("rendezvous_planning_move", {
    steps: () => [
        { content: "Both technicians are shown", trigger: ".vis-label:contains(Tia)" },
        ...openDay,
        { content: "The drive is drawn", trigger: ".o_rendezvous_leg" },
        { content: "Its sector is named", trigger: ".o_rendezvous_sector:contains(North)" },
        {
            content: "Drag it onto the visit of the other technician",
            trigger: VISIT,
            run: () => drag(".o_rendezvous_visit[aria-label*='Petit']", days()[0], 0.155),
        },
        { trigger: ".modal:contains(Tia) .o_rendezvous_silent", run: "click" },
        {
            content: "It is refused in words",
            trigger: ".modal .alert-warning:contains(Nearest free times)",
        },
        {
            content: "Who may not book outside slots cannot insist",
            trigger: ".modal:not(:has(.o_rendezvous_silent)) .btn:contains(Cancel)",
            run: "click",
        },
        {
            content: "Back in its place; drag it to a free time",
            trigger: `body:not(:has(.modal)) ${VISIT}`,
            run: () => drag(".o_rendezvous_visit[aria-label*='Petit']", days()[0], 0.55),
        },
        { trigger: ".modal:contains(Tia) .o_rendezvous_silent", run: "click" },
        { trigger: `body:not(:has(.modal)) ${VISIT}` },
    ],
});

tours.add("rendezvous_planning_request", {
    steps: () => [
        { trigger: ".o_rendezvous_requests .badge:contains(1)" },
        ...openDay,
        {
            content: "Drag the request onto the second technician",
            trigger: ".o_rendezvous_request",
            run: () => dragRequest(document.querySelector(".o_rendezvous_request"), days()[1], 0.6),
        },
        { trigger: ".modal:contains(Tom) .o_rendezvous_confirm", run: "click" },
        { content: "It is a visit now", trigger: ".o_rendezvous_visit:contains(Moreau)" },
        { trigger: ".o_notification button:contains(Undo)", run: "click" },
        { content: "And to plan again", trigger: ".o_rendezvous_request:contains(Moreau)" },
        {
            content: "Without dragging",
            trigger: ".o_rendezvous_request .o_rendezvous_plan",
            run: "click",
        },
        { trigger: ".modal .o_rendezvous_find_card:contains(Tom)" },
        { trigger: ".modal .modal-footer button[special='cancel']", run: "click" },
        {
            content: "A visit opens by keyboard",
            trigger: `body:not(:has(.modal)) ${VISIT}`,
            run() {
                this.anchor.focus();
                const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true });
                this.anchor.dispatchEvent(enter);
            },
        },
        { trigger: ".o_rendezvous_card button:contains(Move)", run: "click" },
        { trigger: ".modal .o_rendezvous_booking .o_rendezvous_picker" },
        { trigger: ".modal .modal-footer button[special='cancel']", run: "click" },
    ],
});

tours.add("rendezvous_give_sectors", {
    steps: () => [
        { trigger: ".o_rendezvous_next", run: "click" },
        { trigger: ".o_rendezvous_give_sectors", run: "click" },
        { trigger: ".modal div[name='sector_ids'] input", run: "edit South" },
        { trigger: ".ui-autocomplete a:contains(S South)", run: "click" },
        { trigger: ".modal div[name='sector_ids'] .o_tag:contains(South)" },
        { trigger: ".modal button[name='action_apply']", run: "click" },
        { content: "It says how many", trigger: ".o_notification:contains(Days changed: 14)" },
        { trigger: ".o_rendezvous_sector:contains(South)" },
    ],
});
