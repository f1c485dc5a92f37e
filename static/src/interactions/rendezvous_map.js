import { Interaction } from "@web/public/interaction";
import { loadCSS, loadJS } from "@web/core/assets";
import { registry } from "@web/core/registry";

const LIB = "/web_leaflet_lib/static/lib/leaflet";

/** The places on a map, loaded when it comes into sight; the list says the same. */
export class RendezvousMap extends Interaction {
    static selector = ".o_rendezvous_map";

    start() {
        this.el.classList.remove("d-none");
        const observer = new IntersectionObserver((entries) => {
            if (entries.some((entry) => entry.isIntersecting)) {
                observer.disconnect();
                this.show().catch(() => this.el.classList.add("d-none"));
            }
        });
        observer.observe(this.el);
        this.registerCleanup(() => observer.disconnect());
    }

    async show() {
        await this.waitFor(Promise.all([loadCSS(`${LIB}/leaflet.css`), loadJS(`${LIB}/leaflet.js`)]));
        const { L } = window;
        L.Icon.Default.imagePath = `${LIB}/images/`;
        const map = L.map(this.el, { scrollWheelZoom: false });
        this.registerCleanup(() => map.remove());
        const { tiles, attribution, markers } = this.el.dataset;
        L.tileLayer(tiles, { attribution, maxZoom: 19 }).addTo(map);
        const group = L.featureGroup(JSON.parse(markers).map((place) => this.marker(L, place)));
        group.addTo(map);
        map.fitBounds(group.getBounds(), { maxZoom: 15, padding: [30, 30] });
    }

    marker(L, place) {
        const name = document.createElement("a");
        name.href = `#${place.anchor}`;
        name.textContent = place.name;
        const popup = document.createElement("div");
        popup.append(name, document.createElement("br"), place.address);
        if (place.first) {
            const first = document.createElement("strong");
            first.textContent = place.first;
            popup.append(document.createElement("br"), first);
        }
        const options = { alt: place.name, title: place.name };
        return L.marker([place.latitude, place.longitude], options).bindPopup(popup);
    }
}

registry.category("public.interactions").add("rendezvous.map", RendezvousMap);
