import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { TimelineController } from "@web_timeline/views/timeline/timeline_controller.esm";

import { MoveDialog } from "../calendar/move_dialog";
import { PlanDialog } from "./plan_dialog";

/** What one does on the planning: move, plan, give sectors; the server has the last word. */
export class PlanningController extends TimelineController {
    static template = "rendezvous.PlanningController";
    static components = { ...TimelineController.components, CogMenu };

    setup() {
        super.setup();
        this.notification = useService("notification");
        useBus(this.model.bus, "update", () => this.render(true));
    }

    get rendererProps() {
        return {
            model: this.model,
            move: (visit, start, technicianId) => this.askMove(visit, start, technicianId),
            plan: (request, start, technicianId) => this.askPlan(request, start, technicianId),
            actOnVisit: (name, visit) => this.actOnVisit(name, visit),
            actOnDay: (name, technicianId, moment) => this.actOnDay(name, technicianId, moment),
            openRequest: (name, request) => this.openRequest(name, request),
            openRequests: () => this.actionService.doAction("rendezvous.rendezvous_request_action"),
            openTours: (technicianId) => this.openTours(technicianId),
        };
    }

    reload() {
        return this.model.load();
    }

    /** A drag is a move: asked first, then checked by the server like every booking. */
    askMove(visit, start, technicianId) {
        return new Promise((resolve) => {
            this.dialogService.add(
                MoveDialog,
                {
                    appointment: visit.display_name,
                    from: this.model.momentLabel(visit.start, visit.technicianId),
                    to: this.model.momentLabel(start, technicianId),
                    canForce: this.model.canForce,
                    move: (notify, forced) =>
                        this.model.move(visit, start, technicianId, notify, forced),
                    openPicker: () => this.callOn("rendezvous.appointment", "action_open_move", visit.id),
                },
                { onClose: () => this.reload().then(resolve) }
            );
        });
    }

    askPlan(request, start, technicianId) {
        this.dialogService.add(
            PlanDialog,
            {
                contact: request.contact,
                service: request.service,
                when: this.model.momentLabel(start, technicianId),
                canForce: this.model.canForce,
                plan: (forced) => this.plan(request, start, technicianId, forced),
                openPicker: () => this.openRequest("action_plan", request),
            },
            { onClose: () => this.reload() }
        );
    }

    async plan(request, start, technicianId, forced) {
        const refusal = await this.model.plan(request, start, technicianId, forced);
        if (!refusal) {
            const close = this.notification.add(
                _t("Planned: %(contact)s, %(when)s.", {
                    contact: request.contact,
                    when: this.model.momentLabel(start, technicianId),
                }),
                {
                    type: "success",
                    buttons: [
                        {
                            name: _t("Undo"),
                            onClick: async () => {
                                close();
                                await this.model.undoPlan(request);
                                await this.reload();
                            },
                        },
                    ],
                }
            );
        }
        return refusal;
    }

    /** Call a button's method of one record, and show what it changed. */
    callOn(resModel, name, resId) {
        return this.actionService.doActionButton({
            type: "object",
            name,
            resModel,
            resId,
            resIds: [resId],
            context: {},
            onClose: () => this.reload(),
        });
    }

    actOnVisit(name, visit) {
        if (name === "open") {
            return this.openRecord("rendezvous.appointment", visit.id);
        }
        return this.callOn("rendezvous.appointment", name, visit.id);
    }

    actOnDay(name, technicianId, moment) {
        const tour = this.model.tourOn(technicianId, moment);
        if (name === "open") {
            return this.openRecord("rendezvous.tour", tour.id);
        }
        if (name === "sectors") {
            return this.giveSectors([technicianId], moment, moment);
        }
        return this.newAppointment(technicianId, moment);
    }

    openRequest(name, request) {
        if (name === "open") {
            return this.openRecord("rendezvous.request", request.id);
        }
        return this.callOn("rendezvous.request", name, request.id);
    }

    openRecord(resModel, resId) {
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    openTours(technicianId) {
        return this.actionService.doAction("rendezvous.rendezvous_tour_action", {
            additionalContext: { search_default_employee_id: technicianId },
        });
    }

    giveSectors(technicianIds = [], first = this.model.start, last = this.model.stop.minus({ days: 1 })) {
        return this.actionService.doAction("rendezvous.rendezvous_tour_sectors_action", {
            additionalContext: {
                default_employee_ids: technicianIds,
                default_date_from: serializeDate(first),
                default_date_until: serializeDate(last),
            },
            onClose: () => this.reload(),
        });
    }

    newAppointment(technicianId = false, wanted = null) {
        return this.actionService.doAction("rendezvous.rendezvous_booking_action", {
            additionalContext: {
                default_technician_id: technicianId,
                default_wanted: wanted ? serializeDateTime(wanted) : false,
            },
            onClose: () => this.reload(),
        });
    }
}
