import { browser } from "@web/core/browser/browser";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { TimelineModel } from "@web_timeline/views/timeline/timeline_model.esm";

import { gaps, shownTime, withMoments } from "./planning_period";

const { DateTime } = luxon;
const SLOT_TAKEN = "odoo.addons.rendezvous.exceptions.SlotTaken";
const STORAGE_KEY = "rendezvous.planning.scale";
const LIMIT = 5000;

/** The appointments of one day or week, and in one more call all that is drawn around them. */
export class PlanningModel extends TimelineModel {
    // Not the timeline's own setup: it asks for rights one by one and loads all there ever was.
    setup(params) {
        this.params = params;
        this.model_name = params.resModel;
        this.fields = params.fields;
        this.date_start = params.date_start;
        this.date_stop = params.date_stop;
        this.colors = params.colors;
        this.last_group_bys = [params.default_group_by];
        this.keepLast = new KeepLast();
        const stored = browser.localStorage.getItem(STORAGE_KEY);
        this.scale = this.env.isSmall || stored === "day" ? "day" : "week";
        this.date = DateTime.now().startOf("day");
        this.data = [];
        this.technicians = [];
        this.requests = [];
    }

    get start() {
        return this.date.startOf(this.scale);
    }

    get stop() {
        return this.start.plus({ [`${this.scale}s`]: 1 });
    }

    get canEdit() {
        return true;
    }

    get canCreate() {
        return false;
    }

    get canDelete() {
        return false;
    }

    async load(searchParams) {
        this.searchParams = searchParams || this.searchParams;
        const { context, domain } = this.searchParams;
        const [start, stop] = [serializeDateTime(this.start), serializeDateTime(this.stop)];
        const period = [[this.date_start, "<", stop], [this.date_stop, ">", start]];
        const [records, around, canForce, isPlanner] = await this.keepLast.add(
            Promise.all([
                this.orm.searchRead(
                    this.model_name,
                    ["&", "&", ...period, ...(domain.length ? domain : [[1, "=", 1]])],
                    this.params.fieldNames,
                    { context, order: "start, id", limit: LIMIT }
                ),
                this.orm.call("rendezvous.tour", "get_planning", [start, stop]),
                user.hasGroup("rendezvous.group_book_outside"),
                user.hasGroup("rendezvous.group_planner"),
            ])
        );
        this.canForce = canForce;
        this.isPlanner = isPlanner;
        this.setAround(around);
        this.data = records.map((record) => this.prepareVisit(record));
        this.shown = shownTime([...this.openings, ...this.data], this.start, this.stop);
        this.notify();
    }

    setAround(around) {
        this.technicians = around.technicians;
        this.requests = around.requests;
        this.requestCount = around.request_count;
        this.tours = withMoments(around.tours);
        this.legs = withMoments(around.legs);
        this.closed = withMoments(around.closed);
        const closed = Object.groupBy(this.closed, (period) => period.technician_id);
        this.openings = Object.values(closed).flatMap((periods) => gaps(periods, this.start, this.stop));
    }

    prepareVisit(record) {
        const legs = this.legs.filter((leg) => leg.appointment_id === record.id);
        const moment = (value) => value && deserializeDateTime(value);
        return {
            ...record,
            start: moment(record.start),
            stop: moment(record.stop),
            told: record.window_start && [moment(record.window_start), moment(record.window_stop)],
            technicianId: record.technician_id && record.technician_id[0],
            contact: record.partner_id[1],
            service: record.service_id[1],
            sector: record.sector_id ? record.sector_id[1] : "",
            colorIndex: record.sector_id ? record.sector_color : record.color,
            leg: legs[0],
        };
    }

    async show({ scale, date }) {
        this.scale = scale || this.scale;
        this.date = date || this.date;
        if (scale) {
            browser.localStorage.setItem(STORAGE_KEY, scale);
        }
        await this.load();
    }

    technician(id) {
        return this.technicians.find((technician) => technician.id === id);
    }

    visit(id) {
        return this.data.find((visit) => visit.id === id);
    }

    tourOn(technicianId, moment) {
        return this.tours.find(
            (tour) => tour.technician_id === technicianId && tour.start <= moment && moment < tour.stop
        );
    }

    visitsOf(technicianId, day = this.date) {
        return this.data.filter(
            (visit) => visit.technicianId === technicianId && visit.start.hasSame(day, "day")
        );
    }

    /** Work and driving of the shown days. */
    loadOf(technicianId) {
        // By its noon: the technician's midnight may be another than the reader's.
        const noon = (tour) => tour.start.plus({ hours: 12 });
        const shown = this.tours.filter(
            (tour) =>
                tour.technician_id === technicianId && this.start <= noon(tour) && noon(tour) < this.stop
        );
        const sum = (name) => shown.reduce((total, tour) => total + tour[name], 0);
        return { hours: sum("load_hours"), open: sum("open_hours"), km: sum("km"), visits: sum("visits") };
    }

    /** Return the agenda of a technician where a visit stays, or goes: its own, else one with its service. */
    agendaFor(visit, technicianId) {
        const agendas = this.technician(technicianId)?.agendas || [];
        const has = (agenda) => agenda.services.includes(visit.service_id[0]);
        const own = agendas.find((agenda) => agenda.id === visit.agenda_id[0]);
        return (own || agendas.find(has) || agendas[0])?.id;
    }

    /** Return why the move was refused, "" once done. */
    move(visit, start, technicianId, notify, forced) {
        return this.attempt(
            "rendezvous.appointment",
            "action_move",
            [[visit.id], serializeDateTime(start)],
            {
                notify,
                forced,
                technician_id: technicianId,
                agenda_id: this.agendaFor(visit, technicianId),
            }
        );
    }

    /** Return why the request cannot be planned there, "" once done. */
    plan(request, start, technicianId, forced) {
        return this.attempt("rendezvous.request", "action_plan_at", [
            [request.id],
            serializeDateTime(start),
            technicianId,
            forced,
        ]);
    }

    async attempt(model, method, args, kwargs = {}) {
        try {
            await this.orm.call(model, method, args, kwargs);
        } catch (error) {
            if (error instanceof RPCError && error.exceptionName === SLOT_TAKEN) {
                return error.data.message;
            }
            throw error;
        }
        return "";
    }

    undoPlan(request) {
        return this.orm.call("rendezvous.request", "action_undo_plan", [[request.id]]);
    }

    /** Return the moment in words, with the technician. */
    momentLabel(moment, technicianId) {
        const when = moment.toLocaleString({
            ...DateTime.DATETIME_FULL,
            timeZoneName: undefined,
            weekday: "long",
        });
        const technician = this.technician(technicianId);
        return technician
            ? _t("%(when)s, %(technician)s", { when, technician: technician.name })
            : when;
    }
}
