import { loadCSS, loadJS } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { session } from "@web/session";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onMounted, onWillStart, onWillUnmount, useRef } from "@odoo/owl";

const LIB = "/web_leaflet_lib/static/lib/leaflet";

/** The located contacts, in the colours of their sectors; the legend counts them. */
export class SectorMap extends Component {
    static template = "rendezvous.SectorMap";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Map of sectors");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.mapRef = useRef("map");
        this.display = { controlPanel: {} };
        onWillStart(async () => {
            const chosen = this.props.action.params?.sector_ids || [];
            [this.data] = await Promise.all([
                this.orm.call("rendezvous.sector", "get_map", [chosen]),
                loadCSS(`${LIB}/leaflet.css`),
                loadJS(`${LIB}/leaflet.js`),
            ]);
        });
        onMounted(() => this.draw());
        onWillUnmount(() => this.map?.remove());
    }

    /** The sectors with the number of their contacts on the map. */
    get legend() {
        return this.data.sectors.map((sector) => ({
            ...sector,
            count: this.data.places.filter((place) => place.sector_id === sector.id).length,
        }));
    }

    get cutMessage() {
        return _t("Only %s contacts are shown: open one sector to see more of it.", this.data.cut);
    }

    draw() {
        if (!this.data.places.length) {
            return;
        }
        const { L } = window;
        this.map = L.map(this.mapRef.el);
        const attribution = session["leaflet.copyright"];
        L.tileLayer(session["leaflet.tile_url"], { attribution, maxZoom: 19 }).addTo(this.map);
        const colors = Object.fromEntries(this.data.sectors.map(({ id, color }) => [id, color]));
        const markers = this.data.places.map((place) => this.marker(L, place, colors));
        const group = L.featureGroup(markers).addTo(this.map);
        this.map.fitBounds(group.getBounds(), { maxZoom: 14, padding: [30, 30] });
    }

    marker(L, place, colors) {
        const name = document.createElement("strong");
        name.textContent = place.name;
        const label = document.createElement("div");
        label.append(name, document.createElement("br"), place.town);
        const fillColor = colors[place.sector_id];
        const options = { radius: 8, color: "#fff", weight: 2, fillColor, fillOpacity: 0.95 };
        return L.circleMarker([place.latitude, place.longitude], options)
            .bindTooltip(label)
            .on("click", () => this.openContact(place.id));
    }

    openContact(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openSector(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "rendezvous.sector",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("rendezvous_sector_map", SectorMap);
