// Runs a Go program in a Web Worker. The program speaks for itself (see wasm/protocol);
// what goes wrong before it can, and its end, are posted as {error: text}, and what is on
// its way as {fetching: [name, bytes, of how many, seconds left]}.
"use strict";

// fetchFile returns the content of a file of the site; programs too get their models here.
self.fetchFile = (name) => site.load(name, (...progress) => self.postMessage({ fetching: [name, ...progress] }));

const run = async (file, subject) => {
  try {
    if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly, or it is switched off");
    const go = new Go();
    let code = 0;
    go.exit = (c) => { code = c; };
    const { instance } = await WebAssembly.instantiate(await fetchFile(file), go.importObject);
    await go.run(instance);
    throw new Error(`${subject} stopped (exit code ${code})`);
  } catch (e) {
    self.postMessage({ error: e instanceof Error ? e.message : String(e) });
  }
};
