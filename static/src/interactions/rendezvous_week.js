import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Another week without loading the whole page; the address follows. */
export class RendezvousWeek extends Interaction {
    static selector = ".o_rendezvous_week";
    dynamicContent = {
        "a[data-week]": { "t-on-click": this.onClickWeek },
        _window: { "t-on-popstate": () => window.location.reload() },
    };

    onClickWeek(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        this.load(ev.currentTarget);
    }

    async load(link) {
        this.el.classList.add("is_loading");
        try {
            const answer = await this.waitFor(fetch(link.href));
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            const week = page.querySelector(".o_rendezvous_week");
            if (!answer.ok || !week) {
                throw new Error("no week in the answer");
            }
            window.history.pushState({}, "", link.href);
            this.show(week, link);
        } catch {
            window.location.assign(link.href);
        }
    }

    show(week, link) {
        const interactions = this.services["public.interactions"];
        // Child by child: this interaction itself goes on.
        for (const child of this.el.children) {
            interactions.stopInteractions(child);
        }
        this.el.replaceChildren(...week.childNodes);
        this.el.classList.remove("is_loading");
        for (const child of this.el.children) {
            interactions.startInteractions(child);
        }
        const same = this.el.querySelector(`.o_rendezvous_week_nav a[data-week=${link.dataset.week}]`);
        (same || this.el).focus();
    }
}

/** The zone is named when the visitor's clock does not show it. */
export class RendezvousZone extends Interaction {
    static selector = ".o_rendezvous_zone[data-zones]";

    start() {
        const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
        const zones = this.el.dataset.zones.split(",");
        if (zones.length > 1 || (mine && zones[0] !== mine)) {
            this.el.classList.remove("d-none");
        }
    }
}

registry
    .category("public.interactions")
    .add("rendezvous.week", RendezvousWeek)
    .add("rendezvous.zone", RendezvousZone);
