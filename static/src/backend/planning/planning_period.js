import { deserializeDateTime } from "@web/core/l10n/dates";

const FIRST_HOUR = 8;
const LAST_HOUR = 18;

/** Return the records with their moments as times of the reader. */
export function withMoments(records) {
    return records.map((record) => ({
        ...record,
        start: deserializeDateTime(record.start),
        stop: deserializeDateTime(record.stop),
    }));
}

/** Return what sorted periods leave of [start, stop). */
export function gaps(periods, start, stop) {
    const found = [];
    let from = start;
    for (const period of periods) {
        if (from < period.start) {
            found.push({ start: from, stop: period.start });
        }
        from = from > period.stop ? from : period.stop;
    }
    if (from < stop) {
        found.push({ start: from, stop });
    }
    return found;
}

/**
 * Return the hours and days worth showing: those with work, opened or planned.
 *
 * Nights and closed days would leave no room for the others.
 */
export function shownTime(periods, start, stop) {
    const days = new Map();
    let first = FIRST_HOUR;
    let last = LAST_HOUR;
    for (const period of periods) {
        const day = period.start.startOf("day");
        days.set(day.toISODate(), day);
        const until = period.stop.diff(day, "hours").hours;
        first = Math.min(first, period.start.hour);
        last = Math.max(last, Math.min(Math.ceil(until), 24));
    }
    if (!days.size) {
        for (let day = start; day < stop; day = day.plus({ days: 1 })) {
            days.set(day.toISODate(), day);
        }
    }
    const shown = [...days.values()].filter((day) => start <= day && day < stop);
    shown.sort((a, b) => a - b);
    return { days: shown, first, last };
}

/** Return [start, stop] of one shown day. */
export function hoursOfDay({ first, last }, day) {
    // By the clock, whatever the day's length when clocks change.
    return [day.set({ hour: first }), last === 24 ? day.plus({ days: 1 }) : day.set({ hour: last })];
}
