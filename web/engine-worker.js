// Starts engine.wasm in a Web Worker. The engine speaks for itself (see wasm/protocol);
// what goes wrong before it can, and its end, are posted as {error: text}.
"use strict";

// The folder of this file. A page in a sandboxed frame may only start workers from
// blobs; its blob sets engineBase and then imports this file.
self.engineBase ??= new URL("./", self.location.href).href;

// The wasm as bytes, whatever the host calls its type, and also where it serves the
// gzip file without saying so.
async function engineBytes() {
  const response = await fetch(new URL("engine.wasm", self.engineBase));
  if (!response.ok) throw new Error(`engine.wasm could not be loaded (HTTP ${response.status})`);
  let bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    bytes = new Uint8Array(await new Response(inflated).arrayBuffer());
  }
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "\0asm") throw new Error("engine.wasm is not WebAssembly");
  return bytes;
}

(async () => {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly, or it is switched off");
  importScripts(new URL("engine_exec.js", self.engineBase));
  const go = new Go();
  let code = 0;
  go.exit = (c) => { code = c; };
  const { instance } = await WebAssembly.instantiate(await engineBytes(), go.importObject);
  await go.run(instance);
  throw new Error(`the engine stopped (exit code ${code})`);
})().catch((e) => self.postMessage({ error: e instanceof Error ? e.message : String(e) }));
