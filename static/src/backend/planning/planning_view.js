import { registry } from "@web/core/registry";

import { PlanningController } from "./planning_controller";
import { PlanningModel } from "./planning_model";
import { PlanningRenderer } from "./planning_renderer";

const timelineView = registry.category("views").get("timeline");

registry.category("views").add("rendezvous_planning", {
    ...timelineView,
    Controller: PlanningController,
    Model: PlanningModel,
    Renderer: PlanningRenderer,
});
