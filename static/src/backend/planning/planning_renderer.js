/* global vis */
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { usePopover } from "@web/core/popover/popover_hook";
import { user } from "@web/core/user";
import { TimelineRenderer } from "@web_timeline/views/timeline/timeline_renderer.esm";

import { useRef } from "@odoo/owl";

import { PlanningDayCard, PlanningVisitCard } from "./planning_card";
import { byPlace, items, rows, visitLabel } from "./planning_items";
import { hoursOfDay } from "./planning_period";
import { RequestList } from "./request_list";

const { DateTime } = luxon;
const QUARTER = 15 * 60 * 1000;
const GHOST = "ghost";
const AXES = { day: { scale: "hour", step: 1 }, week: { scale: "hour", step: 3 } };

/** Technicians in rows, their days behind, visits and drives in front; on a phone, a list. */
export class PlanningRenderer extends TimelineRenderer {
    static template = "rendezvous.PlanningRenderer";
    static components = { DateTimeInput, RequestList };
    static props = {
        model: Object,
        move: Function,
        plan: Function,
        actOnVisit: Function,
        actOnDay: Function,
        openRequest: Function,
        openRequests: Function,
        openTours: Function,
    };

    setup() {
        super.setup();
        this.anchorRef = useRef("anchor");
        this.visitCard = usePopover(PlanningVisitCard, { position: "bottom" });
        this.dayCard = usePopover(PlanningDayCard, { position: "bottom" });
        this.dragged = null;
    }

    get title() {
        const { model } = this;
        if (model.scale === "day") {
            return model.date.toLocaleString({ ...DateTime.DATE_FULL, weekday: "long" });
        }
        const last = model.stop.minus({ days: 1 });
        const month = { day: "numeric", month: "short" };
        return `${model.start.toLocaleString(month)} – ${last.toLocaleString({ ...month, year: "numeric" })}`;
    }

    get timeFormat() {
        return DateTime.TIME_SIMPLE;
    }

    // -- The period shown

    walk(direction) {
        const { model } = this;
        return model.show({ date: model.date.plus({ [`${model.scale}s`]: direction }) });
    }

    goTo(date) {
        return date && this.model.show({ date: date.startOf("day") });
    }

    today() {
        return this.model.show({ date: DateTime.now().startOf("day") });
    }

    // -- The chart

    init_timeline() {
        if (!this.canvasRef.el) {
            return;
        }
        super.init_timeline();
        const { itemSet, dom } = this.timeline;
        this.timeline.on("changed", () => this.nameVisits());
        // The chart stays hidden until something is drawn after its first range is set.
        this.timeline.on("rangechanged", () => this.timeline.redraw());
        dom.root.addEventListener("dragover", (ev) => this.onDragOver(ev));
        dom.root.addEventListener("dragleave", (ev) => this.onDragLeave(ev));
        // Before the timeline's own listener, which expects items of its own and lets nothing pass.
        dom.root.addEventListener("drop", (ev) => this.onDrop(ev), { capture: true });
        itemSet.dom.frame.addEventListener("keydown", (ev) => this.onKeydown(ev));
    }

    _computeMode() {
        Object.assign(this.options, {
            ...this.windowOptions,
            format: {
                minorLabels: minorLabel,
                majorLabels: (date) => majorLabel(date, this.model.scale),
            },
            height: "100%",
            itemsAlwaysDraggable: { item: true, range: false },
            locale: user.lang.slice(0, 2),
            margin: { axis: 2, item: { horizontal: 0, vertical: 2 } },
            // The clock of the user, not of the browser.
            moment: (date) => vis.moment(date).utcOffset(DateTime.fromJSDate(new Date(date)).offset),
            moveable: false,
            multiselect: false,
            onMoving: (item, callback) => callback(item),
            order: byPlace,
            orientation: { axis: "top", item: "top" },
            selectable: false,
            snap: (date) => new Date(Math.round(date / QUARTER) * QUARTER),
            tooltip: { followMouse: true, overflowMethod: "flip" },
            verticalScroll: true,
            zoomable: false,
        });
    }

    get windowOptions() {
        const { scale, shown } = this.model;
        const hours = shown.days.map((day) => hoursOfDay(shown, day));
        return {
            start: hours[0][0].toJSDate(),
            end: hours.at(-1)[1].toJSDate(),
            hiddenDates: hours
                .slice(1)
                .map(([start], index) => ({ start: hours[index][1].toJSDate(), end: start.toJSDate() }))
                .filter(({ start, end }) => start < end),
            timeAxis: AXES[scale],
        };
    }

    on_data_loaded() {
        if (!this.timeline) {
            return;
        }
        const { start, end, ...options } = this.windowOptions;
        this.timeline.setOptions(options);
        this.timeline.setWindow(start, end, { animation: false });
        this.timeline.setGroups(rows(this.model));
        this.timeline.setItems(items(this.model));
    }

    on_attach_callback() {
        if (this.timeline) {
            this.timeline.redraw();
        }
    }

    /** Lead the keyboard and screen readers to each visit. */
    nameVisits() {
        for (const visit of this.model.data) {
            const box = this.timeline.itemSet.items[visit.id]?.dom?.box;
            if (box && !box.hasAttribute("tabindex")) {
                box.tabIndex = 0;
                box.dataset.visit = visit.id;
                box.setAttribute("role", "button");
                box.setAttribute("aria-label", visitLabel(visit));
            }
        }
    }

    onKeydown(ev) {
        const box = ev.target.closest("[data-visit]");
        if (box && (ev.key === "Enter" || ev.key === " ")) {
            ev.preventDefault();
            this.openVisit(this.model.visit(Number(box.dataset.visit)), box);
        }
    }

    on_timeline_click(ev) {
        if (ev.what === "group-label") {
            this.props.openTours(ev.group);
        } else if (this.model.visit(ev.item)) {
            this.openVisit(this.model.visit(ev.item), this.placeAnchor(ev.event));
        } else if (["item", "background"].includes(ev.what) && ev.group) {
            this.openDay(ev.group, DateTime.fromJSDate(ev.snappedTime), this.placeAnchor(ev.event));
        }
    }

    /** A double click opens what a click opens. */
    on_update() {}

    /** Put what cards point at where the click was. */
    placeAnchor(ev) {
        const anchor = this.anchorRef.el;
        const { left, top } = this.rootRef.el.getBoundingClientRect();
        const { x, y } = ev.center || { x: ev.clientX, y: ev.clientY };
        anchor.style.left = `${x - left}px`;
        anchor.style.top = `${y - top}px`;
        return anchor;
    }

    openVisit(visit, target) {
        const technician = this.model.technician(visit.technicianId)?.name || "";
        this.visitCard.open(target, { visit, technician, act: this.props.actOnVisit });
    }

    openDay(technicianId, moment, target) {
        const { model } = this;
        this.dayCard.open(target, {
            technician: model.technician(technicianId).name,
            moment,
            tour: model.tourOn(technicianId, moment),
            isPlanner: model.isPlanner,
            act: (name) => this.props.actOnDay(name, technicianId, moment),
        });
    }

    // -- Moving visits and planning requests

    /** The visit is back in its place until the server has said yes. */
    on_move(item, callback) {
        const visit = this.model.visit(item.id);
        const start = DateTime.fromJSDate(item.start);
        callback(null);
        if (!start.equals(visit.start) || item.group !== visit.technicianId) {
            this.props.move(visit, start, item.group);
        }
    }

    startDrag(request) {
        this.dragged = request;
    }

    onDragOver(ev) {
        const place = this.dragged && this.placeAt(ev);
        if (!place) {
            return;
        }
        ev.preventDefault();
        const { start, group } = place;
        const end = new Date(start.getTime() + this.dragged.minutes * 60 * 1000);
        this.timeline.itemsData.update({
            id: GHOST,
            type: "range",
            group,
            start,
            end,
            content: this.dragged.contact,
            className: "o_rendezvous_ghost",
        });
    }

    onDragLeave(ev) {
        if (!this.timeline.dom.root.contains(ev.relatedTarget)) {
            this.timeline.itemsData.remove(GHOST);
        }
    }

    onDrop(ev) {
        if (!this.dragged) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const place = this.placeAt(ev);
        this.timeline.itemsData.remove(GHOST);
        if (place) {
            this.props.plan(this.dragged, DateTime.fromJSDate(place.start), place.group);
        }
        this.dragged = null;
    }

    /** Return the row and the time under the pointer. */
    placeAt(ev) {
        const { group, snappedTime } = this.timeline.getEventProperties(ev);
        return group ? { group, start: new Date(snappedTime) } : null;
    }
}

function minorLabel(date) {
    return DateTime.fromMillis(date.valueOf()).toLocaleString({ hour: "numeric" });
}

function majorLabel(date, scale) {
    // A label that is too long for its day would lie on the next one.
    const length = scale === "day" ? "long" : "short";
    return DateTime.fromMillis(date.valueOf()).toLocaleString({
        weekday: length,
        day: "numeric",
        month: length,
    });
}
