import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { FetchRecordError } from "@web/model/relational_model/errors";
import { RelationalModel } from "@web/model/relational_model/relational_model";

const MODEL = "res.partner";

patch(RelationalModel.prototype, {
    /** Say of which model a record is missing: a merged contact has a successor. */
    async _loadRecords(config) {
        try {
            return await super._loadRecords(...arguments);
        } catch (error) {
            if (error instanceof FetchRecordError) {
                error.resModel = config.resModel;
            }
            throw error;
        }
    },
});

async function openSurvivor(env, error) {
    const id = await env.services.orm.call(MODEL, "rendezvous_surviving_id", error.resIds);
    if (!id) {
        env.services.notification.add(error.message, { sticky: true, type: "danger" });
        return;
    }
    env.services.notification.add(_t("This file was merged: here is the one that stays."), {
        type: "info",
    });
    await env.services.action.doAction(
        { type: "ir.actions.act_window", res_model: MODEL, res_id: id, views: [[false, "form"]] },
        { stackPosition: "replaceCurrentAction" }
    );
}

/** An old address, a bookmark or a mention of a merged contact opens the surviving file. */
function mergedContactHandler(env, error, originalError) {
    if (!(originalError instanceof FetchRecordError) || originalError.resIds.length !== 1) {
        return false;
    }
    const shown = env.services.action.currentController?.action.res_model;
    if ((originalError.resModel || shown) !== MODEL) {
        return false;
    }
    error.unhandledRejectionEvent?.preventDefault();
    openSurvivor(env, originalError);
    return true;
}

registry
    .category("error_handlers")
    .add("rendezvousMergedContact", mergedContactHandler, { sequence: 20 });
