// Has onnxruntime do the attention that "go test -run TestWriteForONNX" wrote, by its
// operator GroupQueryAttention and as matrix products, and compares.
//   node onnx.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const dir = process.argv[2];
// The package lies beside the cases, not beside this file.
const require = createRequire(path.resolve(dir, 'package.json'));
const ort = await import(pathToFileURL(require.resolve('onnxruntime-web')));
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

// Just enough of protobuf to write a model (onnx.proto).
const varint = (v) => { const b = []; for (; v > 127; v = Math.floor(v / 128)) b.push((v % 128) | 128); return [...b, v]; };
const int = (field, v) => [...varint(field * 8), ...varint(v)];
const message = (field, ...parts) => { const b = parts.flat(); return [...varint(field * 8 + 2), ...varint(b.length), ...b]; };
const text = (field, s) => message(field, [...new TextEncoder().encode(s)]);
const FLOAT = 1, INT32 = 6;
const value = (field, name, type, dims) => message(field, text(1, name),
  message(2, message(1, int(1, type), message(2, dims.flatMap((d) => message(1, int(1, d)))))));
const whole = (name, v) => message(5, text(1, name), int(3, v), int(20, 2));
const real = (name, v) => message(5, text(1, name), [2 * 8 + 5, ...new Uint8Array(Float32Array.of(v).buffer)], int(20, 1));
const node = (domain, op, ins, outs, ...attributes) =>
  message(1, ins.flatMap((s) => text(1, s)), outs.flatMap((s) => text(2, s)), text(4, op), attributes.flat(), text(7, domain));
const model = (nodes, inputs, outputs) => Uint8Array.from([
  ...int(1, 8), ...message(7, nodes.flat(), text(2, 'g'), inputs.flatMap((v) => value(11, ...v)), outputs.flatMap((v) => value(12, ...v))),
  ...message(8, text(1, ''), int(2, 17)), ...message(8, text(1, 'com.microsoft'), int(2, 1))]);

const floats = (data, dims) => new ort.Tensor('float32', Float32Array.from(data), dims);
const ints = (data, dims) => new ort.Tensor('int32', Int32Array.from(data), dims);

// Positions from first on, head after head as they are in a cache, as (position, head, d).
const rows = (x, heads, past, d, first) => {
  const out = [];
  for (let p = first; p < past; p++) for (let h = 0; h < heads; h++) out.push(...x.slice((h * past + p) * d, (h * past + p + 1) * d));
  return out;
};
const before = (x, heads, past, d, first) => {
  const out = [];
  for (let h = 0; h < heads; h++) out.push(...x.slice(h * past * d, (h * past + first) * d));
  return out;
};

async function groupQueryAttention({ Heads: H, KVHeads: G, HeadDim: d, Past: past, Queries: n, Q, K, V }) {
  const old = past - n;
  const cache = [1, G, old, d];
  const session = await ort.InferenceSession.create(model(
    [node('com.microsoft', 'GroupQueryAttention', ['q', 'k', 'v', 'pk', 'pv', 'last', 'total'], ['out', 'nk', 'nv'],
      whole('num_heads', H), whole('kv_num_heads', G), real('scale', 1))],
    [['q', FLOAT, [1, n, H * d]], ['k', FLOAT, [1, n, G * d]], ['v', FLOAT, [1, n, G * d]], ['pk', FLOAT, cache], ['pv', FLOAT, cache], ['last', INT32, [1]], ['total', INT32, [1]]],
    [['out', FLOAT, [1, n, H * d]]]), { executionProviders: ['wasm'] });
  const { out } = await session.run({
    q: floats(Q, [1, n, H * d]), k: floats(rows(K, G, past, d, old), [1, n, G * d]), v: floats(rows(V, G, past, d, old), [1, n, G * d]),
    pk: floats(before(K, G, past, d, old), cache), pv: floats(before(V, G, past, d, old), cache), last: ints([past - 1], [1]), total: ints([past], [1]) });
  await session.release();
  return out.data;
}

async function products({ Heads: H, KVHeads: G, HeadDim: d, Past: past, Q, K, V }) {
  const axis = whole('axis', 2);
  const session = await ort.InferenceSession.create(model(
    [node('', 'MatMul', ['q', 'k'], ['s']), node('', 'Softmax', ['s'], ['p'], axis), node('', 'MatMul', ['p', 'v'], ['out'])],
    [['q', FLOAT, [G, H / G, d]], ['k', FLOAT, [G, d, past]], ['v', FLOAT, [G, past, d]]], [['out', FLOAT, [G, H / G, d]]]), { executionProviders: ['wasm'] });
  const turned = new Float32Array(K.length);
  for (let g = 0; g < G; g++) for (let p = 0; p < past; p++) for (let i = 0; i < d; i++) turned[(g * d + i) * past + p] = K[(g * past + p) * d + i];
  const { out } = await session.run({ q: floats(Q, [G, H / G, d]), k: floats(turned, [G, d, past]), v: floats(V, [G, past, d]) });
  await session.release();
  return out.data;
}

const bound = 1e-5;
const cases = JSON.parse(fs.readFileSync(path.join(dir, 'attention.json'), 'utf8'));
let bad = 0;
for (const [name, run, some] of [['GroupQueryAttention', groupQueryAttention, cases], ['MatMul', products, cases.filter((c) => c.Queries === 1)]]) {
  let worst = 0;
  const shapes = new Set();
  for (const c of some) {
    const got = await run(c);
    for (let i = 0; i < got.length; i++) worst = Math.max(worst, Math.abs(got[i] - c.Out[i]));
    if (got.length !== c.Out.length) worst = Infinity;
    shapes.add(c.Heads + '/' + c.KVHeads);
  }
  if (!(worst <= bound)) bad++;
  console.log(`onnxruntime ${name}: ${some.length} caches, H/G in ${[...shapes].join(' ')}: differs by ${worst.toExponential(1)} at most (want ${bound.toExponential(0)})`);
}
process.exitCode = bad ? 1 : 0;
