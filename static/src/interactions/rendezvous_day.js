import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * Buttons of the day answer where they are: the page is sent for behind the
 * scenes and put in place. Without network, what was typed stays.
 */
export class RendezvousDay extends Interaction {
    static selector = ".o_rendezvous_rounds";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
    };

    setup() {
        this.isSending = false;
    }

    async onSubmit(ev) {
        const form = ev.target;
        if (form.method !== "post") {
            return;
        }
        ev.preventDefault();
        if (this.isSending) {
            return;
        }
        this.isSending = true;
        form.classList.add("is_sent");
        form.setAttribute("aria-busy", "true");
        const fresh = await this.waitFor(this.send(form, ev.submitter));
        this.isSending = false;
        if (fresh) {
            this.show(fresh, form.closest("article").id);
        } else {
            form.classList.remove("is_sent");
            form.removeAttribute("aria-busy");
            this.warn(form);
        }
    }

    /** Return the day as it is now, nothing when it could not be had. */
    async send(form, submitter) {
        const body = new FormData(form);
        if (submitter?.name) {
            body.set(submitter.name, submitter.value);
        }
        try {
            // Not form.action: that is the field of this name.
            const response = await fetch(form.getAttribute("action"), { method: "POST", body });
            if (!response.ok) {
                return null;
            }
            const page = new DOMParser().parseFromString(await response.text(), "text/html");
            return page.querySelector(".o_rendezvous_rounds");
        } catch {
            return null;
        }
    }

    show(fresh, id) {
        this.el.replaceChildren(...fresh.children);
        const card = document.getElementById(id);
        (card?.querySelector("[role='alert']") || card)?.focus();
    }

    /** Say that nothing was saved; the words come from the page, translated. */
    warn(form) {
        form.querySelector("[role='alert']")?.remove();
        const words = this.el.querySelector(".o_rendezvous_rounds_offline").content;
        form.prepend(words.cloneNode(true));
        form.querySelector("[role='alert']").focus();
    }
}

registry.category("public.interactions").add("rendezvous.day", RendezvousDay);
