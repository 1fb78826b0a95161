// onnxruntime-web: one layer's attention as batched matrix products, the H/G query heads of a key/value head being the rows
// of one product. Keys (transposed) and values are constants of the model, so that nothing is appended and nothing copied.
import * as ort from '/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs';

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = new URL('/node_modules/onnxruntime-web/dist/', location).href;
ort.env.logLevel = 'error';

// Just enough of protobuf to write a model (onnx.proto).
const varint = (v) => { const b = []; for (; v > 127; v = Math.floor(v / 128)) b.push((v % 128) | 128); return [...b, v]; };
const int = (field, v) => [...varint(field * 8), ...varint(v)];
const head = (field, length) => [...varint(field * 8 + 2), ...varint(length)];
const message = (field, ...parts) => { const b = parts.flat(); return [...head(field, b.length), ...b]; };
const text = (field, s) => message(field, [...new TextEncoder().encode(s)]);
const FLOAT = 1;
const value = (field, name, dims) => message(field, text(1, name), message(2, message(1, int(1, FLOAT), message(2, dims.flatMap((d) => message(1, int(1, d)))))));
const node = (op, ins, outs, ...attributes) => message(1, ins.flatMap((s) => text(1, s)), outs.flatMap((s) => text(2, s)), text(4, op), ...attributes);

// A tensor's bytes are too many for arrays of numbers: the message is put together from pieces.
function model(kvHeads, group, d, past, keys, values) {
  const tensor = (name, dims, data) => {
    const raw = new Uint8Array(data.buffer);
    const before = [...dims.flatMap((n) => int(1, n)), ...int(2, FLOAT), ...text(8, name), ...head(9, raw.length)];
    return [Uint8Array.from([...head(5, before.length + raw.length), ...before]), raw];
  };
  const axis = message(5, text(1, 'axis'), [...varint(3 * 8), 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], int(20, 2)); // -1
  const nodes = [node('MatMul', ['q', 'k'], ['s']), node('Softmax', ['s'], ['p'], axis), node('MatMul', ['p', 'v'], ['out'])].flat();
  const graph = [Uint8Array.from([...nodes, ...text(2, 'g')]), ...tensor('k', [kvHeads, d, past], keys), ...tensor('v', [kvHeads, past, d], values),
    Uint8Array.from([...value(11, 'q', [kvHeads, group, d]), ...value(12, 'out', [kvHeads, group, d])])];
  const length = graph.reduce((n, p) => n + p.length, 0);
  const all = [Uint8Array.from([...int(1, 8), ...head(7, length)]), ...graph, Uint8Array.from(message(8, text(1, ''), int(2, 17)))];
  return new Uint8Array(all.reduce((a, p) => { a.set(p, a.at); a.at += p.length; return a; },
    Object.assign(new Uint8Array(all.reduce((n, p) => n + p.length, 0)), { at: 0 })));
}

const random = (n) => Float32Array.from({ length: n }, () => Math.random() - 0.5);

export async function onnx(heads, kvHeads, d, past) {
  const session = await ort.InferenceSession.create(
    model(kvHeads, heads / kvHeads, d, past, random(kvHeads * d * past), random(kvHeads * past * d)),
    { executionProviders: ['wasm'], graphOptimizationLevel: 'all' });
  const feeds = { q: new ort.Tensor('float32', random(heads * d), [kvHeads, heads / kvHeads, d]) };
  const run = async (n) => {
    const begun = performance.now();
    for (let i = 0; i < n; i++) await session.run(feeds);
    return { ms: (performance.now() - begun) / n };
  };
  return { run, close: () => session.release() };
}
