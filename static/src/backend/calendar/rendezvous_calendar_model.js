import { browser } from "@web/core/browser/browser";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { CalendarModel } from "@web/views/calendar/calendar_model";

import { MoveDialog } from "./move_dialog";

const { DateTime } = luxon;
const SLOT_TAKEN = "odoo.addons.rendezvous.exceptions.SlotTaken";

export class RendezvousCalendarModel extends CalendarModel {
    static services = [...CalendarModel.services, "action", "dialog"];

    setup(params, services) {
        super.setup(params, services);
        this.action = services.action;
        this.dialog = services.dialog;
        this.data.openings = [];
    }

    /** How many days an agenda's own calendar shows, 0 in the calendar of all agendas. */
    get daysShown() {
        return this.meta.context?.rendezvous_days_shown || 0;
    }

    get ownAgendaId() {
        return this.daysShown ? this.meta.context.default_agenda_id : false;
    }

    /** From 5 days up the weeks are walked, below it the days. */
    get isWalkedByWeek() {
        return this.daysShown >= 5;
    }

    get showsOwnDays() {
        return this.daysShown > 0 && this.scale === "week";
    }

    get storageKey() {
        return this.daysShown ? `${super.storageKey}-own` : super.storageKey;
    }

    get defaultFilterLabel() {
        return _t("None");
    }

    get openings() {
        return this.data.openings;
    }

    /** A week of columns is unreadable on a phone: it opens on the day. */
    getLocalStorageScale() {
        const stored = browser.localStorage.getItem(this.storageKey);
        return this.env.isSmall && !stored ? "day" : super.getLocalStorageScale();
    }

    computeRange() {
        if (!this.showsOwnDays) {
            return super.computeRange();
        }
        const { date } = this.meta;
        const start = (this.isWalkedByWeek ? date.startOf("week") : date).startOf("day");
        return { start, end: start.plus({ days: this.daysShown - 1 }).endOf("day") };
    }

    async updateData(data) {
        await Promise.all([super.updateData(data), this.loadOpenings(data)]);
    }

    async loadOpenings(data) {
        data.openings = [];
        if (!this.ownAgendaId || this.scale === "month") {
            return;
        }
        const { start, end } = this.computeRange();
        data.openings = await this.orm.call("rendezvous.agenda", "get_openings", [
            [this.ownAgendaId],
            serializeDate(start.minus({ days: 1 })),
            serializeDate(end.plus({ days: 1 })),
        ]);
    }

    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        return {
            ...record,
            isHatched: rawRecord.state === "held",
            isStriked: rawRecord.state === "cancelled",
            isMovable: rawRecord.is_movable,
            isOutside: rawRecord.forced,
            attendance: rawRecord.attendance,
            contact: rawRecord.partner_id ? rawRecord.partner_id[1] : "",
            service: rawRecord.service_id ? rawRecord.service_id[1] : "",
        };
    }

    /** A drag is a move: asked first, then checked by the server like every booking. */
    async updateRecord(record) {
        const existing = this.records[record.id];
        if (!existing.start.equals(record.start)) {
            await this.askMove(existing, record.start);
        }
        await this.load();
    }

    async askMove(existing, start) {
        const canForce = await user.hasGroup("rendezvous.group_book_outside");
        return new Promise((resolve) => {
            this.dialog.add(
                MoveDialog,
                {
                    appointment: existing.title,
                    from: this.momentLabel(existing.start),
                    to: this.momentLabel(start),
                    canForce,
                    move: (notify, forced) => this.move(existing, start, notify, forced),
                    openPicker: () => this.openWizard("action_open_move", existing.id),
                },
                { onClose: resolve }
            );
        });
    }

    /** Return why it was refused, "" once moved. */
    async move(existing, start, notify, forced) {
        try {
            await this.orm.call(
                "rendezvous.appointment",
                "action_move",
                [[existing.id], serializeDateTime(start)],
                { notify, forced }
            );
        } catch (error) {
            if (error instanceof RPCError && error.exceptionName === SLOT_TAKEN) {
                return error.data.message;
            }
            throw error;
        }
        return "";
    }

    /** Open a wizard of one appointment, and show what it changed. */
    openWizard(name, resId) {
        return this.action.doActionButton({
            type: "object",
            name,
            resModel: this.resModel,
            resId,
            resIds: [resId],
            context: {},
            onClose: () => this.load(),
        });
    }

    momentLabel(moment) {
        return moment.toLocaleString({ ...DateTime.DATETIME_FULL, timeZoneName: undefined, weekday: "long" });
    }
}
