// llama.cpp in WebAssembly (wllama), one thread: one token of a GGUF after so many others, and a prompt.
import { Wllama, LoggerWithoutDebug } from '/node_modules/@wllama/wllama/esm/index.js';

const wasm = new URL('/node_modules/@wllama/wllama/esm/wasm/wllama.wasm', location).href;

async function load(gguf, positions) {
  const w = new Wllama({ default: wasm }, { suppressNativeLog: true, logger: LoggerWithoutDebug });
  await w.loadModel([new Blob([gguf])], {
    n_ctx: positions, n_batch: 512, n_threads: 1, n_gpu_layers: 0, n_parallel: 1, cache_type_k: 'f32', cache_type_v: 'f32',
    flash_attn: false, warmup: false,
  });
  return w;
}

// A digit is a token in every vocabulary here, and two are two.
const digits = (n) => Array.from({ length: Math.max(1, n) }, (_, i) => i % 10).join('');

// The choice is greedy and always the same letter, as a byte that is no text cannot be answered.
const greedy = (letter) => ({ temperature: 0, samplers: ['top_k'], top_k: 1, logit_bias: [[letter, 1000]], ignore_eos: true, n_probs: 0 });

const check = (read, wanted) => {
  if (Math.abs(read - wanted) > 2 + 0.02 * wanted) throw new Error(`a prompt of ${read} tokens instead of ${wanted}`);
};

// Times are by its own clock, in the worker: no message of ours is timed.
export async function wllama(gguf, context, letter) {
  const w = await load(gguf, context + 512);
  const prompt = digits(context);
  const run = async (n) => { // from the first of n+1 tokens to the last
    n = Math.min(n, 400);
    const { timings: t } = await w.createCompletion({ prompt, max_tokens: n + 1, cache_prompt: true, ...greedy(letter) });
    if (!(t.predicted_n > 1)) throw new Error(`decoded ${t.predicted_n} tokens instead of ${n + 1}`);
    check(t.cache_n + t.prompt_n, context);
    return { ms: t.predicted_ms / (t.predicted_n - 1) };
  };
  return { run, close: () => w.exit() };
}

export async function prompted(gguf, tokens, letter) {
  const w = await load(gguf, tokens + 512);
  const prompt = digits(tokens);
  const run = async (n) => {
    let ms = 0;
    for (let i = 0; i < n; i++) {
      const { timings: t } = await w.createCompletion({ prompt, max_tokens: 1, cache_prompt: false, ...greedy(letter) });
      check(t.prompt_n, tokens);
      ms += t.prompt_ms * tokens / t.prompt_n;
    }
    return { ms: ms / n };
  };
  return { run, close: () => w.exit() };
}
