import { NavBar } from "@web/webclient/navbar/navbar";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { debounce } from "@web/core/utils/timing";

import { reactive, useState } from "@odoo/owl";

const APP = "rendezvous.rendezvous_menu";
const MENU = "rendezvous.rendezvous_request_menu";

/** How many interventions are to plan, counted again with each page of the application. */
const toPlanService = {
    dependencies: ["menu", "orm"],
    start(env, { menu, orm }) {
        const state = reactive({ count: 0 });
        const count = debounce(async () => {
            if (menu.getCurrentApp()?.xmlid === APP) {
                const open = [["state", "=", "open"]];
                state.count = await orm.silent.searchCount("rendezvous.request", open);
            }
        }, 200);
        env.bus.addEventListener("ACTION_MANAGER:UI-UPDATED", count);
        return state;
    },
};

registry.category("services").add("rendezvous_to_plan", toPlanService);

patch(NavBar.prototype, {
    setup() {
        super.setup(...arguments);
        this.toPlan = useState(useService("rendezvous_to_plan"));
    },
    get currentAppSections() {
        return withCount(super.currentAppSections, this.toPlan.count);
    },
});

/** Return menus with the number behind the name of “To plan”. */
function withCount(menus, count) {
    if (!count) {
        return menus;
    }
    return menus.map((menu) => ({
        ...menu,
        name: menu.xmlid === MENU ? `${menu.name} (${count})` : menu.name,
        childrenTree: withCount(menu.childrenTree || [], count),
    }));
}
