// The tour that every binding takes (docs/new-binding.md).
//
//   node tour.js STORY_FOLDER SCRATCH_FOLDER OUTPUT.json
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as wk from 'weightkin';
import { Seen } from './tour_reader.js';

const names = [0, 1, 2].map((layer) => `layers.${layer}.mlp.up_proj.weight`);
const [rows, columns] = [96, 64];
const shape = [rows, columns];

function makeWeights() {
  let state = 20n;
  const draw = () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 42n) - 2 ** 21;
  };
  const made = { first: [], second: [], mean: [] };
  for (let layer = 0; layer < names.length; ++layer) {
    const [first, second, mean] = [0, 1, 2].map(() => new Float32Array(rows * columns));
    for (let i = 0; i < rows * columns; ++i) {
      const a = draw();
      const b = a + Math.trunc(draw() / 8);
      first[i] = a / 2 ** 27;
      second[i] = b / 2 ** 27;
      mean[i] = (a + b) / 2 ** 28;
    }
    made.first.push(first);
    made.second.push(second);
    made.mean.push(mean);
  }
  return made;
}

const views = (values) => values.map((data, layer) => ({ name: names[layer], shape, data }));

async function story(seen, folder) {
  const suspect = await wk.Model.open(join(folder, 'suspect.safetensors'));
  const donor = await wk.Model.open(join(folder, 'donor.safetensors'));
  seen.model('suspect', suspect);
  seen.model('donor', donor);
  seen.inventory('suspect_inventory', suspect, await wk.Inventory.take(suspect));
  seen.inventory('donor_inventory', donor, await wk.Inventory.take(donor));
  seen.comparison('compare', await wk.compare(suspect, donor));
  const suspects = await wk.Fingerprint.take(suspect, { name: 'suspect' });
  const donors = await wk.Fingerprint.take(donor, { name: 'donor' });
  seen.fingerprint('suspect_print', suspects);
  seen.fingerprint('donor_print', donors);
  seen.comparison('compare_prints', await wk.compareFingerprints(suspects, donors));
}

function strided(first) {
  const turned = Float32Array.from(first[1], (_, i) => first[1][(i % rows) * columns + Math.floor(i / rows)]);
  const tensors = views(first);
  tensors[1] = { ...tensors[1], strides: [1, rows], data: turned };
  return wk.Fingerprint.takeTensors(tensors, { name: 'strided' });
}

async function sharded(first) {
  const declared = names.map((name) => ({ name, shape, dtype: 'f32' }));
  const one = wk.Builder.begin(declared);
  const two = wk.Builder.begin(declared);
  const cut = 40 * columns;
  for (const [tensor, values] of first.entries()) {
    await one.add(tensor, 0, cut, values.subarray(0, cut));
    await two.addBox(tensor, [40, 0], [rows - 40, columns], values.subarray(cut));
  }
  await one.merge(wk.Builder.load(await two.save()));
  return one.finish();
}

async function prints(seen, made, first, second, scratch) {
  const one = await wk.Fingerprint.take(first);
  const two = await wk.Fingerprint.take(second);
  seen.fingerprint('memory_print', one);
  seen.fingerprint('strided_print', await strided(made.first));
  seen.fingerprint('sharded_print', await sharded(made.first));
  const path = join(scratch, 'tour.wkf');
  await one.write(path);
  seen.fingerprint('reread_print', await wk.Fingerprint.open(path));
  seen.fingerprint('small_print', one.reduce('small', ['names']));
  seen.similarity('estimate', wk.estimateSimilarity(two, 0, one, 0));
}

async function written(seen, model, scratch) {
  const path = join(scratch, 'tour.safetensors');
  seen.whole('written', await model.writeSafetensors(path, { floats: 'bf16' }), 'tensors bytes overflowed');
  seen.comparison('compare_written', await wk.compare(await wk.Model.open(path), model));
}

async function memory(seen, made, scratch) {
  const first = wk.Model.fromTensors(views(made.first), 'first');
  const second = wk.Model.fromTensors(views(made.second), 'second');
  const mean = wk.Model.fromTensors(views(made.mean), 'mean');
  seen.comparison('compare_memory', await wk.compare(second, first));
  await prints(seen, made, first, second, scratch);
  await written(seen, first, scratch);
  seen.mixture('mixture', await wk.explainMerge(mean, [first, second]));
}

async function many(seen, made, folder, scratch) {
  const order = Object.keys(made);
  const models = order.map((name) => wk.Model.fromTensors(views(made[name]), name));
  const prints = await Promise.all(models.map((model) => wk.Fingerprint.take(model)));
  const [first, second, mean] = prints;
  seen.scan(await wk.findAncestors(second, [first, mean]));
  seen.forest(await wk.growForest(prints));
  seen.hashes(await wk.Hashes.take(models[0]));
  seen.manifest(await wk.Manifest.make(join(folder, 'donor.safetensors')));
  const declared = names.map((name) => ({ name, shape, dtype: 'f32' }));
  const [sum, other] = [0, 1].map(() => wk.Checksum.begin(declared, { seed: 3 }));
  for (const [tensor, values] of made.first.entries())
    (tensor === 0 ? other : sum).add(tensor, 0, rows * columns, values);
  seen.checksum(sum, other);
  const path = join(scratch, 'tour.sqlite');
  rmSync(path, { force: true });
  await seen.index(await wk.Index.open(path, { access: 'create' }), first, second);
  const half = (rows * columns) / 2;
  seen.fold('read', 'values_folded', new Uint8Array(models[0].read(1, half, half).buffer));
}

async function errors(seen, made) {
  const hello = new TextEncoder().encode('hello, world');
  const model = wk.Model.fromTensors(views(made.first), 'first');
  const print = await wk.Fingerprint.take(model);
  const seeded = await wk.Fingerprint.take(model, { seed: 7 });
  const same = await wk.compare(model, model);
  const twice = views(made.first);
  twice[1].name = twice[0].name;
  const failed = async (what, call) => {
    let failure = { status: 'ok', fault: 'none' };
    try {
      await call();
    } catch (error) {
      if (!(error instanceof wk.WeightkinError)) throw error;
      failure = error;
    }
    seen.text(`error.${what}`, failure, 'status fault');
  };
  await failed('missing_file', () => wk.Model.open('/no/such/file.safetensors'));
  await failed('not_a_model', () => wk.Model.openMemory(hello, 'hello'));
  await failed('not_a_fingerprint', () => wk.Fingerprint.decode(hello, 'hello'));
  await failed('missing_fingerprint', () => wk.Fingerprint.open('/no/such/file.wkf'));
  await failed('name_twice', () => wk.Model.fromTensors(twice, 'twice'));
  await failed('no_such_tensor', () => model.tensor(names.length));
  await failed('two_seeds', () => wk.compareFingerprints(print, seeded));
  await failed('bad_map', () => wk.compare(model, model, { componentMap: '{' }));
  await failed('cancelled', () => wk.compare(model, model, { onProgress: () => false }));
  await failed('no_arrangement', () => same.arrangement(0));
  await failed('not_complete', () => wk.Builder.begin([{ name: names[0], shape, dtype: 'f32' }]).finish());
}

const [storyFolder, scratch, output] = process.argv.slice(2);
const seen = new Seen();
seen.say('version', 'abi', wk.libraryAbiVersion());
const statuses = 'ok bad_argument bad_format unsupported io undefined no_memory cancelled internal'.split(' ');
statuses.forEach((name, number) => seen.say('status', number, name));
const made = makeWeights();
await story(seen, storyFolder);
await memory(seen, made, scratch);
await many(seen, made, storyFolder, scratch);
await errors(seen, made);
writeFileSync(output, seen.finish());
