// The page in a frame of another page: carries letters between the program and the page
// around (app/letter.go says what they mean), tells that page how high this one is, and
// says when the program is wanted. It reads nothing of the page around, writes nothing
// into its own address or storage, and never takes the focus.
"use strict";
(() => {
  const framed = parent !== self;
  const maxLetter = 64 << 10; // bytes of JSON
  const maxBytes = 64 << 20; // of a checkpoint that a letter carries
  const mostIn = 30; // letters a second
  const quiet = 100; // milliseconds between two letters of one kind that nobody asked for
  const secret = /^#\?secret=([\w-]{1,64})/.exec(location.hash)?.[1]; // WordPress gives one to each frame

  let target = "*"; // whose page it is, once it has spoken; before that, nothing is told that is not public
  const send = (message) => { if (framed) parent.postMessage(message, target); };

  // What the page around asks for waits here until the program runs.
  let program;
  const waiting = [];
  const hand = (text, files) => {
    if (program) program.letter(text, files);
    else if (waiting.length < mostIn) waiting.push([text, files]);
  };

  // When the program is wanted: not before the reader or the page around does something,
  // unless the picture as built does not show what the address asks for.
  let want;
  const wanted = new Promise((resolve) => { want = resolve; });
  for (const type of ["pointerdown", "pointermove", "keydown", "focusin"]) {
    addEventListener(type, want, { once: true, capture: true, passive: true });
  }
  const query = new URLSearchParams(location.search);
  const asBuilt = new Set(["g", "lang", "theme", "run"]);
  const built = new URLSearchParams(document.documentElement.dataset.built);
  const drawn = [...query].every(([name, value]) => asBuilt.has(name) || built.get(name) === value);
  const run = query.get("run");
  if (run === "auto" || !framed) want();

  // In sight or not. A hidden page and one out of sight do nothing.
  let near = !self.IntersectionObserver;
  let seen;
  const look = () => {
    const now = near && document.visibilityState !== "hidden";
    if (now && (!drawn || run === "visible")) want();
    if (now !== seen) program?.seen(now);
    seen = now;
  };
  document.addEventListener("visibilitychange", look);

  // How high the page is, in four ways of saying so: ours, Embedly's, that of learning
  // platforms, and WordPress's. The window's height plays no part in it, so it comes to rest.
  let height = 0;
  let muted = new Set();
  const tellHeight = () => {
    send({ gqa: 1, type: "resize", height, drawn: drawn || !!program }); // drawn: it shows what was asked for
    send(JSON.stringify({ src: location.href, context: "iframe.resize", height }));
    send({ subject: "lti.frameResize", height });
    if (secret) send({ message: "height", value: height, secret });
  };
  const measure = () => {
    const now = Math.ceil(document.body.getBoundingClientRect().height);
    if (now < 1 || Math.abs(now - height) < 1) return;
    height = now;
    unasked("resize", tellHeight);
  };

  // Letters that nobody asked for: of each kind at most one in a while, and always the last.
  const pending = new Map(); // kind -> what sends it
  const resting = new Set();
  const unasked = (kind, tell) => {
    pending.set(kind, tell);
    if (resting.has(kind)) return;
    const flush = () => {
      const tell = pending.get(kind);
      pending.delete(kind);
      if (!tell) return resting.delete(kind);
      if (!muted.has(kind)) tell();
      setTimeout(flush, quiet);
    };
    resting.add(kind);
    flush();
  };

  // An SVG as PNG, twice as large, as a data: URL.
  const pixels = (svg) => new Promise((resolve, reject) => {
    const image = new Image();
    image.onerror = reject;
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 2 * image.width, height: 2 * image.height });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      resolve(canvas.toDataURL("image/png"));
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });

  // post sends a letter of the program.
  const post = async (text) => {
    const letter = JSON.parse(text);
    const { type, id } = letter;
    if (type === "change" || type === "run") return unasked(type, () => send(letter));
    if (letter.types) muted = new Set(["change", "run", "resize"].filter((kind) => !letter.types.includes(kind)));
    if (letter.mime === "image/png") {
      try {
        letter.data = await pixels(letter.data);
      } catch {
        return send({ gqa: 1, type: "error", id, code: "unsupported", message: "This browser cannot draw a PNG here." });
      }
    }
    send(letter);
    measure();
  };

  // small says whether a value is of few and short parts, without writing it all down.
  const small = (value) => {
    let left = maxLetter;
    const count = (value) => {
      left -= 2;
      if (typeof value === "string") left -= value.length;
      if (value?.length > left || ArrayBuffer.isView(value)) left = -1; // a list of its keys would be too long, too
      if (left < 0 || typeof value !== "object" || value === null) return;
      for (const key in value) {
        left -= key.length + 2;
        if (left < 0) return;
        count(value[key]);
      }
    };
    count(value);
    return left >= 0;
  };

  let second = 0, count = 0;
  const error = (code, message, id) => send({ gqa: 1, type: "error", ...(id === undefined ? {} : { id }), code, message });
  const receive = ({ data, source, origin }) => {
    if (!framed || source !== parent || typeof data !== "object" || data === null) return;
    if (secret && data.message === "ready" && data.secret === secret) return tellHeight();
    if (data.gqa !== 1 || Object.getPrototypeOf(data) !== Object.prototype) return; // not for us
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) [second, count] = [now, 0];
    if (++count > mostIn) {
      if (count === mostIn + 1) error("too-many", `At most ${mostIn} messages a second.`);
      return;
    }
    target = origin === "null" || !origin ? "*" : origin;
    const id = ["string", "number"].includes(typeof data.id) ? data.id : undefined;
    const { bytes, ...rest } = data;
    let carried;
    if (data.type === "load" && (bytes instanceof ArrayBuffer || ArrayBuffer.isView(bytes))) {
      if (bytes.byteLength > maxBytes) return error("too-large", `A checkpoint has at most ${maxBytes} bytes.`, id);
      carried = [new File([bytes], typeof data.name === "string" ? data.name.slice(0, 100) : "model.gguf")];
    }
    let text;
    try {
      text = small(rest) ? JSON.stringify(rest) : "";
    } catch {} // it goes round in circles, or has numbers that JSON has not
    if (!text || text.length > maxLetter) return error("bad-message", `A message is JSON of at most ${maxLetter} bytes.`, id);
    want();
    hand(text, carried);
  };
  addEventListener("message", receive);

  self.gqaFrame = {
    wanted,
    post,
    listen(callbacks) {
      program = callbacks;
      if (seen !== undefined) program.seen(seen);
      for (const [text, files] of waiting.splice(0)) hand(text, files);
    },
  };

  addEventListener("DOMContentLoaded", () => {
    measure(); // also where a hidden frame is never drawn
    if (self.ResizeObserver) new ResizeObserver(measure).observe(document.body);
    else setInterval(measure, 500);
    if (self.IntersectionObserver) {
      new IntersectionObserver((entries) => {
        near = entries.at(-1).isIntersecting;
        look();
      }).observe(document.body);
    } else look();
  });
  addEventListener("load", measure);
})();
