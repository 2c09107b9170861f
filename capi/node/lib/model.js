import { openBeside, forget, rawSource, remember, watching } from './callbacks.js';
import { numberOf } from './errors.js';
import { Handle, Kept } from './handle.js';
import { Slot, bytesOf, c, path, runLater, run, sentences, text } from './library.js';
import { fetch, list, made, read } from './reading.js';
import { lend } from './tensors.js';
import { structs } from './tables.js';

/** An open checkpoint, or tensors in memory of yours. */
export class Model extends Handle {
  static #own(slot, kept) {
    return new Model(slot.value, 'wkin_model_close', kept);
  }

  static async open(file, options = {}) {
    const slot = new Slot();
    await runLater('wkin_model_open', path(file), made('open_options', [options]), slot.bytes);
    return Model.#own(slot);
  }

  static async openMemory(bytes, label, options = {}) {
    const slot = new Slot();
    const raw = made('open_options', [options]);
    const kept = new Kept(() => {}, bytes);
    await runLater('wkin_model_open_memory', bytes, bytes.byteLength, text(label), raw, slot.bytes);
    return Model.#own(slot, kept);
  }

  static async openSource(source, label, options = {}) {
    const slot = new Slot();
    const raw = made('open_options', [options]);
    const name = text(label);
    c('wkin_version');
    const beside = remember(source);
    try {
      await runLater('wkin_model_open_source', rawSource(source), openBeside(), beside, name, raw, slot.bytes);
    } catch (error) {
      forget(beside);
      throw error;
    }
    return Model.#own(slot, new Kept(() => forget(beside)));
  }

  static fromTensors(tensors, name) {
    const slot = new Slot();
    const parts = [];
    const views = lend(tensors, parts);
    run('wkin_model_from_tensors', views, tensors.length, structs.tensor_view.size, text(name), slot.bytes);
    return Model.#own(slot, new Kept(() => {}, parts));
  }

  get name() {
    return this.call((model) => c('wkin_model_name')(model));
  }

  get format() {
    return this.call((model) => c('wkin_model_format')(model));
  }

  get tensorCount() {
    return this.call((model) => Number(c('wkin_model_tensor_count')(model)));
  }

  tensor(index) {
    return this.call((model) => fetch('tensor_info', 'wkin_model_tensor', model, index));
  }

  tensors() {
    return list(this.tensorCount, (index) => this.tensor(index));
  }

  encoding(index) {
    return this.call((model) => fetch('tensor_encoding', 'wkin_model_encoding', model, index));
  }

  encodingParts(index) {
    return list(this.encoding(index).parts, (part) =>
      this.call((model) => fetch('encoding_part', 'wkin_model_encoding_part', model, index, part)));
  }

  layoutRules(index) {
    return this.call((model) => sentences('wkin_model_layout_rule', model, index));
  }

  /** Elements as `f32` or `f64`, or (`packed`) as bytes of the tensor's own type. */
  read(index, first, count, as = 'f64') {
    const bytes = this.call((model) =>
      bytesOf('wkin_model_read', model, index, first, count, numberOf('dtype', as === 'packed' ? undefined : as)));
    if (as === 'f64') return new Float64Array(bytes.buffer);
    return as === 'f32' ? new Float32Array(bytes.buffer) : bytes;
  }

  writeSafetensors(file, options = {}) {
    return watching(options, (given) =>
      this.callLater(async (model) => {
        const { size } = structs.write_summary;
        const summary = made('write_summary', [{}]);
        const raw = made('write_options', [given]);
        await runLater('wkin_model_write_safetensors', model, path(file), raw, summary, size);
        return read('write_summary', new DataView(summary.buffer));
      }));
  }
}
