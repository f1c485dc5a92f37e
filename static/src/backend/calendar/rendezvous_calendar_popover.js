import { CalendarCommonPopover } from "@web/views/calendar/calendar_common/calendar_common_popover";

/** The card of an appointment, with what one does about it in one click. */
export class RendezvousCalendarPopover extends CalendarCommonPopover {
    static subTemplates = {
        ...CalendarCommonPopover.subTemplates,
        footer: "rendezvous.CalendarPopover.footer",
    };

    get isMovable() {
        return this.props.record.isMovable;
    }

    openWizard(name) {
        const { close, model, record } = this.props;
        close();
        return model.openWizard(name, record.id);
    }
}
