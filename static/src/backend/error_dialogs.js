import { WarningDialog } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";

// A refusal in words, like every UserError: not a traceback.
registry
    .category("error_dialogs")
    .add("odoo.addons.rendezvous.exceptions.SlotTaken", WarningDialog);
