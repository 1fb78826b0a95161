// llama.cpp in WebAssembly (wllama): one token of a GGUF after so many others, one thread.
import { Wllama, LoggerWithoutDebug } from '/node_modules/@wllama/wllama/esm/index.js';

const wasm = new URL('/node_modules/@wllama/wllama/esm/wasm/wllama.wasm', location).href;

export async function wllama(gguf, context, flash) {
  const w = new Wllama({ default: wasm }, { logger: Object.fromEntries(["debug","log","warn","error"].map((k) => [k, (...a) => globalThis.say("progress", "[wllama] " + a.join(" ").slice(0,300))])) });
  await w.loadModel([new Blob([gguf])], {
    n_ctx: context + 512, n_batch: 512, n_threads: 1, n_gpu_layers: 0, n_parallel: 1, cache_type_k: 'f32', cache_type_v: 'f32',
    flash_attn: flash, warmup: false,
  });
  const prompt = Array.from({ length: context + 1 }, (_, i) => 260 + (i % 200));
  // Its own clock, in the worker, from the first of n+1 tokens to the last: no message of ours is timed. The choice is
  // greedy among one token that is text, as a byte by itself cannot be answered.
  const run = async (n) => {
    n = Math.min(n, 400);
    const r = await w.createCompletion({
      prompt, max_tokens: n + 1, cache_prompt: true, temperature: 0, samplers: ['top_k'], top_k: 1,
      logit_bias: [[300, 1000]], ignore_eos: true, n_probs: 0,
    });
    const t = r.timings;
    if (!(t.predicted_n > 1)) throw new Error('wllama decoded ' + t.predicted_n + ' tokens');
    return { ms: t.predicted_ms / (t.predicted_n - 1), prompt: t.prompt_per_second };
  };
  return { run, close: () => w.exit() };
}
