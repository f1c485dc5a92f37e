import { registry } from "@web/core/registry";

import { PlanningController } from "./planning_controller";
import { PlanningModel } from "./planning_model";
import { PlanningRenderer } from "./planning_renderer";

const timelineView = registry.category("views").get("timeline");

/** Rows are technicians, always: the search bar does not offer to change it. */
class PlanningArchParser extends timelineView.ArchParser {
    parse(arch, fields) {
        const grouped = arch.cloneNode(true);
        grouped.setAttribute("default_group_by", "technician_id");
        return super.parse(grouped, fields);
    }
}

registry.category("views").add("rendezvous_planning", {
    ...timelineView,
    ArchParser: PlanningArchParser,
    Controller: PlanningController,
    Model: PlanningModel,
    Renderer: PlanningRenderer,
});
