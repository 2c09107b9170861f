import { watching } from './callbacks.js';
import { numberOf } from './errors.js';
import { Handle, needed } from './handle.js';
import { Slot, bytesOf, c, path, run, runLater, text, textOf } from './library.js';
import { Model } from './model.js';
import { fetch, list, made } from './reading.js';
import { structs } from './tables.js';
import { lend } from './tensors.js';

/** Digests, sketches and signatures of a model. Immutable; needs no model. */
export class Fingerprint extends Handle {
  static async #start(call) {
    const slot = new Slot();
    await call(slot.bytes);
    return Fingerprint.owning(slot);
  }

  static owning(slot) {
    return new Fingerprint(slot.value, 'wkin_fingerprint_close');
  }

  static async take(model, options = {}) {
    return watching(options, (given) =>
      needed(model, Model).callLater((handle) => Fingerprint.#start((out) =>
        runLater('wkin_fingerprint_take', handle, made('fingerprint_options', [given]), out))));
  }

  static async takeTensors(tensors, options = {}) {
    const parts = [];
    const views = lend(tensors, parts);
    const { size } = structs.tensor_view;
    return watching(options, (given) =>
      Fingerprint.#start(async (out) => {
        const raw = made('fingerprint_options', [given], parts);
        await runLater('wkin_fingerprint_take_tensors', views, tensors.length, size, raw, out);
        parts.length = 0;
      }));
  }

  static async open(file) {
    return Fingerprint.#start((out) => runLater('wkin_fingerprint_open', path(file), out));
  }

  static decode(bytes, label) {
    const slot = new Slot();
    run('wkin_fingerprint_decode', bytes, bytes.byteLength, text(label), slot.bytes);
    return Fingerprint.owning(slot);
  }

  static fromJson(json, label) {
    const slot = new Slot();
    const bytes = new TextEncoder().encode(json);
    run('wkin_fingerprint_from_json', text(json), bytes.length, text(label), slot.bytes);
    return Fingerprint.owning(slot);
  }

  async write(file) {
    await this.callLater((handle) => runLater('wkin_fingerprint_write', handle, path(file)));
  }

  encode() {
    return this.call((handle) => bytesOf('wkin_fingerprint_encode', handle));
  }

  json() {
    return this.call((handle) => textOf('wkin_fingerprint_json', handle));
  }

  reduce(level, leftOut = []) {
    const bits = leftOut.reduce((sum, part) => sum | numberOf('print_part', part), 0);
    const slot = new Slot();
    this.call((handle) =>
      run('wkin_fingerprint_reduce', handle, numberOf('print_level', level), bits, slot.bytes));
    return Fingerprint.owning(slot);
  }

  #fetch(struct, name, ...indices) {
    return this.call((handle) => fetch(struct, name, handle, ...indices));
  }

  describe() {
    return this.#fetch('fingerprint_info', 'wkin_fingerprint_describe');
  }

  component(index) {
    return this.#fetch('component_print', 'wkin_fingerprint_component', index);
  }

  components() {
    return list(this.describe().components, (index) => this.component(index));
  }

  tensor(index) {
    return this.#fetch('tensor_print', 'wkin_fingerprint_tensor', index);
  }

  tensors() {
    return list(this.describe().tensors, (index) => this.tensor(index));
  }

  landmarks(tensor) {
    return list(this.tensor(tensor).landmarks, (index) =>
      this.#fetch('row_landmark', 'wkin_fingerprint_landmark', tensor, index));
  }
}

export const isFingerprint = (bytes) => c('wkin_is_fingerprint')(bytes, bytes.byteLength) !== 0;

export const estimateSimilarity = (a, aTensor, b, bTensor) =>
  needed(a, Fingerprint).call((first) => needed(b, Fingerprint).call((second) =>
    fetch('print_similarity', 'wkin_estimate_similarity', first, aTensor, second, bTensor)));
