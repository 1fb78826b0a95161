// Starts engine.wasm in a Web Worker. The engine speaks for itself (see wasm/protocol);
// what goes wrong before it can, and its end, are posted as {error: text}, and what is on
// its way as {fetching: [name, bytes, of how many, seconds left]}.
"use strict";

// fetchFile returns the content of a file of the site; the engine too gets its models here.
self.fetchFile = (name) => site.load(name, (...progress) => self.postMessage({ fetching: [name, ...progress] }));

(async () => {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly, or it is switched off");
  const go = new Go();
  let code = 0;
  go.exit = (c) => { code = c; };
  const { instance } = await WebAssembly.instantiate(await fetchFile("web/engine.wasm"), go.importObject);
  await go.run(instance);
  throw new Error(`the engine stopped (exit code ${code})`);
})().catch((e) => self.postMessage({ error: e instanceof Error ? e.message : String(e) }));
