/*
 * Inside the frame of a widget: tells the page around it how high the content is,
 * if that page is of a site that the administrator chose; to no other, not a word.
 */
(() => {
    "use strict";
    // The chosen time has opened a tab: the frame says so.
    document.addEventListener("submit", ({ target }) => {
        const notice = target.querySelector(".o_rendezvous_new_tab");
        if (notice) {
            const words = notice.querySelector(".o_rendezvous_new_tab_after").textContent;
            notice.querySelector("[role='status']").textContent = words;
            notice.querySelector(".o_rendezvous_new_tab_before").classList.add("d-none");
            notice.classList.add("is_open");
        }
    });
    if (window.parent === window) {
        return;
    }
    const origins = JSON.parse(document.currentScript.dataset.origins);
    // Changes that are told between two actions of the visitor: a content that
    // grows because its frame does stops here.
    const MOST = 12;
    const content = document.getElementById("wrapwrap");
    let site = null;
    let told = 0;
    let changes = 0;
    let width = window.innerWidth;

    // On a developer's own machine, any port: `http://localhost:*`.
    const matches = (origin) => (allowed) =>
        allowed === origin || (allowed.endsWith(":*") && origin.startsWith(allowed.slice(0, -1)));
    const tell = (message) => site && window.parent.postMessage(message, site);

    const measure = () => {
        const height = Math.ceil(content.getBoundingClientRect().height);
        if (site && Math.abs(height - told) >= 2 && changes < MOST) {
            changes += 1;
            told = height;
            tell({ type: "rendezvous:height", height });
        }
    };
    const renew = () => {
        changes = 0;
        measure();
    };
    const answer = (origin) => {
        if (site || ![window.location.origin, ...origins].some(matches(origin))) {
            return;
        }
        site = origin;
        tell({ type: "rendezvous:page" });
        measure();
    };

    window.addEventListener("message", (ev) => {
        if (ev.source === window.parent && ev.data && ev.data.type === "rendezvous:hello") {
            answer(ev.origin);
        }
    });
    // Where the browser says who is around, without waiting for its greeting.
    const around = window.location.ancestorOrigins;
    if (around && around.length) {
        answer(around[0]);
    }
    new ResizeObserver(measure).observe(content);
    window.addEventListener("resize", () => {
        if (window.innerWidth !== width) {
            width = window.innerWidth;
            renew();
        }
    });
    for (const action of ["click", "change", "keydown"]) {
        document.addEventListener(action, renew, true);
    }
    document.addEventListener("keydown", (ev) => {
        if (ev.key === "Escape" && !ev.defaultPrevented) {
            tell({ type: "rendezvous:close" });
        }
    });
})();
