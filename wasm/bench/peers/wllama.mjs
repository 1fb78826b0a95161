// llama.cpp in WebAssembly (wllama): one token of a GGUF after so many others, one thread.
import { Wllama, LoggerWithoutDebug } from '/node_modules/@wllama/wllama/esm/index.js';

const wasm = new URL('/node_modules/@wllama/wllama/esm/wasm/wllama.wasm', location).href;

export async function wllama(gguf, context, letter) {
  const w = new Wllama({ default: wasm }, { suppressNativeLog: true, logger: LoggerWithoutDebug });
  await w.loadModel([new Blob([gguf])], {
    n_ctx: context + 512, n_batch: 512, n_threads: 1, n_gpu_layers: 0, n_parallel: 1, cache_type_k: 'f32', cache_type_v: 'f32',
    flash_attn: false, warmup: false,
  });
  // A digit is a token in every vocabulary here, and two are two.
  const prompt = Array.from({ length: Math.max(1, context) }, (_, i) => i % 10).join('');
  // Its own clock, in the worker, from the first of n+1 tokens to the last: no message of ours is timed. The choice is
  // greedy and always the same letter, as a byte that is no text cannot be answered.
  const run = async (n) => {
    n = Math.min(n, 400);
    const r = await w.createCompletion({
      prompt, max_tokens: n + 1, cache_prompt: true, temperature: 0, samplers: ['top_k'], top_k: 1,
      logit_bias: [[letter, 1000]], ignore_eos: true, n_probs: 0,
    });
    const t = r.timings;
    if (!(t.predicted_n > 1)) throw new Error(`decoded ${t.predicted_n} tokens instead of ${n + 1}`);
    const read = t.cache_n + t.prompt_n;
    if (Math.abs(read - context) > 2 + 0.02 * context) throw new Error(`a prompt of ${read} tokens instead of ${context}`);
    return { ms: t.predicted_ms / (t.predicted_n - 1) };
  };
  return { run, close: () => w.exit() };
}
