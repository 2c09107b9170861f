import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import * as wk from 'weightkin';
import { c } from '../node_modules/weightkin/lib/library.js';
import { enums, functions, structs } from '../node_modules/weightkin/lib/tables.js';

const names = [0, 1].map((layer) => `layers.${layer}.mlp.up_proj.weight`);

function drawn(seed) {
  let state = BigInt(seed);
  return Float32Array.from({ length: 96 * 64 }, () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return (Number(state >> 42n) - 2 ** 21) / 2 ** 27;
  });
}

const held = () =>
  wk.Model.fromTensors(names.map((name, layer) => ({ name, shape: [96, 64], data: drawn(20 + layer) })), 'held');

/** A safetensors file of one f32 tensor [2]. */
function smallFile(name) {
  const header = Buffer.from(`{"${name}":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`);
  const length = Buffer.alloc(8);
  length.writeUInt32LE(header.length);
  return new Uint8Array(Buffer.concat([length, header, Buffer.from(new Float32Array([1, 2]).buffer)]));
}

const failing = (status) => (error) => {
  assert.ok(error instanceof wk.WeightkinError, error);
  assert.equal(error.status, status, error.message);
  return true;
};

test('structs lie as C lays them', () => {
  const expected = readFileSync(process.env.WEIGHTKIN_LAYOUT, 'utf8').trim().split('\n').sort();
  const found = Object.entries(structs).flatMap(([name, { size, fields }]) => [
    `wkin_${name} 0 ${size}`,
    ...Object.entries(fields).map(([field, [offset, bytes]]) => `wkin_${name}.${field} ${offset} ${bytes}`),
  ]);
  assert.deepEqual(found.sort(), expected);
});

test('names are the ones of the library', () => {
  const told = { operation_kind: 'operation' };
  for (const [kind, values] of Object.entries(enums)) {
    const name = `wkin_${told[kind] ?? kind}_name`;
    if (!(name in functions)) continue;
    for (const [text, number] of Object.entries(values)) assert.equal(c(name)(number), text, kind);
  }
});

test('errors say what is wrong', async () => {
  await assert.rejects(wk.Model.open('/no/such/file'), failing('io'));
  await assert.rejects(wk.Model.open('/no/such/file'), /no\/such\/file/);
  const cut = smallFile('w').slice(0, -3);
  await assert.rejects(wk.Model.openMemory(cut, 'cut'), (error) => error.fault !== 'none' && failing('bad_format')(error));
  for (const size of [0, 1, 100]) {
    await assert.rejects(wk.Model.openMemory(new Uint8Array(size), 'noise'), wk.WeightkinError);
    assert.throws(() => wk.Fingerprint.decode(new Uint8Array(size), 'noise'), wk.WeightkinError);
    assert.throws(() => wk.Builder.load(new Uint8Array(size)), wk.WeightkinError);
  }
  await assert.rejects(wk.Model.open('zero\0inside'), failing('bad_argument'));
  await assert.rejects(wk.Model.open('any', { acess: 'copied' }), failing('bad_argument'));
  await assert.rejects(wk.Model.open('any', { access: 'guessed' }), failing('bad_argument'));
  await assert.rejects(wk.Model.open('any', { access: 'toString' }), failing('bad_argument'));
  await assert.rejects(wk.Model.openSource({ size: -1, read: () => 0 }, 'any'), failing('bad_argument'));
  const model = held();
  assert.throws(() => model.tensor(2), failing('bad_argument'));
  model.close();
});

test('handles of another kind are refused', async () => {
  const model = held();
  const print = await wk.Fingerprint.take(model);
  const builder = () => wk.Builder.begin([{ name: 'a', shape: [4], dtype: 'f32' }]);
  const checksum = () => wk.Checksum.begin([{ name: 'a', shape: [4], dtype: 'f32' }]);
  const calls = [
    () => wk.compare(print, print), () => wk.compareFingerprints(model, print), () => wk.Fingerprint.take(print),
    () => wk.Inventory.take(print), () => wk.Hashes.take(print), () => wk.findAncestors(model, [print]),
    () => wk.findAncestors(print, [model]), () => wk.findAncestors(print, [print], { weights: print }),
    () => wk.findAncestors(print, [print], { referenceWeights: [print] }), () => wk.growForest([model, model]),
    () => wk.explainMerge(model, [model, print]), () => builder().merge(checksum()), () => wk.compare(model, null),
    async () => checksum().merge(builder()), async () => wk.affinity(print, model),
    async () => wk.estimateSimilarity(print, 0, model, 0),
    async () => wk.Builder.begin([], { contents: model }),
  ];
  for (const call of calls) await assert.rejects(call(), TypeError);
  print.close();
  model.close();
});

test('builders that merge each other do not wait for each other', { timeout: 20000 }, async () => {
  const begun = (first) => {
    const builder = wk.Builder.begin([{ name: 'a', shape: [4], dtype: 'f32' }]);
    builder.add(0, first, 2, Float32Array.of(first, 1));
    return builder;
  };
  const [one, other] = [begun(0), begun(2)];
  await assert.rejects(one.merge(one), failing('bad_argument'));
  const both = await Promise.allSettled([one.merge(other), other.merge(one)]);
  assert.deepEqual(both.map(({ status }) => status), ['fulfilled', 'rejected']); // it has them already
  const print = await one.finish();
  assert.equal(print.describe().parameters, 4);
  for (const handle of [print, one, other]) handle.close();
});

test('only URLs of files are paths', async () => {
  await assert.rejects(wk.Model.open(new URL('https://example.org/no/such/file')), { code: 'ERR_INVALID_URL_SCHEME' });
  await assert.rejects(wk.Model.open(new URL('file:///no/such/file%20here')), /no\/such\/file here/);
});

test('views that reach beyond their memory are refused', () => {
  const refused = (shape, strides, data = new Float32Array(6)) => {
    try {
      wk.Model.fromTensors([{ name: 'w', shape, strides, data }], 'held').close();
      return false;
    } catch (error) {
      return failing('bad_argument')(error);
    }
  };
  for (const good of [[[2, 3]], [[]], [[0, 9]], [[3, 2], [1, 3]]]) assert.equal(refused(...good), false);
  const huge = 2n ** 63n;
  for (const bad of [[[7]], [[huge, huge, huge]], [[3, 2], [2, 3]], [[2], [-1]], [[2], []], [[-1]], [[1.5]],
    [Array(65).fill(1)], [[2], undefined, [1, 2]]]) assert.equal(refused(...bad), true, String(bad));
});

test('views begin where their arrays begin', async () => {
  const data = new Float32Array([5, 6, 7, 8]).subarray(2);
  const print = await wk.Fingerprint.takeTensors([{ name: 'w', shape: [2], data }]);
  assert.equal(print.tensor(0).minimum, 7);
});

test('closed handles are harmless', async () => {
  const model = held();
  const contents = await wk.Inventory.take(model);
  model.close();
  model.close();
  model[Symbol.dispose]();
  assert.throws(() => model.tensor(0), TypeError);
  await assert.rejects(wk.compare(model, model), TypeError);
  globalThis.gc?.();
  assert.ok(contents.text().length > 0);
  contents.close();
  contents.close();
  assert.throws(() => contents.text(), TypeError);
  const other = held();
  const running = wk.compare(other, other);
  other.close();
  assert.equal((await running).overall().verdict, 'identical');
  assert.throws(() => other.name, TypeError);
});

test('progress is told, cancels, and its exceptions come back', async () => {
  const model = held();
  await assert.rejects(wk.compare(model, model, { onProgress: () => false }), failing('cancelled'));
  const mine = new RangeError('from the callback');
  const throwing = () => {
    throw mine;
  };
  await assert.rejects(wk.compare(model, model, { onProgress: throwing }), (error) => error === mine);
  const steps = [];
  await wk.Fingerprint.take(model, { onProgress: (step) => void steps.push(step) });
  assert.ok(steps.length > 0 && steps.every(({ stage, done, total }) => stage !== '' && done <= total));
  await wk.compare(model, model, { onProgress: (step) => void steps.push(step), threads: 4 });
  model.close();
});

test('mixtures can be watched and bounded', async () => {
  const model = held();
  const explain = (options) => wk.explainMerge(model, [model, model], null, options).then((merge) => merge.close());
  await assert.rejects(explain({ onProgress: () => false }), failing('cancelled'));
  const mine = new RangeError('from the callback');
  await assert.rejects(explain({
    onProgress: () => {
      throw mine;
    },
  }), (error) => error === mine);
  await assert.rejects(explain({ searchSeconds: -1 }), failing('bad_argument'));
  await explain({ searchSeconds: 1, depth: 'full' });
  model.close();
});

function source(bytes, state, extra = {}) {
  return {
    size: bytes.length,
    read(offset, into) {
      const from = bytes.subarray(offset, offset + into.length);
      into.set(from);
      return from.length;
    },
    openBeside(name) {
      if (name === 'throws.safetensors') throw new Error(name);
      return name === '1.safetensors' ? source(smallFile('a'), state) : null;
    },
    close: () => void ++state.closed,
    ...extra,
  };
}

test('sources are read and released', async () => {
  const state = { closed: 0 };
  const model = await wk.Model.openSource(source(smallFile('w'), state), 'one');
  assert.equal(model.tensor(0).name, 'w');
  assert.equal(state.closed, 0);
  model.close();
  assert.equal(state.closed, 1);
  const index = (name) => Buffer.from(`{"weight_map":{"a":"${name}.safetensors"}}`);
  const sharded = await wk.Model.openSource(source(index('1'), state), 'index.json');
  const contents = await wk.Inventory.take(sharded);
  sharded.close();
  assert.match(contents.json(), /"a"/);
  assert.ok(state.closed < 3);
  contents.close();
  assert.equal(state.closed, 3);
  const failed = (error) => ({ read: () => { throw error; } });
  await assert.rejects(wk.Model.openSource(source(index('1'), state, failed(new Error('medium'))), 'index.json'), failing('io'));
  const abort = new DOMException('enough', 'AbortError');
  await assert.rejects(wk.Model.openSource(source(index('1'), state, failed(abort)), 'index.json'), failing('cancelled'));
  await assert.rejects(wk.Model.openSource(source(index('throws'), state), 'index.json'), failing('io'));
});

test('options arrive', async () => {
  const model = held();
  const { seed, maxUnits, effectFloor } = (
    await wk.compare(model, model, { seed: 9n, maxUnits: 100, effectFloor: 0.03 })
  ).settings();
  assert.deepEqual({ seed, maxUnits, effectFloor }, { seed: 9n, maxUnits: 100, effectFloor: 0.03 });
});

test('eight threads share handles', async () => {
  const model = held();
  const contents = await wk.Inventory.take(model);
  const alone = await wk.compare(model, model);
  const json = alone.json();
  const running = Array.from({ length: 16 }, (_, number) => wk.compare(model, model, { threads: 1 + (number % 3) }));
  assert.equal(contents.text(), contents.text());
  for (const mine of await Promise.all(running)) assert.equal(mine.json(), json);
  assert.equal(alone.json(), json);
});

test('eight workers load the package', async () => {
  const body = `import('weightkin').then(async (wk) => {
    const data = new Float32Array(96 * 64).map((_, i) => Math.sin(i * i));
    const model = wk.Model.fromTensors([{ name: 'layers.0.mlp.up_proj.weight', shape: [96, 64], data }], 'm');
    const told = [];
    const same = await wk.compare(model, model, { onProgress: (step) => void told.push(step) });
    require('node:worker_threads').parentPort.postMessage([same.json(), told.length > 0]);
  })`;
  const answers = await Promise.all(Array.from({ length: 8 }, () => new Promise((resolve, reject) => {
    const worker = new Worker(body, { eval: true });
    worker.once('message', resolve).once('error', reject);
  })));
  assert.equal(new Set(answers.map(([json]) => json)).size, 1);
  assert.ok(answers.every(([, told]) => told));
});

test('the thread of JavaScript stays free', async () => {
  const model = held();
  let turns = 0;
  let running = true;
  const done = wk.compare(model, model).finally(() => (running = false));
  while (running) {
    ++turns;
    await soon();
  }
  await done;
  assert.ok(turns > 1, `${turns} turns`);
});

test('forgotten handles are closed', { skip: !globalThis.gc && 'needs --expose-gc' }, async () => {
  const state = { closed: 0 };
  await (async () => void (await wk.Model.openSource(source(smallFile('w'), state), 'one')))();
  for (let i = 0; i < 200 && state.closed === 0; ++i) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(state.closed, 1);
});

test('values are read', () => {
  const model = held();
  const values = drawn(20);
  assert.deepEqual([...model.read(0, 5, 3)], [...values.subarray(5, 8)]);
  assert.ok(model.read(0, 0, 2, 'f32') instanceof Float32Array);
  assert.equal(model.read(0, 0, 2, 'packed').length, 8);
  assert.throws(() => model.read(0, 0, 2n ** 60n), failing('bad_argument'));
  assert.throws(() => model.read(0, 0, 1, 'u8'), failing('unsupported'));
});

test('scans and forests', async () => {
  const model = held();
  const print = await wk.Fingerprint.take(model);
  await assert.rejects(wk.findAncestors(print, [print], { onProgress: () => false }), failing('cancelled'));
  await assert.rejects(wk.findAncestors(print, [print], { referenceWeights: [null, null] }), failing('bad_argument'));
  const scan = await wk.findAncestors(print, [print], { weights: model, referenceWeights: [model] });
  assert.equal(scan.overall().verdict, 'identical');
  assert.ok(scan.json().startsWith('{') && scan.text().length > 0);
  const directions = [{ subject: 0, reference: 1, direction: 'reference_from_subject', reason: 'dated' }];
  const forest = await wk.growForest([print, print], { weights: [model, null], directions });
  assert.ok(forest.svg().includes('<svg') && forest.json().startsWith('{'));
  assert.ok(forest.text().length > 0 && forest.limits().length > 0);
  await assert.rejects(wk.growForest([print]), failing('bad_argument'));
  assert.ok(wk.affinity(print, print).values > 0.99);
});

/** A folder that is gone when the test is over, however it ends. */
function folderOf(test) {
  const folder = mkdtempSync(join(tmpdir(), 'weightkin-'));
  test.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('manifests differ where files do', async (self) => {
  const folder = folderOf(self);
  writeFileSync(join(folder, 'a'), 'a');
  writeFileSync(join(folder, 'left out'), 'x');
  const options = { ignored: ['left out'], followLinks: true };
  const before = await wk.Manifest.make(folder, options);
  assert.deepEqual(before.files().map(({ name }) => name), ['a']);
  writeFileSync(join(folder, 'a'), 'b');
  const { differences, json } = before.compare(await wk.Manifest.make(folder, options));
  assert.equal(differences, 1);
  assert.ok(json.includes('"a"'), json);
  assert.equal(wk.Manifest.fromJson(before.json(), 'before').compare(before).differences, 0);
});

test('an index keeps rulings', async (self) => {
  const folder = folderOf(self);
  const address = join(folder, 'index.sqlite');
  await assert.rejects(wk.Index.open(address), failing('io'));
  const index = await wk.Index.open(address, { access: 'create' });
  const print = await wk.Fingerprint.take(held());
  const both = await Promise.all([index.add(print), index.add(print)]);
  assert.deepEqual(both.map(({ added }) => added), [true, false]);
  const { root } = print.describe();
  assert.equal(await index.addRuling(root, root, '{"sure": true}'), true);
  assert.equal(await index.addRuling(root, root, '{"sure": true}'), false);
  for (const answer of [await index.rulings(root), await index.rulings()])
    assert.ok(answer.json().includes('"sure": true'));
  for (const answer of [await index.list(), await index.findDigest(root)])
    assert.ok(answer.json().includes('held'));
  await assert.rejects(index.findDigest(new Uint8Array(31)), failing('bad_argument'));
  const added = await index.addMany([print, print]);
  assert.deepEqual(added.map((one) => one.added), [false, false]);
  const listed = await index.list();
  assert.deepEqual(listed.entries().map(({ id, name }) => [id, name]), [[added[0].id, 'held']]);
  assert.ok(listed.text().includes('held'));
  assert.deepEqual(listed.problems(), []);
  assert.throws(() => listed.scan(), failing('undefined'));
  const [kept] = (await index.rulings()).rulings();
  assert.equal(kept.document, '{"sure": true}');
  assert.deepEqual(kept.subject, root);
  const { log10Alpha, nearestShare } = (await index.query(print)).scan().settings();
  assert.deepEqual([log10Alpha, nearestShare], [-5, 0.25]);
  index.close();
});
