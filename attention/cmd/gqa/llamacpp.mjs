// llama.cpp (node-llama-cpp), one thread: every line "n" on the standard input is answered with the milliseconds
// that one token takes after so many others, or, after the word "prompt", so many tokens together; the mean of n.
//   node llamacpp.mjs FOLDER MODEL.gguf step|prompt POSITIONS TOKEN     FOLDER has its node_modules
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const [folder, modelPath, work, positions, token] = process.argv.slice(2).map((a) => (/^\d+$/.test(a) ? Number(a) : a));
const require = createRequire(path.resolve(folder, 'package.json'));
const { getLlama, LlamaLogLevel } = await import(pathToFileURL(require.resolve('node-llama-cpp')));

// Its own clock, which neither sampling nor JavaScript is part of, speaks in its log.
const clock = {};
const llama = await getLlama({
  gpu: false, build: 'never', logLevel: LlamaLogLevel.info,
  logger: (_, line) => {
    const m = line.match(/ (prompt eval|eval) time = +([\d.]+) ms \/ +(\d+) /);
    if (m) clock[m[1]] = { ms: Number(m[2]), n: Number(m[3]) };
  },
});
const model = await llama.loadModel({ modelPath, gpuLayers: 0, useMmap: false });
const most = 256;
const context = await model.createContext({
  contextSize: positions + most + 1, batchSize: 512, threads: 1, flashAttention: false, performanceTracking: true,
  experimentalKvCacheKeyType: 'F32', experimentalKvCacheValueType: 'F32',
});
const sequence = context.getSequence();
const fill = () => sequence.evaluateWithoutGeneratingNewTokens(Array(positions).fill(token));
const timed = async (f) => {
  await context.printTimings(); // and set back
  await f();
  await context.printTimings();
};
const step = async (n) => {
  await sequence.eraseContextTokenRanges([{ start: positions, end: sequence.nextTokenIndex }]);
  await timed(async () => {
    let left = n;
    for await (const _ of sequence.evaluate([token], { temperature: 0, yieldEogToken: true })) if (--left <= 0) break;
  });
  return clock.eval;
};
const prompt = async () => {
  await sequence.clearHistory();
  await timed(fill);
  return { ms: clock['prompt eval'].ms, n: clock['prompt eval'].n / positions };
};

if (work === 'step' && positions > 0) await fill();
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  let ms = 0, n = 0;
  for (let left = Number(line); left > 0;) {
    const some = work === 'step' ? Math.min(left, most) : 1;
    const t = await (work === 'step' ? step(some) : prompt());
    ms += t.ms;
    n += t.n;
    left -= some;
  }
  console.log(ms / n);
}
