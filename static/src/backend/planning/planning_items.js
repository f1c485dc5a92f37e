import { formatFloatTime } from "@web/views/fields/formatters";
import { renderToElement } from "@web/core/utils/render";

import { hoursOfDay } from "./planning_period";

const { DateTime } = luxon;

const time = (moment) => moment.toLocaleString(DateTime.TIME_SIMPLE);

/** Return one row a technician. */
export function rows(model) {
    return model.technicians.map((technician, order) => ({
        id: technician.id,
        order,
        content: renderToElement("rendezvous.PlanningRow", {
            technician,
            load: model.loadOf(technician.id),
            hours: formatFloatTime,
        }),
    }));
}

/** Return everything that is drawn: days, closed hours, drives and visits. */
export function items(model) {
    return [
        ...model.technicians.flatMap((technician) =>
            model.shown.days.flatMap((day) => dayItems(model, technician, day))
        ),
        ...model.closed.map(closedItem),
        ...model.legs.map(legItem),
        ...model.data.filter((visit) => visit.technicianId).map(visitItem),
    ];
}

/** One technician's day: the colour of its sector behind, its sectors by name above the visits. */
function dayItems(model, technician, day) {
    const tour = model.tourOn(technician.id, day.set({ hour: 12 }));
    const [start, stop] = hoursOfDay(model.shown, day);
    const place = { group: technician.id, start: start.toJSDate() };
    const color = tour?.sectors.length ? `o_rendezvous_color_${tour.sectors[0].color}` : "";
    const id = `${technician.id}_${day.toISODate()}`;
    return [
        {
            ...place,
            id: `day_${id}`,
            type: "background",
            end: stop.toJSDate(),
            className: `o_rendezvous_day ${color} ${tour?.state || ""}`,
            content: "",
        },
        {
            ...place,
            id: `head_${id}`,
            type: "range",
            end: stop.minus({ minutes: 1 }).toJSDate(),
            isHead: true,
            className: "o_rendezvous_day_head",
            editable: false,
            content: renderToElement("rendezvous.PlanningDay", {
                tour: tour || { sectors: [] },
                hours: formatFloatTime,
            }),
        },
    ];
}

function closedItem(period, index) {
    return {
        id: `closed_${index}`,
        type: "background",
        group: period.technician_id,
        start: period.start.toJSDate(),
        end: period.stop.toJSDate(),
        className: "o_rendezvous_closed_hours",
        content: "",
    };
}

function legItem(leg, index) {
    return {
        id: `leg_${index}`,
        type: "background",
        group: leg.technician_id,
        start: leg.start.toJSDate(),
        end: leg.stop.toJSDate(),
        className: `o_rendezvous_leg ${leg.is_short ? "o_rendezvous_leg_short" : ""}`,
        content: renderToElement("rendezvous.PlanningLeg", { leg }),
    };
}

function visitItem(visit) {
    const classes = ["o_rendezvous_visit", `o_rendezvous_color_${visit.colorIndex || 0}`, visit.state];
    if (visit.forced) {
        classes.push("o_rendezvous_outside");
    }
    return {
        id: visit.id,
        type: "range",
        group: visit.technicianId,
        start: visit.start.toJSDate(),
        end: visit.stop.toJSDate(),
        className: classes.join(" "),
        editable: { updateTime: visit.is_movable, updateGroup: visit.is_movable, remove: false },
        content: renderToElement("rendezvous.PlanningVisit", { visit, time }),
        title: renderToElement("rendezvous.PlanningTooltip", { visit, time }),
    };
}

/** Days' heads come first, then visits by time: nothing lies on a head. */
export function byPlace(a, b) {
    return Boolean(b.isHead) - Boolean(a.isHead) || a.start - b.start;
}

/** What a screen reader says of a visit. */
export function visitLabel(visit) {
    return [`${time(visit.start)} – ${time(visit.stop)}`, visit.contact, visit.town, visit.service]
        .filter(Boolean)
        .join(", ");
}
