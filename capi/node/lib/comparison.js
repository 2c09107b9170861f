import { watching } from './callbacks.js';
import { numberOf } from './errors.js';
import { Fingerprint } from './fingerprint.js';
import { Handle, needed } from './handle.js';
import { Slot, run, runLater, sentences, text, textOf } from './library.js';
import { Model } from './model.js';
import { fetch, list, made } from './reading.js';

const start = (name, subject, reference, options) =>
  watching(options, (given) =>
    subject.callLater((a) =>
      reference.callLater(async (b) => {
        const slot = new Slot();
        await runLater(name, a, b, made('compare_options', [given]), slot.bytes);
        return new Comparison(slot.value, 'wkin_comparison_close');
      })));

export const compare = async (subject, reference, options = {}) =>
  start('wkin_compare', needed(subject, Model), needed(reference, Model), options);

export const compareFingerprints = async (subject, reference, options = {}) =>
  start('wkin_compare_fingerprints', needed(subject, Fingerprint), needed(reference, Fingerprint), options);

/** The answer to "does SUBJECT descend from REFERENCE?". Independent of both. */
export class Comparison extends Handle {
  #fetch(struct, name, ...indices) {
    return this.call((handle) => fetch(struct, name, handle, ...indices));
  }

  #sentences(name, ...indices) {
    return this.call((handle) => sentences(name, handle, ...indices));
  }

  overall() {
    return this.#fetch('overall', 'wkin_comparison_overall');
  }

  settings() {
    return this.#fetch('ruling_settings', 'wkin_comparison_settings');
  }

  /** What json() wrote, of this version or an older one; the label names it in messages. */
  static fromJson(json, label) {
    const slot = new Slot();
    const { length } = new TextEncoder().encode(json);
    run('wkin_comparison_from_json', text(json), length, text(label), slot.bytes);
    return new Comparison(slot.value, 'wkin_comparison_close');
  }

  asked() {
    return this.#fetch('asked_search', 'wkin_comparison_asked');
  }

  opened(side) {
    return this.#fetch('model_opening', 'wkin_comparison_opened', numberOf('side', side));
  }

  spectrum(component) {
    return this.#fetch('change_spectrum', 'wkin_comparison_spectrum', component);
  }

  component(index) {
    return this.#fetch('component_ruling', 'wkin_comparison_component', index);
  }

  components() {
    return list(this.overall().components, (index) => this.component(index));
  }

  explanations(component) {
    return this.#sentences('wkin_comparison_explanation', component);
  }

  tensor(index) {
    return this.#fetch('tensor_evidence', 'wkin_comparison_tensor', index);
  }

  tensors() {
    return list(this.overall().tensors, (index) => this.tensor(index));
  }

  unmatched() {
    return list(this.overall().unmatched, (index) =>
      this.#fetch('unmatched', 'wkin_comparison_unmatched', index));
  }

  limits() {
    return this.#sentences('wkin_comparison_limit');
  }

  searched() {
    return this.#sentences('wkin_comparison_searched');
  }

  operation(component, index) {
    return this.#fetch('operation', 'wkin_comparison_operation', component, index);
  }

  operations(component) {
    return list(this.component(component).operations, (index) => this.operation(component, index));
  }

  operationNumbers(component, operation) {
    return list(this.operation(component, operation).numbers, (index) =>
      this.#fetch('operation_number', 'wkin_comparison_operation_number', component, operation, index));
  }

  operationTensors(component, operation) {
    return this.#sentences('wkin_comparison_operation_tensor', component, operation);
  }

  arrangement(component) {
    return this.#fetch('arrangement', 'wkin_comparison_arrangement', component);
  }

  unitMaps(component) {
    return list(this.arrangement(component).unitMaps, (index) =>
      this.#fetch('unit_map', 'wkin_comparison_unit_map', component, index));
  }

  json() {
    return this.call((handle) => textOf('wkin_comparison_json', handle));
  }

  text() {
    return this.call((handle) => textOf('wkin_comparison_text', handle));
  }

  html() {
    return this.call((handle) => textOf('wkin_comparison_html', handle));
  }

  svg() {
    return this.call((handle) => textOf('wkin_comparison_svg', handle));
  }
}
