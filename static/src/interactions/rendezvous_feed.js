import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Copies the secret link; without script it is marked and copied by hand. */
export class RendezvousFeed extends Interaction {
    static selector = ".o_rendezvous_feed";
    dynamicContent = {
        ".o_rendezvous_feed_copy": {
            "t-att-class": () => ({ "d-none": false }),
            "t-on-click": this.copy,
        },
        ".o_rendezvous_feed_copied": { "t-out": () => this.said },
    };

    setup() {
        this.said = "";
    }

    async copy() {
        const input = this.el.querySelector("input");
        input.select();
        try {
            await this.waitFor(navigator.clipboard.writeText(input.value));
        } catch {
            // Not allowed here: the link is marked, the keyboard copies it.
            return;
        }
        this.said = this.el.querySelector(".o_rendezvous_feed_words").textContent;
    }
}

registry.category("public.interactions").add("rendezvous.feed", RendezvousFeed);
