// Runs the page that the builder has drawn: moves its picture from still to still, and
// starts the program under it once the reader does something or nothing else is to be
// done. What goes wrong is said in a line at the bottom; the page itself stays.
//
// It runs before all other scripts, as it also stands in for what a frame may lack.
"use strict";
(() => {
  const words = {
    en: {
      reload: "Reload",
      alone: "Open in a new window",
      loading: (got, all) => `Loading the program: ${got} of ${all} MB`,
      left: (s) => `, ${s} s left`,
      noWasm: "This browser has no WebAssembly, or it is switched off: the picture and its numbers change, but the model cannot run.",
      noWorker: "This browser has no Web Workers: the picture changes, but the model cannot run.",
      notLoaded: "The program could not be loaded",
      stopped: "The program has stopped",
      missing: (name) => `${name} is missing`,
      exit: (code) => `exit code ${code}`,
      update: "A new version of this page is available.",
    },
    ko: {
      reload: "다시 불러오기",
      alone: "새 창에서 열기",
      loading: (got, all) => `프로그램을 받는 중: ${all}MB 중 ${got}MB`,
      left: (s) => `, ${s}초 남음`,
      noWasm: "이 브라우저에는 WebAssembly가 없거나 꺼져 있습니다. 그림과 숫자는 바뀌지만 모델은 실행되지 않습니다.",
      noWorker: "이 브라우저에는 Web Worker가 없습니다. 그림은 바뀌지만 모델은 실행되지 않습니다.",
      notLoaded: "프로그램을 불러오지 못했습니다",
      stopped: "프로그램이 멈췄습니다",
      missing: (name) => `${name} 파일이 없습니다`,
      exit: (code) => `종료 코드 ${code}`,
      update: "이 페이지의 새 버전이 있습니다.",
      // What load.js says in English.
      status: (code) => `서버 응답 ${code}`,
      unreachable: () => "서버에 연결하지 못했습니다",
      framed: () => "서버가 Access-Control-Allow-Origin: *를 보내야 이 프레임에서 읽을 수 있습니다",
      asFile: () => "파일로 연 페이지는 다른 파일을 읽지 못합니다. 서버로 열거나 한 파일로 된 페이지를 쓰세요",
      page: () => "서버가 파일 대신 페이지를 보냈습니다",
      cut: (got, all) => `${all.toLocaleString("ko")}바이트 중 ${got.toLocaleString("ko")}바이트만 받았습니다`,
      other: () => "받은 내용이 원래 파일과 다릅니다",
    },
  };
  const { site, gqaFrame: frame } = self; // frame: the page is part of another page
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  const language = query.get("lang") ?? navigator.language;
  const lang = language.toLowerCase().split("-")[0] === "ko" ? "ko" : "en";
  const say = (key, ...args) => {
    const word = words[lang][key];
    return typeof word === "function" ? word(...args) : word;
  };
  const attempt = (f) => { try { return f(); } catch {} }; // what a frame may forbid

  // Storage may throw where cookies are blocked and in sandboxed frames; go-app would
  // not survive that. This one forgets everything with the page.
  for (const name of ["localStorage", "sessionStorage"]) {
    if (!frame && attempt(() => (window[name].length, true))) continue;
    const kept = new Map();
    const storage = {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => { kept.set(String(key), String(value)); },
      removeItem: (key) => { kept.delete(String(key)); },
      clear: () => kept.clear(),
      key: (i) => [...kept.keys()][i] ?? null,
      get length() { return kept.size; },
    };
    Object.defineProperty(window, name, { value: storage });
  }

  // Workers are asked for by the names that they have in web/. A sandboxed frame has no
  // origin, and so no worker scripts of its own origin: it may start one from a blob. So
  // does the page that is a single file, where texts take the place of addresses.
  const workerAt = (url) => {
    const file = site.files[new URL(url, site.base).href.slice(site.base.length)];
    if (!file) return url;
    const at = new URL(file.path ?? "", site.base).href;
    if (!file.text && self.origin !== "null") return at;
    const { base, files } = site;
    const text = file.text
      ? `self.site = ${JSON.stringify({ base, files: Object.fromEntries(Object.entries(files).filter(([, f]) => !f.text)) })};\n${file.text}`
      : `self.site = ${JSON.stringify({ base })}; importScripts(${JSON.stringify(at)});`;
    return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  };
  if (self.Worker) {
    self.Worker = class extends Worker {
      constructor(url, options) { super(workerAt(url), options); }
    };
  }

  // Stills: what the page was built to look like for each G, in each language. They are
  // what the slider shows until the program draws the page, and when it cannot.
  const stops = root.dataset.stops.split(" ").map(Number);
  const page = () => document.body.firstElementChild;
  const stills = {};
  const still = (lang, g) => stills[lang + g].cloneNode(true);
  let dead = false; // the program will not draw the page any more
  const moveStills = () => {
    for (const control of dead ? page().querySelectorAll("button, select, input, textarea") : []) {
      control.disabled = !["g", "fewer", "more"].includes(control.id);
    }
    const slider = document.getElementById("g");
    const move = (place) => {
      slider.value = place;
      const g = stops[slider.value];
      const query = new URLSearchParams(location.search);
      query.set("g", g);
      if (!frame) attempt(() => history.replaceState(null, "", `?${query}${location.hash}`));
      const other = still(page().lang, g);
      slider.setAttribute("aria-valuetext", other.querySelector("#g").getAttribute("aria-valuetext"));
      for (const part of ["#kind", "#sharing", "#picture", ".stops", "#table > table", "#numbers", "#cache", "#time", "#quality"]) {
        document.querySelector(part)?.replaceWith(other.querySelector(part));
      }
      moveStills();
      asked.set("g", slider);
    };
    slider.oninput = () => move(slider.value);
    document.getElementById("fewer").onclick = () => move(Number(slider.value) - 1);
    document.getElementById("more").onclick = () => move(Number(slider.value) + 1);
  };
  const begin = () => {
    const built = page();
    stills[built.lang + document.getElementById("picture").dataset.g] = built.cloneNode(true);
    for (const { content, id } of document.querySelectorAll("template[id^=still-]")) stills[id.slice(6)] = content.firstElementChild;
    const g = stops.findLast((g) => g <= Number(query.get("g"))) ?? document.getElementById("picture").dataset.g;
    if (built.lang !== lang || document.getElementById("picture").dataset.g !== String(g)) built.replaceWith(still(lang, g));
    root.lang = lang;
    page().dataset.still = "yes";
    for (const [name, value] of new URLSearchParams(root.dataset.built)) {
      if ((query.get(name) ?? value) !== value) page().dataset.other = "yes"; // sizes that no still has
    }
    if (["light", "dark"].includes(query.get("theme"))) page().dataset.theme = query.get("theme");
    moveStills();
  };

  // What the reader does to a still is done again to the page that the program draws.
  const asked = new Map(); // by id: a control that was changed or pressed, or what was opened
  const waiting = () => document.body && page()?.dataset.still && !dead;
  const remember = ({ type, target }) => {
    const button = type === "click" ? target.closest?.("button") : target;
    const id = button?.id || (type === "toggle" && target.parentElement.id);
    if (!waiting() || !id || ["fewer", "more"].includes(id)) return;
    asked.delete(id); // the latest comes last
    asked.set(id, button);
    if (type === "click") progress(); // it is being waited for: say how long
  };
  for (const type of ["input", "change", "click", "toggle"]) addEventListener(type, remember, true);
  let focus; // what had it before the program drew the page
  site.taken = () => setTimeout(() => {
    for (const [id, was] of asked) {
      const now = document.getElementById(id);
      if (!now) continue;
      if (was.matches("details")) (now.matches("details") ? now : now.querySelector("details")).open = was.open;
      else if (was.matches("button, [type=radio], [type=checkbox]")) now.click();
      else {
        now.value = was.value;
        for (const type of ["input", "change"]) now.dispatchEvent(new Event(type, { bubbles: true }));
      }
    }
    asked.clear();
    const now = focus?.id && document.getElementById(focus.id);
    if (!now || document.activeElement !== document.body) return;
    now.focus({ preventScroll: true });
    attempt(() => now.setSelectionRange(focus.selectionStart, focus.selectionEnd)); // where it is text
  });

  // A picture is drawn anew by what has changed in it, as app/picture/changes.go says it.
  site.redraw = (svg, changes) => {
    const all = [svg, ...svg.querySelectorAll("*")], parts = changes.split("\0");
    for (let i = 0; i < parts.length; i += 4) {
      const element = all[parts[i]], [what, name, value] = parts.slice(i + 1, i + 4);
      if (what === "set") element.setAttribute(name, value);
      else if (what === "drop") element.removeAttribute(name);
      else if (what === "text" && value && element.firstChild) element.firstChild.data = value;
      else if (what === "text") element.textContent = value;
      else if (what === "remove") element.remove();
      else element.insertAdjacentHTML("beforeend", value);
    }
  };

  // The line. It is in the page from the beginning, hidden.
  const line = () => document.getElementById("boot");
  const show = (...what) => {
    line().replaceChildren(...what);
    line().lang = lang;
    line().hidden = false;
  };
  const element = (tag, fields) => Object.assign(document.createElement(tag), fields);

  let settled = false; // the line shows how it ended: nothing may take its place
  const tell = (sentence) => {
    const p = element("p", { textContent: sentence });
    p.setAttribute("role", "alert");
    show(p, element("button", { type: "button", textContent: say("reload"), onclick: () => location.reload() }));
    if (self !== top) line().append(element("a", { textContent: say("alone"), href: location.href, target: "_blank", rel: "noopener" }));
  };
  const fail = (key, error) => {
    if (settled) return;
    settled = true;
    const known = words[lang][error?.key];
    const reason = known ? `${error.file}: ${known(...error.values)}` : String(error?.message ?? error ?? "").slice(0, 200);
    tell(reason ? `${say(key)} (${reason}).` : say(key));
    dead = key !== "noWorker";
    if (dead) moveStills();
  };
  const mb = (n) => (n / 1e6).toFixed(1);
  let coming; // [bytes, of how many, seconds left] of the program
  const progress = () => {
    if (settled || !coming) return;
    const [got, all, left] = coming;
    if (!line().querySelector("progress")) {
      const label = element("label");
      label.append(element("progress"), element("span"));
      show(label);
    }
    Object.assign(line().querySelector("progress"), { max: all, value: got });
    line().querySelector("span").textContent = say("loading", mb(got), mb(all)) + (left >= 1 ? say("left", Math.ceil(left)) : "");
  };

  // When to start: at once when the reader does anything, else when the browser is idle,
  // and where data costs money not before the reader does.
  const when = (target, ...types) => new Promise((resolve) => {
    for (const type of types) target.addEventListener(type, resolve, { once: true, capture: true, passive: true });
  });
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const touched = when(window, "pointermove", "pointerdown", "touchstart", "keydown", "focusin", "wheel", "scroll");
  const loaded = document.readyState === "complete" ? Promise.resolve() : when(window, "load");
  const idle = async () => {
    await loaded;
    if (navigator.connection?.saveData) return touched;
    await new Promise((resolve) => (self.requestIdleCallback ?? setTimeout)(resolve, { timeout: 2000 }));
  };
  // Nothing is taken out of the reader's hands: a drag, or a syllable that is being put together.
  let held = 0;
  for (const [type, by] of [["pointerdown", 1], ["pointerup", 0], ["pointercancel", 0], ["compositionstart", 1], ["compositionend", 0]]) {
    addEventListener(type, () => { held = by; }, true);
  }

  const script = (name) => new Promise((resolve, reject) => {
    const tag = element("script", { src: new URL(site.files[name].path, site.base), onload: resolve });
    tag.onerror = () => reject(new Error(say("missing", name)));
    document.head.append(tag);
  });

  const start = async () => {
    if (typeof WebAssembly !== "object") return fail("noWasm");
    if (!self.Worker) fail("noWorker");
    await (frame?.wanted ?? Promise.race([touched, idle()]));
    let go, program, code = 0;
    try {
      for (const [name, given] of [["web/wasm_exec.js", () => window.Go], ["web/app.js", () => window.goappCanLoadWebAssembly]]) {
        if (!given()) await script(name);
        if (!given()) throw new Error(say("missing", name)); // the server sent something else
      }
      if (!goappCanLoadWebAssembly()) return; // ?wasm=false, or a search engine
      go = new Go();
      go.env = { GOGC: "300" }; // little lives long: collecting it more rarely takes less of the page's time
      go.exit = (c) => { code = c; };
      const begun = performance.now();
      const bytes = await site.load("web/app.wasm", (...now) => {
        coming = now;
        if (performance.now() - begun > 1000) progress();
      });
      program = await WebAssembly.compile(bytes);
    } catch (error) {
      return fail("notLoaded", error);
    }
    if (!frame) await Promise.race([touched, wait(4000)]); // starting it keeps the page busy for a moment, which nobody needs yet
    while (held) await wait(50);
    const instance = await WebAssembly.instantiate(program, go.importObject);
    const { id, selectionStart, selectionEnd } = document.activeElement ?? {};
    focus = { id, selectionStart, selectionEnd };
    if (!settled) line().hidden = true;
    const running = go.run(instance); // to the end, which does not come unless it fails
    keep();
    await running;
    fail("stopped", say("exit", code));
  };

  // Without memory, Go stops in the middle of whatever the browser called it for.
  const stopped = (error) => {
    if (window.WebAssembly && error instanceof WebAssembly.RuntimeError) fail("stopped", error);
  };
  addEventListener("error", (event) => stopped(event.error));
  addEventListener("unhandledrejection", (event) => stopped(event.reason));

  // The service worker keeps what has been fetched. There is none in a sandboxed frame.
  attempt(() => {
    const { serviceWorker } = navigator;
    let first = !serviceWorker.controller; // the first one is no news
    serviceWorker.addEventListener("controllerchange", () => {
      if (!first && !settled) tell(say("update"));
      first = false;
    });
  });
  const keep = () => frame || attempt(() => {
    const { serviceWorker } = navigator;
    serviceWorker.register(new URL("app-worker.js", site.base), { updateViaCache: "none" }).catch(() => {});
  });

  addEventListener("DOMContentLoaded", () => {
    begin();
    start().catch((error) => fail("stopped", error));
  });
})();
