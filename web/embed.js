// <gqa-playground h="8" g="2" view="heads">: the playground in any page. Attributes are
// the parameters of its address; besides, height (in pixels, 560 if it does not say),
// load ("seen" or "click"), autoheight, and label. What is in the element is shown
// until the frame has proven to run, and where it never does.
(() => {
  "use strict";
  if (customElements.get("gqa-playground")) return;
  const base = new URL(".", document.currentScript.src);
  const parameters = ["h", "g", "dh", "layers", "ctx", "batch", "bytes", "src", "prompt", "temp", "seed", "view", "hide", "lock", "theme", "motion", "run", "lang", "links"];
  const limit = (n, low, high) => Math.min(high, Math.max(low, n));

  customElements.define("gqa-playground", class extends HTMLElement {
    static observedAttributes = parameters;
    #frame; #state; #ready; #letters = new Map(); #number = 0; #seen;

    connectedCallback() {
      const { style } = this;
      style.display = "block";
      style.position = "relative";
      style.height = `${limit(Number(this.getAttribute("height")) || 560, 120, 4000)}px`; // before anything loads: nothing moves later
      style.overflow = "hidden";
      addEventListener("message", this.#receive);
      this.addEventListener("click", this.#click);
      if (this.#frame) this.#drop(); // it was moved, and the browser began it anew
      if (this.getAttribute("load") === "click") return;
      if (!self.IntersectionObserver) return this.load();
      this.#seen = new IntersectionObserver((entries) => entries.at(-1).isIntersecting && this.load(), { rootMargin: "200px" });
      this.#seen.observe(this);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#receive);
      this.removeEventListener("click", this.#click);
      this.#seen?.disconnect();
      this.#drop();
    }

    attributeChangedCallback(name, was, value) {
      if (was !== value && this.#state) this.set({ [name]: value ?? "" }).catch(() => {});
    }

    // state is the last that the frame has told, and undefined before.
    get state() { return this.#state; }
    set(state) { return this.#ask({ type: "set", state }); }
    run() { return this.#ask({ type: "run" }); }
    stop() { return this.#ask({ type: "stop" }); }
    measure(options) { return this.#ask({ ...options, type: "measure" }); }
    loadModel(bytes, name) { return this.#ask({ type: "load", bytes, name }); }
    async toSVG() { return (await this.#ask({ type: "snapshot", mime: "image/svg+xml" })).data; }
    async toPNG() {
      const { data } = await this.#ask({ type: "snapshot", mime: "image/png" });
      const bytes = Uint8Array.from(atob(data.slice(data.indexOf(",") + 1)), (c) => c.charCodeAt(0));
      return new Blob([bytes], { type: "image/png" });
    }

    // load puts the frame in. It is seen once it has spoken.
    load() {
      if (this.#frame) return;
      this.#seen?.disconnect();
      const url = new URL("embed/", base);
      for (const name of parameters) if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name));
      const frame = (this.#frame = document.createElement("iframe"));
      frame.title = this.getAttribute("label") ?? "Grouped-query attention";
      frame.sandbox = "allow-scripts allow-popups";
      frame.referrerPolicy = "no-referrer";
      Object.assign(frame.style, { position: "absolute", inset: "0", width: "100%", height: "100%", border: "0", visibility: "hidden" });
      frame.src = url;
      frame.onload = () => this.#post({ type: "hello" });
      this.append(frame);
    }

    #show() {
      if (this.#frame.style.visibility === "") return;
      this.#frame.style.visibility = "";
      for (const child of this.children) if (child !== this.#frame) child.hidden = true;
    }

    #drop() {
      this.#frame?.remove();
      this.#frame = this.#state = this.#ready = undefined;
      for (const child of this.children) child.hidden = false;
      for (const { reject } of this.#letters.values()) reject(new Error("the frame is gone"));
      this.#letters.clear();
    }

    #click = (event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || this.#frame) return;
      event.preventDefault();
      this.load();
    };

    #post(letter) { this.#frame?.contentWindow?.postMessage({ gqa: 1, ...letter }, "*"); } // its origin is none

    #ask(letter) {
      return new Promise((resolve, reject) => {
        const id = ++this.#number;
        this.#letters.set(id, { resolve, reject, letter });
        this.load();
        if (this.#ready) this.#post({ ...letter, id });
      });
    }

    #receive = ({ source, data }) => {
      if (!this.#frame || source !== this.#frame.contentWindow || data?.gqa !== 1) return;
      const { type, id } = data;
      if (data.state) this.#state = data.state;
      if (type === "resize") {
        if (data.drawn) this.#show();
        if (this.hasAttribute("autoheight")) this.style.height = `${limit(Number(data.height) || 0, 120, 4000)}px`;
      }
      if (type === "ready" && !this.#ready) {
        this.#ready = true;
        this.#show();
        for (const [id, { letter }] of this.#letters) this.#post({ ...letter, id });
      }
      const asked = this.#letters.get(id);
      if (asked) {
        this.#letters.delete(id);
        if (type === "error") asked.reject(Object.assign(new Error(data.message), { code: data.code }));
        else asked.resolve(data);
      }
      if (["ready", "change", "run", "error"].includes(type)) {
        this.dispatchEvent(new CustomEvent(`gqa-${type}`, { detail: data, bubbles: true }));
      }
    };
  });
})();
