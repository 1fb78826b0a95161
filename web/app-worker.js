// The service worker: keeps the whole site, so that it runs offline and starts at once.
// A template; the site builder fills in the version, which names the content, and
// the files with their sizes.
//
// It differs from go-app's own in what that one did wrong here: it touches no cache but
// its own, is never filled from a browser's outdated copies, answers pages whatever
// their parameters, and throws away what is not whole.
"use strict";

const files = {{.Files}};

const scope = self.registration.scope;
const prefix = `gqa:${new URL(scope).pathname}:`; // one host may have several of these sites
const name = prefix + "{{.Version}}";

const sizes = new Map(Object.entries(files).map(([path, size]) => [new URL(path, scope).href, size]));

// whole says whether a response is all of a file, as it was built.
const whole = async (url, response) => response.ok && (await response.clone().blob()).size === sizes.get(url);

// load fetches a file and keeps it. mode is how far to trust the browser's own cache.
const load = async (url, mode) => {
  const response = await fetch(url, { cache: mode });
  if (await whole(url, response)) {
    const cache = await caches.open(name);
    await cache.put(url, response.clone());
  }
  return response;
};

self.addEventListener("install", (event) => event.waitUntil((async () => {
  self.skipWaiting();
  for (const url of sizes.keys()) { // one at a time: the page is loading too
    await load(url, "no-cache").catch(() => {}); // then it is fetched when it is needed
  }
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const other of await caches.keys()) {
    if (other.startsWith(prefix) && other !== name) await caches.delete(other);
  }
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.search = url.hash = "";
  if (url.href === scope + "index.html") url.href = scope;
  if (request.method !== "GET" || !sizes.has(url.href)) return;
  event.respondWith((async () => {
    let mode = request.cache === "reload" ? "reload" : "no-cache";
    if (mode !== "reload") {
      const cache = await caches.open(name);
      const kept = await cache.match(url.href);
      if (kept && await whole(url.href, kept)) return kept;
      if (kept) mode = "reload";
    }
    return load(url.href, mode);
  })());
});
