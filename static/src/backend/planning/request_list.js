import { Component, useState } from "@odoo/owl";

/** What is to plan, to drag onto the planning or to plan with the picker. */
export class RequestList extends Component {
    static template = "rendezvous.RequestList";
    static props = {
        requests: Array,
        count: Number,
        plan: Function,
        open: Function,
        openAll: Function,
        drag: Function,
    };

    setup() {
        this.state = useState({ sectorId: "" });
    }

    /** The sectors of what is to plan, each once. */
    get sectors() {
        const sectors = new Map();
        for (const request of this.props.requests) {
            for (const sector of request.sectors) {
                sectors.set(sector.id, sector);
            }
        }
        return [...sectors.values()].sort((a, b) => a.code.localeCompare(b.code));
    }

    get requests() {
        const { sectorId } = this.state;
        if (!sectorId) {
            return this.props.requests;
        }
        return this.props.requests.filter((request) =>
            sectorId === "none"
                ? !request.sectors.length
                : request.sectors.some((sector) => String(sector.id) === sectorId)
        );
    }

    wanted(request) {
        const day = (text) =>
            text && luxon.DateTime.fromISO(text).toLocaleString({ day: "numeric", month: "short" });
        return [day(request.date_from), day(request.date_until)];
    }

    onDragStart(ev, request) {
        ev.dataTransfer.effectAllowed = "move";
        // Firefox starts no drag without data.
        ev.dataTransfer.setData("text/plain", request.contact);
        this.props.drag(request);
    }
}
