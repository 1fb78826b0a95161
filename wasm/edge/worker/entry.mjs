// Where requests enter the Worker that have more than a file for an answer (wrangler.jsonc
// lists them). Each start of edge.wasm is a whole Go program, so it is asked last: after
// the static page, which nearly everybody wants, and after the cache.
import program from "./build/worker.mjs";

// Programs that fetch a page to show a link to it. They run no script and read no more
// than the page's head.
const showsLinks = new RegExp([
  "facebookexternalhit", "Twitterbot", "Slackbot", "Discordbot", "LinkedInBot", "WhatsApp", "TelegramBot",
  "SkypeUriPreview", "Mastodon", "redditbot", "Pinterest", "kakaotalk-scrap", "Yeti", "WordPress", "Iframely", "Embedly",
].join("|"), "i");

export default {
  async fetch(request, env, context) {
    const isPage = new URL(request.url).pathname === "/";
    if (isPage && !showsLinks.test(request.headers.get("User-Agent") ?? "")) return env.ASSETS.fetch(request);
    if (isPage || request.method !== "GET") return program.fetch(request, env, context);
    const kept = await caches.default.match(request);
    if (kept) return kept;
    const response = await program.fetch(request, env, context);
    if (response.ok) context.waitUntil(caches.default.put(request, response.clone()));
    return response;
  },
};
