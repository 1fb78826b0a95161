// The service worker: keeps the whole site, so that it runs offline and starts at once. It
// is a template of go-app's, always at this address, and load.js comes before it.
//
// It differs from go-app's own in what that one did wrong here: it touches no cache but
// its own, takes no copy of a file, a browser's or its own, for the file before it has
// looked, answers pages whatever their parameters, and leaves to the tabs that are still
// open what they began with.
"use strict";

const scope = self.registration.scope;
const prefix = `gqa:${new URL(scope).pathname}:`; // one host may have several of these sites
const current = prefix + "{{.Version}}"; // which names the content

const named = /\.[0-9a-f]{8}\.[^/]*$/; // by its content
const names = new Map(Object.entries(site.files).map(([name, file]) => [new URL(site.path(file), scope).href, name]));

// load fetches a file and keeps it, if it is the file. mode is how far to trust the
// browser's own cache.
const load = async (url, mode) => {
  const response = await fetch(url, { cache: mode });
  if (!response.ok) return response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name); // of the bytes on their way
  const answer = () => new Response(bytes, { headers });
  try {
    await site.check(names.get(url), bytes);
    const cache = await caches.open(current);
    await cache.put(url, answer());
  } catch {} // no room, or not the file: the page will say so
  return answer();
};

// kept returns a file from a cache, if it is whole.
const kept = async (cache, url) => {
  try {
    const response = await (await caches.open(cache)).match(url);
    await site.check(names.get(url), new Uint8Array(await response.clone().arrayBuffer()));
    return response;
  } catch {}
};

// What is named by its content may come from the browser's own cache, as it is looked at.
// The rest is asked of the server.
const trust = (url) => (named.test(url) ? "default" : "reload");

// There are none where the browser's storage fails: then the server is asked.
const ours = async () => (await caches.keys().catch(() => [])).filter((key) => key.startsWith(prefix));

self.addEventListener("install", (event) => event.waitUntil((async () => {
  self.skipWaiting();
  const before = (await ours()).reverse();
  for (const url of names.keys()) { // one at a time: the page is loading too
    let copy;
    for (const cache of before) copy ??= await kept(cache, url);
    if (copy) await (await caches.open(current)).put(url, copy).catch(() => {});
    else await load(url, trust(url)).catch(() => {}); // then it is fetched when it is needed
  }
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const before = (await ours()).filter((key) => key !== current);
  for (const key of before.slice(0, -1)) await caches.delete(key); // the last may still be in use
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.search = url.hash = "";
  if (url.href === scope + "index.html") url.href = scope;
  if (request.method !== "GET" || !url.href.startsWith(scope)) return;
  if (!names.has(url.href) && !named.test(url.href)) return;
  event.respondWith((async () => {
    if (!names.has(url.href)) { // of another version
      for (const cache of await ours()) {
        const copy = await (await caches.open(cache)).match(url.href);
        if (copy) return copy;
      }
      return fetch(request);
    }
    if (request.cache === "reload") return load(url.href, "reload");
    return await kept(current, url.href) ?? load(url.href, trust(url.href));
  })());
});
