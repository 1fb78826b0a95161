// Gets the files of the site that are programs and models, and makes sure of them. The
// builder puts this, and the list of files, before boot.js and before every worker:
//
//   self.site = { files: { name: { path, bytes, sha256, inflated: { path, bytes, sha256 } } }, base }
//
// Files with inflated are compressed by the builder, so that every host serves them small.
"use strict";
(() => {
  const { site } = self;
  site.base ??= new URL("../", self.document?.currentScript?.src || location.href).href; // they lie in web/

  const says = {
    status: (code) => `the server answered ${code}`,
    unreachable: () => "it could not be reached",
    framed: () => "this frame cannot read it unless the host sends Access-Control-Allow-Origin: *",
    asFile: () => "a page opened as a file cannot read other files: use a server, or the page as a single file",
    page: () => "the server sent a page instead",
    cut: (got, all) => `${got.toLocaleString("en")} of ${all.toLocaleString("en")} bytes were received`,
    other: () => "what was received is not the original file",
  };
  // Wrong is what is wrong with a file: in English, and as a key and values for other words.
  class Wrong extends Error {
    constructor(name, key, ...values) {
      super(`${name}: ${says[key](...values)}`);
      Object.assign(this, { file: name, key, values });
    }
  }

  const gzipped = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;
  const bytesOf = async (body) => new Uint8Array(await new Response(body).arrayBuffer());
  const inflate = (bytes) => bytesOf(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
  const digest = async (bytes) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
    .map((b) => b.toString(16).padStart(2, "0")).join("");

  // path is where a file lies that this browser can read.
  site.path = ({ path, inflated }) => (inflated && !self.DecompressionStream ? inflated.path : path);

  // check returns what is in the bytes of a file, whether the host has compressed them once
  // more or inflated them already, and throws what is wrong with it. Without a secure
  // connection there are no digests; then length and gzip's own sum have to do.
  site.check = async (name, came) => {
    const file = site.files[name], want = file.inflated ?? file;
    const same = async (bytes, { bytes: length, sha256 }) =>
      bytes.length === length && (!self.crypto?.subtle || await digest(bytes) === sha256);
    let bytes = came, known = false;
    try {
      while (gzipped(bytes)) {
        // Nothing else goes on while a digest is taken: before it is inflated, a file is a fifth as long.
        known ||= !!self.crypto?.subtle && await same(bytes, file);
        bytes = await inflate(bytes);
      }
    } catch {
      throw new Wrong(name, came.length < file.bytes ? "cut" : "other", came.length, file.bytes);
    }
    if (known || await same(bytes, want)) return bytes;
    if (/^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 32)))) throw new Wrong(name, "page");
    throw new Wrong(name, bytes.length < want.bytes ? "cut" : "other", bytes.length, want.bytes);
  };

  const read = async (name, cache, progress) => {
    const file = site.files[name];
    if (file.data) return site.check(name, Uint8Array.from(atob(file.data), (c) => c.charCodeAt(0))); // the page is a single file
    let response;
    try {
      response = await fetch(new URL(site.path(file), site.base), { cache });
    } catch {
      throw new Wrong(name, location.protocol === "file:" ? "asFile" : self.origin === "null" ? "framed" : "unreachable");
    }
    if (!response.ok) throw new Wrong(name, "status", response.status);
    const parts = [], reader = response.body.getReader(), begun = performance.now();
    let got = 0, all = 0, told = begun;
    for (;;) {
      const { done, value } = await reader.read().catch(() => { throw new Wrong(name, "cut", got, all || file.bytes); });
      if (done) break;
      all ||= gzipped(value) ? file.bytes : (file.inflated ?? file).bytes;
      parts.push(value);
      got += value.length;
      const now = performance.now(), left = (now - begun) / got * (all - got) / 1000;
      if (now - told > 100 || got === all) progress?.(Math.min(got, all), all, now - begun > 1000 ? left : undefined);
      if (now - told > 100) told = now;
    }
    return site.check(name, await bytesOf(new Blob(parts)));
  };

  // load returns a file's content. progress is told bytes that came, of how many, and the
  // seconds left once there is something to guess them from.
  site.load = (name, progress) => read(name, "default", progress)
    .catch(() => read(name, "reload", progress)); // some cache may hold a bad copy
})();
