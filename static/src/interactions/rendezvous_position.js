import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

// About a hundred metres: enough to sort towns, too little to know a house.
const DECIMALS = 3;

/** “Use my position”: asked for on a click only, and never needed. */
export class RendezvousPosition extends Interaction {
    static selector = ".o_rendezvous_position";
    dynamicContent = { _root: { "t-on-click": this.onClick } };

    start() {
        if (navigator.geolocation) {
            this.el.classList.remove("d-none");
        }
    }

    onClick() {
        this.el.disabled = true;
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => this.go(coords),
            () => this.refused(),
            { timeout: 8000, maximumAge: 600000 }
        );
    }

    go({ latitude, longitude }) {
        const position = [latitude, longitude].map((degrees) => degrees.toFixed(DECIMALS)).join(",");
        const query = new URLSearchParams({ sort: "distance", position });
        window.location.assign(`${this.el.dataset.url}?${query}`);
    }

    refused() {
        this.el.disabled = false;
        this.el.form.querySelector(".o_rendezvous_position_refused").classList.remove("d-none");
    }
}

registry.category("public.interactions").add("rendezvous.position", RendezvousPosition);
