import { declare } from './builder.js';
import { watching } from './callbacks.js';
import { Handle, needed } from './handle.js';
import { Slot, path, run, runLater, text, textOf, zeroed } from './library.js';
import { Model } from './model.js';
import { fetch, list, made } from './reading.js';
import { structs } from './tables.js';

/** Digests of all tensors of a model and the roots over them: those of its fingerprint. */
export class Hashes extends Handle {
  static async take(model, options = {}) {
    return watching(options, (given) =>
      needed(model, Model).callLater(async (handle) => {
        const slot = new Slot();
        await runLater('wkin_hash_take', handle, made('hash_options', [given]), slot.bytes);
        return new Hashes(slot.value, 'wkin_hash_close');
      }));
  }

  #fetch(struct, name, ...indices) {
    return this.call((handle) => fetch(struct, name, handle, ...indices));
  }

  roots() {
    return this.#fetch('hash_roots', 'wkin_hash_describe');
  }

  tensor(index) {
    return this.#fetch('tensor_hash', 'wkin_hash_tensor', index);
  }

  tensors() {
    return list(this.roots().tensors, (index) => this.tensor(index));
  }

  component(index) {
    return this.#fetch('component_hash', 'wkin_hash_component', index);
  }

  components() {
    return list(this.roots().components, (index) => this.component(index));
  }

  text() {
    return this.call((handle) => textOf('wkin_hash_text', handle));
  }

  json() {
    return this.call((handle) => textOf('wkin_hash_json', handle));
  }
}

/** The files of a model and their digests, as signatures of models name them (OMS 1.0). */
export class Manifest extends Handle {
  static async make(file, options = {}) {
    return watching(options, async (given) => {
      const slot = new Slot();
      const { ignored = [] } = given;
      const raw = made('manifest_options', [{ ...given, ignored, ignoredCount: ignored.length }]);
      await runLater('wkin_manifest_make', path(file), raw, slot.bytes);
      raw.parts.length = 0; // until here they had to live
      return new Manifest(slot.value, 'wkin_manifest_close');
    });
  }

  static fromJson(json, label) {
    const slot = new Slot();
    const bytes = new TextEncoder().encode(json);
    run('wkin_manifest_from_json', text(json), bytes.length, text(label), slot.bytes);
    return new Manifest(slot.value, 'wkin_manifest_close');
  }

  #fetch(struct, name, ...indices) {
    return this.call((handle) => fetch(struct, name, handle, ...indices));
  }

  info() {
    return this.#fetch('manifest_info', 'wkin_manifest_describe');
  }

  file(index) {
    return this.#fetch('manifest_file', 'wkin_manifest_file_at', index);
  }

  files() {
    return list(this.info().files, (index) => this.file(index));
  }

  json() {
    return this.call((handle) => textOf('wkin_manifest_json', handle));
  }

  /** In how many places `found` is not what this one says, and where, as JSON. */
  compare(found) {
    const count = new Slot();
    const json = this.call((handle) =>
      needed(found, Manifest).call((other) => textOf('wkin_manifest_compare', handle, other, count.bytes)));
    return { differences: Number(count.value), json };
  }

  /** The files of `found` that are not as this one says. */
  differences(found) {
    const { differences } = this.compare(found);
    return this.call((handle) =>
      needed(found, Manifest).call((other) =>
        list(differences, (index) => fetch('file_difference', 'wkin_manifest_difference', handle, other, index))));
  }
}

/** Tells whether a model arrived as it was sent, however it is sharded on either side. */
export class Checksum extends Handle {
  #count;

  static begin(tensors, { seed = 0 } = {}) {
    const slot = new Slot();
    const parts = [];
    const declared = declare(tensors, parts);
    run('wkin_checksum_begin', declared, tensors.length, structs.tensor_declaration.size, seed, slot.bytes);
    parts.length = 0;
    const begun = new Checksum(slot.value, 'wkin_checksum_close');
    begun.#count = tensors.length;
    return begun;
  }

  add(tensor, first, count, packed) {
    this.call((handle) => run('wkin_checksum_add', handle, tensor, first, count, packed, packed.byteLength));
  }

  merge(other) {
    this.call((handle) => needed(other, Checksum).call((second) => run('wkin_checksum_merge', handle, second)));
  }

  sum() {
    const value = new Slot();
    const complete = zeroed(4);
    this.call((handle) => run('wkin_checksum_value', handle, value.bytes, complete));
    return { value: value.value, complete: complete[0] !== 0 };
  }

  /** Each tensor's. */
  tensors() {
    const values = new BigUint64Array(this.#count);
    this.call((handle) => run('wkin_checksum_tensors', handle, values, values.length));
    return [...values];
  }
}
