// Shows llama.cpp the models that "go test -run TestWriteForOracle" wrote, and compares
// the tokens of texts, and the logits after each token of a greedy continuation, with
// what Go found.
//   node oracle.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const dir = process.argv[2];
// The package lies beside the models, not beside this file.
const require = createRequire(path.resolve(dir, 'package.json'));
const { getLlama, LlamaLogLevel } = await import(pathToFileURL(require.resolve('node-llama-cpp')));
const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error });
// Largest difference of a logit, as a share of the largest logit, by the format of the
// weights: llama.cpp rounds the activations to it as well.
const bound = { F32: 1e-5, F16: 2e-3, Q8_0: 5e-2 };
const argmax = (a) => a.reduce((best, x, i) => (x > a[best] ? i : best), 0);
let bad = 0;
for (const file of fs.readdirSync(dir).filter((f) => f.endsWith('.gguf')).sort()) {
  const want = JSON.parse(fs.readFileSync(path.join(dir, file.replace(/gguf$/, 'json')), 'utf8'));
  const model = await llama.loadModel({ modelPath: path.resolve(dir, file), gpuLayers: 0, useMmap: false });
  let texts = 0;
  for (const { Text, Tokens } of want.Texts) {
    const got = [...model.tokenize(Text, false)];
    if (JSON.stringify(got) === JSON.stringify(Tokens)) { texts++; continue; }
    bad++;
    console.log(`  ${JSON.stringify(Text)}\n    llama.cpp ${got}\n    go        ${Tokens}`);
  }
  const context = await model.createContext({ contextSize: 512, batchSize: 512, threads: 1, flashAttention: false,
    experimentalKvCacheKeyType: 'F32', experimentalKvCacheValueType: 'F32' });
  const results = await context.getSequence().controlledEvaluate(
    want.Tokens.map((t) => [t, { generateNext: { logits: true } }]), { evaluationPriority: 5 });
  let worst = 0, largest = 0, greedy = 0, errors = 0, squares = 0;
  results.forEach((r, i) => {
    const theirs = want.Logits[i].map((_, k) => r.next.logits.get(k));
    theirs.forEach((x, k) => {
      worst = Math.max(worst, Math.abs(x - want.Logits[i][k]));
      largest = Math.max(largest, Math.abs(x));
      errors += (x - want.Logits[i][k]) ** 2;
      squares += x ** 2;
    });
    if (i >= want.Prompt - 1 && argmax(theirs) === argmax(want.Logits[i])) greedy++;
  });
  const format = file.match(/-([^-]+)\.gguf$/)[1];
  const all = results.length - want.Prompt + 1;
  worst /= largest;
  const nmse = errors / squares;
  if (!(worst <= bound[format]) || (format === 'F32' && !(nmse <= 1e-6)) || (format === 'F32' && greedy !== all)) bad++;
  console.log(`${file}: ${texts} of ${want.Texts.length} texts have the same tokens, ${greedy} of ${all} greedy tokens are the same, ` +
    `logits differ by ${worst.toExponential(1)} of the largest (at most ${bound[format].toExponential(0)}), NMSE ${nmse.toExponential(1)}`);
  await context.dispose();
  await model.dispose();
}
await llama.dispose();
console.log(bad ? `${bad} differences` : 'no differences');
process.exitCode = bad ? 1 : 0;
