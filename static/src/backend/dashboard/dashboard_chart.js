import { loadBundle } from "@web/core/assets";
import { browser } from "@web/core/browser/browser";

import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";

import { formatDay, formatValue } from "./dashboard_format";

// Each stands out from white by more than 3:1.
const COLORS = {
    done: "#0f766e",
    attended: "#0f766e",
    confirmed: "#2563eb",
    services: "#2563eb",
    fill: "#7c3aed",
    excused: "#b45309",
    no_show: "#b91c1c",
    cancelled: "#6b7280",
    unknown: "#6b7280",
};
const INK = "#374151";
const ROW_HEIGHT = 34;
// How many letters of a name fit, on a telephone and beside a wide picture.
const LONGEST = 22;
const LONGEST_WIDE = 40;
const WIDE = 520;

/** One picture of the dashboard, with the same figures as a table below it. */
export class DashboardChart extends Component {
    static template = "rendezvous.DashboardChart";
    static props = { chart: Object };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                if (!this.canvas.el) {
                    return;
                }
                const drawn = new window.Chart(this.canvas.el, this.config);
                return () => drawn.destroy();
            },
            () => [this.props.chart, this.canvas.el]
        );
    }

    get labels() {
        const { dates, labels } = this.props.chart;
        return labels || dates.map((day) => formatDay(day));
    }

    get isEmpty() {
        return !this.props.chart.series.some(({ values }) => values.some((value) => value));
    }

    get isFlat() {
        return ["services", "fill"].includes(this.props.chart.key);
    }

    get style() {
        const height = this.isFlat ? this.labels.length * ROW_HEIGHT + 50 : 280;
        return `height: ${Math.max(height, 160)}px`;
    }

    show(value) {
        return formatValue(value, this.props.chart.kind);
    }

    get config() {
        const still = browser.matchMedia("(prefers-reduced-motion: reduce)").matches;
        const common = {
            maintainAspectRatio: false,
            responsive: true,
            ...(still ? { animation: false } : { animation: { duration: 300 } }),
        };
        return this.props.chart.key === "attendance" ? this.ring(common) : this.bars(common);
    }

    shortened(label) {
        const longest = this.canvas.el.clientWidth > WIDE ? LONGEST_WIDE : LONGEST;
        return this.isFlat && label.length > longest ? `${label.slice(0, longest - 1)}…` : label;
    }

    ring(common) {
        const { keys, series } = this.props.chart;
        const data = {
            labels: this.labels,
            datasets: [
                {
                    data: series[0].values,
                    backgroundColor: keys.map((key) => COLORS[key]),
                    borderColor: "#fff",
                },
            ],
        };
        const legend = { position: "bottom", labels: { color: INK, usePointStyle: true } };
        return {
            type: "doughnut",
            data,
            options: { ...common, cutout: "62%", plugins: { legend } },
        };
    }

    bars(common) {
        const { key, kind, series } = this.props.chart;
        const stacked = key === "weeks";
        const datasets = series.map((one) => ({
            label: one.label,
            data: one.values,
            backgroundColor: COLORS[one.key],
            borderRadius: stacked ? 0 : 4,
            maxBarThickness: 36,
        }));
        const values = {
            stacked,
            beginAtZero: true,
            ...(kind === "rate" ? { max: 1 } : {}),
            ticks: { color: INK, precision: 0, callback: (value) => this.show(value) },
        };
        const names = {
            stacked,
            grid: { display: false },
            ticks: {
                color: INK,
                callback: (_value, index) => this.shortened(this.labels[index]),
            },
        };
        const plugins = {
            legend: {
                display: stacked,
                position: "bottom",
                labels: { color: INK, usePointStyle: true },
            },
            tooltip: {
                callbacks: {
                    label: ({ dataset, raw }) => `${dataset.label}: ${this.show(raw)}`,
                },
            },
        };
        const scales = this.isFlat ? { x: values, y: names } : { x: names, y: values };
        return {
            type: "bar",
            data: { labels: this.labels, datasets },
            options: { ...common, indexAxis: this.isFlat ? "y" : "x", plugins, scales },
        };
    }
}
