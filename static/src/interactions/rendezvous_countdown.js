import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const WARNING = 5 * 60;

/**
 * How long the time is still kept. Nothing is lost at the end: the form stays,
 * and the nearest free times appear above it with the next answer of the server.
 */
export class RendezvousCountdown extends Interaction {
    static selector = ".o_rendezvous_hold";
    dynamicContent = {
        _root: { "t-att-class": () => ({ is_short: this.left <= WARNING, "d-none": !this.left }) },
        ".o_rendezvous_countdown": { "t-out": () => this.words },
        ".o_rendezvous_hold_live": { "t-out": () => this.announcement },
    };

    setup() {
        // Measured from here: the clock of the visitor may be wrong.
        this.end = performance.now() + Number(this.el.dataset.seconds) * 1000;
        this.announcement = "";
        this.warning = this.el.querySelector(".o_rendezvous_hold_warning").textContent;
        this.tick();
    }

    start() {
        const timer = setInterval(() => {
            this.tick();
            this.updateContent();
        }, 1000);
        this.registerCleanup(() => clearInterval(timer));
    }

    tick() {
        this.left = Math.max(0, Math.round((this.end - performance.now()) / 1000));
        if (this.left <= WARNING) {
            this.announcement = this.warning;
        }
        if (!this.left) {
            this.showLost();
        }
    }

    showLost() {
        const lost = this.el.parentElement.querySelector(".o_rendezvous_lost");
        lost?.setAttribute("role", "alert");
        lost?.classList.remove("d-none");
    }

    get words() {
        const seconds = String(this.left % 60).padStart(2, "0");
        return `(${Math.floor(this.left / 60)}:${seconds})`;
    }
}

registry.category("public.interactions").add("rendezvous.countdown", RendezvousCountdown);
