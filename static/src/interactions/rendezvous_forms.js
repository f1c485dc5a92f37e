import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * A form is sent once, and says that it is on its way. The chosen time keeps
 * its colour while the next page loads.
 */
export class RendezvousForm extends Interaction {
    // Not those that open a tab of their own: the page stays.
    static selector = ".o_rendezvous_choose:not([target]), .o_rendezvous_once";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
        // Back from the next page, the browser may show this one as it was left.
        _window: { "t-on-pageshow": this.reset },
    };

    setup() {
        this.isSent = false;
    }

    onSubmit(ev) {
        if (this.isSent) {
            ev.preventDefault();
            return;
        }
        this.isSent = true;
        this.el.classList.add("is_sent");
        this.el.setAttribute("aria-busy", "true");
        ev.submitter?.classList.toggle("is_chosen", ev.submitter.name === "slot");
    }

    reset() {
        this.isSent = false;
        this.el.classList.remove("is_sent");
        this.el.removeAttribute("aria-busy");
        for (const el of this.el.querySelectorAll(".is_chosen")) {
            el.classList.remove("is_chosen");
        }
    }
}

/** The first thing wrong is where the keyboard starts. */
export class RendezvousAlert extends Interaction {
    static selector = ".o_rendezvous_alert[role='alert'][tabindex]";

    start() {
        this.el.focus();
    }
}

registry
    .category("public.interactions")
    .add("rendezvous.form", RendezvousForm)
    .add("rendezvous.alert", RendezvousAlert);
