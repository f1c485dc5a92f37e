import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";

import { DashboardChart } from "./dashboard_chart";
import { comparison, formatPeriod, formatValue } from "./dashboard_format";

/** The figures of one establishment, or of all one may see, over a period. */
export class Dashboard extends Component {
    static template = "rendezvous.Dashboard";
    static components = { DashboardChart, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Dashboard");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = { controlPanel: {} };
        this.formatValue = formatValue;
        this.comparison = comparison;
        const kept = this.props.state || {};
        this.state = useState({
            companyId: kept.companyId || false,
            period: kept.period || "30_days",
            isBusy: false,
            data: null,
        });
        useSetupAction({
            getLocalState: () => ({ companyId: this.state.companyId, period: this.state.period }),
        });
        onWillStart(() => this.load());
    }

    get question() {
        return [this.state.companyId, this.state.period];
    }

    async load() {
        this.state.data = await this.keepLast.add(
            this.orm.call("rendezvous.dashboard", "get_data", this.question)
        );
    }

    async choosePeriod(period) {
        this.state.period = period;
        await this.load();
    }

    async chooseCompany(value) {
        this.state.companyId = Number(value) || false;
        await this.load();
    }

    async refresh() {
        this.state.isBusy = true;
        try {
            await this.orm.call("rendezvous.dashboard", "refresh", [this.state.companyId]);
            await this.load();
        } finally {
            this.state.isBusy = false;
        }
    }

    get periodWords() {
        const { first, last, before_first, before_last } = this.state.data;
        return _t("%(period)s, compared with %(before)s", {
            period: formatPeriod(first, last),
            before: formatPeriod(before_first, before_last),
        });
    }

    fileUrl(extension) {
        const [companyId, period] = this.question;
        return url(`/rendezvous/dashboard.${extension}`, { company_id: companyId || "", period });
    }

    async open(tile) {
        const action = await this.action.loadAction(tile.action);
        return this.action.doAction({
            ...action,
            display_name: tile.label,
            name: tile.label,
            domain: tile.domain,
            context: { pivot_measures: tile.measures, graph_measure: tile.measures.at(-1) },
        });
    }
}

registry.category("actions").add("rendezvous_dashboard", Dashboard);
