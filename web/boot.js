// Starts app.wasm under the page, which is complete without it. While it loads, and
// when something is wrong, a line at the bottom says so; the page itself stays.
//
// It runs before all other scripts, as it also stands in for what a frame may lack.
"use strict";
(() => {
  const words = {
    en: {
      reload: "Reload",
      loading: (got, all) => `Loading: ${got} of ${all} MB`,
      noWasm: "This browser has no WebAssembly, or it is switched off: the page shows its picture and numbers, but does not move.",
      noWorker: "This browser has no Web Workers: the picture moves, but the model cannot run.",
      notLoaded: "The program could not be loaded",
      stopped: "The program has stopped",
      status: (code) => `the server answers ${code}`,
      notWasm: "what the server sent is not WebAssembly",
      cut: (got, all) => `${got} of ${all} bytes came`,
      missing: (name) => `${name} is missing`,
      exit: (code) => `exit code ${code}`,
      update: "There is a new version of this page.",
    },
    ko: {
      reload: "다시 불러오기",
      loading: (got, all) => `불러오는 중: ${all}MB 중 ${got}MB`,
      noWasm: "이 브라우저에는 WebAssembly가 없거나 꺼져 있습니다. 그림과 숫자는 보이지만 움직이지 않습니다.",
      noWorker: "이 브라우저에는 Web Worker가 없습니다. 그림은 움직이지만 모델은 실행되지 않습니다.",
      notLoaded: "프로그램을 불러오지 못했습니다",
      stopped: "프로그램이 멈추었습니다",
      status: (code) => `서버 응답 ${code}`,
      notWasm: "서버가 보낸 것이 WebAssembly가 아닙니다",
      cut: (got, all) => `${all}바이트 중 ${got}바이트만 받았습니다`,
      missing: (name) => `${name} 파일이 없습니다`,
      exit: (code) => `종료 코드 ${code}`,
      update: "이 페이지의 새 버전이 있습니다.",
    },
  };
  const root = document.documentElement;
  const folder = document.currentScript.src;
  const size = Number(root.dataset.wasmBytes); // of app.wasm
  const query = new URLSearchParams(location.search);
  const language = query.get("lang") ?? navigator.language;
  const lang = language.toLowerCase().split("-")[0] === "ko" ? "ko" : "en";
  const say = (key, ...args) => {
    const word = words[lang][key];
    return typeof word === "function" ? word(...args) : word;
  };

  // Storage may throw where cookies are blocked and in sandboxed frames; go-app would
  // not survive that. This one forgets everything with the page.
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].length;
    } catch {
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
  }

  // A sandboxed frame has no origin, and so no worker scripts of its own origin. It may
  // start a worker from a blob, which imports the script (see engine-worker.js).
  if (self.origin === "null" && window.Worker) {
    window.Worker = class extends Worker {
      constructor(url) {
        url = new URL(url, location.href);
        const text = `self.engineBase = ${JSON.stringify(new URL("./", url).href)}; importScripts(${JSON.stringify(url.href)});`;
        super(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
      }
    };
  }

  // Stills: what the page was built to look like for each G, in each language. They are
  // what the slider shows until the program draws the page, and when it cannot. The
  // address keeps G, and the program takes it from there.
  const stops = root.dataset.stops.split(" ").map(Number);
  const page = () => document.body.firstElementChild;
  const still = async (lang, g) => {
    const response = await fetch(new URL(`still/${lang}-${g}.html`, folder));
    if (!response.ok) throw new Error(say("status", response.status));
    return new DOMParser().parseFromString(await response.text(), "text/html").body.firstElementChild;
  };
  let dead = false; // the program will not draw the page any more
  const moveStills = () => {
    for (const control of dead ? page().querySelectorAll("button, select, input, textarea") : []) {
      control.disabled = !["g", "fewer", "more"].includes(control.id);
    }
    const slider = document.getElementById("g");
    const move = async (place) => {
      slider.value = place;
      const value = slider.value, g = stops[value];
      const query = new URLSearchParams(location.search);
      query.set("g", g);
      try { history.replaceState(null, "", `?${query}`); } catch {} // a frame may forbid it
      const parts = "#kind, #sharing, #picture, .stops, #table, #cache, #time, #quality";
      const other = (await still(page().lang, g)).querySelectorAll(parts);
      if (slider.isConnected && slider.value === value) {
        document.querySelectorAll(parts).forEach((part, i) => part.replaceWith(other[i]));
        moveStills();
      }
    };
    slider.oninput = () => move(slider.value);
    document.getElementById("fewer").onclick = () => move(Number(slider.value) - 1);
    document.getElementById("more").onclick = () => move(Number(slider.value) + 1);
  };
  const begin = async () => {
    const built = page();
    built.dataset.still = "yes";
    moveStills();
    const asked = stops.findLast((g) => g <= Number(query.get("g")));
    if (!asked && built.lang === lang) return;
    const other = await still(lang, asked ?? document.getElementById("picture").dataset.g);
    if (!built.isConnected) return; // the program was faster
    other.dataset.still = "yes";
    built.replaceWith(other);
    moveStills();
  };

  // The line. It is in the page from the beginning, hidden.
  const line = () => document.getElementById("boot");
  const show = (...what) => {
    line().replaceChildren(...what);
    line().lang = lang;
    line().hidden = false;
  };
  const element = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });

  let settled = false; // the line shows how it ended: nothing may take its place
  const tell = (sentence) => {
    settled = true;
    const p = element("p", sentence);
    const button = element("button", say("reload"));
    p.setAttribute("role", "alert");
    button.type = "button";
    button.onclick = () => location.reload();
    show(p, button);
  };
  const fail = (key, error) => {
    if (settled) return;
    const reason = String(error?.message ?? error ?? "").slice(0, 200);
    tell(reason ? `${say(key)} (${reason}).` : say(key));
    dead = key !== "noWorker";
    if (dead) moveStills();
  };
  const progress = (got, all) => {
    if (settled) return;
    const mb = (n) => (n / 1e6).toFixed(1);
    let bar = line().querySelector("progress");
    if (!bar) {
      bar = element("progress");
      const label = element("label");
      label.append(bar, element("span"));
      show(label);
    }
    bar.max = all;
    bar.value = got;
    bar.nextSibling.textContent = say("loading", mb(got), mb(all));
  };

  // fetchWasm compiles a program as it comes in, whatever type the server gives it, and
  // throws in words when it is not the program or not all of it.
  const fetchWasm = async (url, size, imports, cache) => {
    const response = await fetch(url, { cache });
    if (!response.ok) throw new Error(say("status", response.status));
    let got = 0, wrong;
    const check = new TransformStream({
      transform(chunk, controller) {
        const begins = String.fromCharCode(...chunk.subarray(0, 4));
        if (got === 0 && !"\0asm".startsWith(begins)) throw (wrong = new Error(say("notWasm")));
        got += chunk.length;
        progress(got, size);
        controller.enqueue(chunk);
      },
      flush() {
        if (got !== size) throw (wrong = new Error(say("cut", got, size)));
      },
    });
    const checked = new Response(response.body.pipeThrough(check), { headers: { "Content-Type": "application/wasm" } });
    try {
      return await WebAssembly.instantiateStreaming(checked, imports);
    } catch (error) {
      throw wrong ?? error;
    }
  };

  const start = async () => {
    if (typeof WebAssembly !== "object") return fail("noWasm");
    if (!window.Worker) fail("noWorker");
    if (!window.Go) return fail("notLoaded", say("missing", "wasm_exec.js"));
    if (!window.goappCanLoadWebAssembly) return fail("notLoaded", say("missing", "app.js"));
    if (!goappCanLoadWebAssembly()) return; // ?wasm=false, or a search engine

    const go = new Go();
    let code = 0, wasm;
    go.exit = (c) => { code = c; };
    try {
      wasm = await fetchWasm(new URL("app.wasm", folder), size, go.importObject, "default")
        .catch(() => fetchWasm(new URL("app.wasm", folder), size, go.importObject, "reload")); // some cache may hold a bad copy
    } catch (error) {
      return fail("notLoaded", error);
    }
    if (!settled) line().hidden = true;
    await go.run(wasm.instance); // to the end, which does not come unless it fails
    fail("stopped", say("exit", code));
  };

  // Without memory, Go stops in the middle of whatever the browser called it for.
  const stopped = (error) => {
    if (window.WebAssembly && error instanceof WebAssembly.RuntimeError) fail("stopped", error);
  };
  addEventListener("error", (event) => stopped(event.error));
  addEventListener("unhandledrejection", (event) => stopped(event.reason));

  addEventListener("DOMContentLoaded", () => {
    begin().catch(() => {}); // then the page stays as it is
    start().catch((error) => fail("stopped", error));
    try {
      const { serviceWorker } = navigator;
      if (serviceWorker?.controller) serviceWorker.addEventListener("controllerchange", () => tell(say("update")));
    } catch {} // none in a sandboxed frame
  });
})();
