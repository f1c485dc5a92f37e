/*
 * Shows the booking of Rendezvous where this script stands, on a site of yours:
 * in the page, or (data-mode="button") behind a button. Needs nothing, keeps nothing.
 */
(() => {
    "use strict";
    const script = document.currentScript;
    const { mode, label, title, close, color } = script.dataset;
    const address = new URL(script.dataset.rendezvous, document.baseURI);
    const [LEAST, MOST, PATIENCE] = [240, 12000, 10000];

    const make = (tag, style, values) => {
        const el = Object.assign(document.createElement(tag), values);
        Object.assign(el.style, style);
        return el;
    };

    const box = make("div", { position: "relative" });
    const frame = make(
        "iframe",
        { border: "0", display: "block", width: "100%", height: "640px", colorScheme: "light" },
        { src: address.href, title: title || "Book an appointment", loading: "lazy" }
    );
    const link = make("a", { display: "none", padding: "1rem" }, {
        href: address.href,
        target: "_blank",
        rel: "noopener",
        textContent: label || frame.title,
    });
    box.append(frame, link);

    let dialog = null;
    let pages = 0;
    let height = 0;

    // The frame answers only to the sites that its administrator chose.
    const greet = () => {
        frame.contentWindow.postMessage({ type: "rendezvous:hello" }, address.origin);
        setTimeout(() => pages || (link.style.display = "inline-block"), PATIENCE);
    };
    const resize = (wanted) => {
        const next = Math.min(Math.max(Math.ceil(Number(wanted) || 0), LEAST), MOST);
        if (Math.abs(next - height) >= 2) {
            height = next;
            frame.style.height = `${next}px`;
        }
    };
    const turnPage = () => {
        pages += 1;
        link.style.display = "none";
        if (pages > 1 && box.getBoundingClientRect().top < 0) {
            box.scrollIntoView();
        }
    };
    frame.addEventListener("load", greet);
    window.addEventListener("message", (ev) => {
        if (ev.origin !== address.origin || ev.source !== frame.contentWindow) {
            return;
        }
        const message = ev.data || {};
        if (message.type === "rendezvous:page") {
            turnPage();
        } else if (message.type === "rendezvous:height") {
            resize(message.height);
        } else if (message.type === "rendezvous:close" && dialog) {
            dialog.close();
        }
    });

    if (mode !== "button") {
        script.after(box);
        return;
    }

    const round = { border: "0", borderRadius: "10px", cursor: "pointer", font: "inherit" };
    const button = make(
        "button",
        { ...round, background: color || "#1d4f91", color: "#fff", fontWeight: "600", padding: ".75rem 1.5rem" },
        { type: "button", textContent: label || frame.title }
    );
    button.setAttribute("aria-haspopup", "dialog");
    const shut = make(
        "button",
        { ...round, background: "#fff", color: "#1b2333", display: "block", margin: "0 0 0 auto", minHeight: "44px", padding: "0 1rem" },
        { type: "button", textContent: `${close || "Close"} ×`, onclick: () => dialog.close() }
    );
    Object.assign(frame.style, { flex: "0 1 auto", minHeight: "0" });
    Object.assign(box.style, { display: "flex", flexDirection: "column", minHeight: "0" });
    button.addEventListener("click", () => {
        if (!dialog) {
            dialog = make("dialog", {
                border: "0", borderRadius: "14px", boxSizing: "border-box", flexDirection: "column",
                maxHeight: "94vh", maxWidth: "none", overflow: "hidden", padding: "0", width: "min(1100px, 96vw)",
            });
            dialog.setAttribute("aria-label", frame.title);
            // Told a moment after: it may be open again.
            dialog.addEventListener("close", () => dialog.open || (dialog.style.display = "none"));
            dialog.append(shut, box);
            script.after(dialog);
        }
        dialog.style.display = "flex";
        // The browser itself keeps the keyboard inside, closes with Escape, and comes back here.
        dialog.showModal();
    });
    script.after(button);
})();
