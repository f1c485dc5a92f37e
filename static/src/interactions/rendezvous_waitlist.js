import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const LAST_MINUTE = 24 * 60 - 1;

/**
 * The hours of the form that joins a waiting list: when the start is changed,
 * the end moves by the length that the agenda sets. The server does the same
 * for an end that would come before the start.
 */
export class RendezvousWaitlist extends Interaction {
    static selector = ".o_rendezvous_waitlist_form";
    dynamicContent = {
        "[name='hour_from']": { "t-on-change": this.moveEnd },
    };

    moveEnd(ev) {
        const [hours, minutes] = ev.currentTarget.value.split(":").map(Number);
        if (Number.isNaN(hours) || Number.isNaN(minutes)) {
            return;
        }
        const length = Math.round(Number(this.el.dataset.length) * 60);
        const end = Math.min(LAST_MINUTE, hours * 60 + minutes + length);
        const words = [Math.floor(end / 60), end % 60].map((n) => String(n).padStart(2, "0"));
        this.el.querySelector("[name='hour_to']").value = words.join(":");
    }
}

registry.category("public.interactions").add("rendezvous.waitlist", RendezvousWaitlist);
