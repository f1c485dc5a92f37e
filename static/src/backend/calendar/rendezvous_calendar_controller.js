import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { CalendarController } from "@web/views/calendar/calendar_controller";

export class RendezvousCalendarController extends CalendarController {
    /** A click on an empty time opens the picker there; nothing is created by a drag. */
    createRecord(record) {
        return this.newAppointment(record.isAllDay ? null : record.start);
    }

    newAppointment(wanted = null) {
        const { context } = this.props;
        const additionalContext = {
            default_agenda_id: context.default_agenda_id || false,
            default_partner_id: context.default_partner_id || false,
            default_service_id: context.default_service_id || false,
            default_wanted: wanted ? serializeDateTime(wanted) : false,
        };
        return this.action.doAction("rendezvous.rendezvous_booking_action", {
            additionalContext,
            onClose: () => this.model.load(),
        });
    }

    get scales() {
        const scales = super.scales;
        const { daysShown } = this.model;
        if (daysShown && daysShown !== 7) {
            const label = daysShown === 1 ? _t("1 day") : _t("%s days", daysShown);
            scales.week = { ...scales.week, description: label };
        }
        return scales;
    }

    get rendererProps() {
        const props = super.rendererProps;
        return this.model.showsOwnDays ? { ...props, isWeekendVisible: true } : props;
    }

    async setDate(move) {
        const { model } = this;
        if (!model.showsOwnDays || model.isWalkedByWeek || move === "today") {
            return super.setDate(move);
        }
        const days = move === "next" ? 1 : -1;
        await model.load({ date: model.date.plus({ days }) });
    }

}
