const { DateTime } = luxon;

/** Read an instant of the server as a DateTime on the reader's clock. */
export function instant(text) {
    return DateTime.fromSQL(text, { zone: "utc" }).setZone(luxon.Settings.defaultZone);
}

/** Return `{first, last}`, the whole hours to draw for one day. */
export function shownHours(columns, day) {
    let first = 8;
    let last = 18;
    for (const { openings, appointments } of columns) {
        for (const { start, stop } of [...openings, ...appointments]) {
            const { from, to } = hoursOfDay(instant(start), instant(stop), day);
            if (from < to) {
                first = Math.min(first, Math.floor(from));
                last = Math.max(last, Math.ceil(to));
            }
        }
    }
    return { first, last };
}

/** Return the hours of `day` that a period covers, cut at both midnights. */
export function hoursOfDay(start, stop, day) {
    const from = start < day ? 0 : start.hour + start.minute / 60;
    const nextDay = day.plus({ days: 1 });
    const to = stop >= nextDay ? 24 : stop.hour + stop.minute / 60;
    return start >= nextDay || stop <= day ? { from: 0, to: 0 } : { from, to };
}

/** Return the CSS place of a period within the drawn hours. */
export function verticalStyle(period, day, hours) {
    const { from, to } = hoursOfDay(instant(period.start), instant(period.stop), day);
    const span = hours.last - hours.first;
    const top = Math.max(0, ((from - hours.first) / span) * 100);
    const bottom = Math.min(100, ((to - hours.first) / span) * 100);
    return bottom > top ? `top: ${top}%; height: ${bottom - top}%;` : "display: none;";
}

/**
 * Give each appointment a sub-column: its technician or place; what overlaps
 * on purpose (outside slots) goes into the next one.
 */
export function layLanes(appointments) {
    const lanes = [];
    const laid = [];
    const order = [...new Set(appointments.map((appointment) => appointment.lane))].sort(
        (a, b) => a - b
    );
    for (const appointment of appointments) {
        let index = order.indexOf(appointment.lane);
        while ((lanes[index] || "") > appointment.start) {
            index++;
        }
        lanes[index] = appointment.stop;
        laid.push({ ...appointment, index });
    }
    return { laid, count: Math.max(1, lanes.length) };
}
