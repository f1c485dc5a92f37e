import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const { DateTime } = luxon;
const DIGITS = { number: 0, rate: 1, days: 1, hours: 1 };

function number(value, kind) {
    const options = { maximumFractionDigits: DIGITS[kind] };
    if (kind === "rate") {
        options.style = "percent";
    }
    return new Intl.NumberFormat(user.lang, options).format(value);
}

/** A value in words; a dash where there is no answer. */
export function formatValue(value, kind) {
    if (value === false || value === null) {
        return "–";
    }
    if (kind === "text") {
        return value;
    }
    if (kind === "month") {
        return DateTime.fromISO(value).toLocaleString({ month: "short", year: "numeric" });
    }
    return kind === "days" ? _t("%s days", number(value, kind)) : number(value, kind);
}

export function formatDay(iso, options = { day: "numeric", month: "short" }) {
    return DateTime.fromISO(iso).toLocaleString(options);
}

export function formatPeriod(first, last) {
    return _t("%(first)s to %(last)s", {
        first: formatDay(first, DateTime.DATE_MED),
        last: formatDay(last, DateTime.DATE_MED),
    });
}

function signed(value, kind) {
    const sign = value > 0 ? "+" : value < 0 ? "−" : "±";
    return sign + number(Math.abs(value), kind);
}

/**
 * What changed since the period before: words, direction, and whether it is good news.
 * Counts are compared in percent, rates in points.
 */
export function comparison({ value, before, kind, better }) {
    if (value === false || before === false || (kind === "number" && !before)) {
        return null;
    }
    // As it is shown: what rounds to nothing is no news.
    const steps = { number: 1, rate: 1000, days: 10 }[kind];
    const difference = Math.round((value - before) * steps) / steps;
    const change = {
        number: () => signed(difference / before, "rate"),
        rate: () => _t("%s points", signed(difference * 100, "days")),
        days: () => _t("%s days", signed(difference, "days")),
    }[kind]();
    return {
        change,
        before: _t("before: %s", formatValue(before, kind)),
        icon: difference > 0 ? "fa-arrow-up" : difference < 0 ? "fa-arrow-down" : "fa-minus",
        news: !better || !difference ? "same" : difference * better > 0 ? "good" : "bad",
    };
}
