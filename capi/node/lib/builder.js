import { badArgument } from './errors.js';
import { Fingerprint } from './fingerprint.js';
import { Handle, needed } from './handle.js';
import { Inventory } from './inventory.js';
import { Slot, addressOf, bytesOf, run, runLater } from './library.js';
import { made } from './reading.js';
import { structs } from './tables.js';

/** Declarations as C has them; `parts` gets what they point to. */
export const declare = (tensors, parts) =>
  made('tensor_declaration', tensors.map(({ name, shape, dtype }) => {
    const extents = BigUint64Array.from(shape.length ? shape : [0], BigInt);
    parts.push(extents);
    return { name, shape: addressOf(extents), dtype, rank: shape.length };
  }), parts);

/** Makes the fingerprint of a model whose elements arrive in pieces. Its calls run one by one. */
export class Builder extends Handle {
  #last = Promise.resolve();

  static begin(tensors, { seed = 0, contents, noDigests = false } = {}) {
    const slot = new Slot();
    const parts = [];
    const declared = declare(tensors, parts);
    const start = (inventory) =>
      run('wkin_builder_begin', declared, tensors.length, structs.tensor_declaration.size,
        made('builder_options', [{ seed, contents: inventory, noDigests: Number(noDigests) }]), slot.bytes);
    if (contents) needed(contents, Inventory).call(start);
    else start();
    parts.length = 0;
    return new Builder(slot.value, 'wkin_builder_close');
  }

  static load(bytes) {
    const slot = new Slot();
    run('wkin_builder_load', bytes, bytes.byteLength, slot.bytes);
    return new Builder(slot.value, 'wkin_builder_close');
  }

  /** A builder is not for concurrent use: each call waits for the one before. */
  #queued(work) {
    const next = this.#last.then(() => this.callLater(work));
    this.#last = next.catch(() => {});
    return next;
  }

  async add(tensor, first, count, packed) {
    await this.#queued((handle) =>
      runLater('wkin_builder_add', handle, tensor, first, count, packed, packed.byteLength));
  }

  async addBox(tensor, start, extent, packed) {
    if (start.length !== extent.length) throw badArgument('a box needs as many extents as starts');
    const from = BigUint64Array.from(start, BigInt);
    const size = BigUint64Array.from(extent, BigInt);
    await this.#queued((handle) =>
      runLater('wkin_builder_add_box', handle, tensor, from, size, from.length, packed, packed.byteLength));
  }

  /** Waits for the calls of both, and those that come later wait for it: in one line for both, so
   * that two builders which merge each other do not wait for each other. */
  async merge(other) {
    if (needed(other, Builder) === this) throw badArgument('a builder cannot be merged with itself');
    const next = Promise.all([this.#last, other.#last]).then(() =>
      this.callLater((handle) =>
        other.callLater((second) => runLater('wkin_builder_merge', handle, second))));
    this.#last = other.#last = next.catch(() => {});
    await next;
  }

  save() {
    return this.#queued(async (handle) => bytesOf('wkin_builder_save', handle));
  }

  finish() {
    return this.#queued(async (handle) => {
      const slot = new Slot();
      await runLater('wkin_builder_finish', handle, slot.bytes);
      return Fingerprint.owning(slot);
    });
  }
}
