import { watching } from './callbacks.js';
import { badArgument } from './errors.js';
import { Fingerprint } from './fingerprint.js';
import { Handle, needed, neededOrNull, withAll } from './handle.js';
import { Slot, runLater, sentences, textOf } from './library.js';
import { Model } from './model.js';
import { fetch, list, made } from './reading.js';

/** Models for C: NULL for none, or one for each of so many fingerprints. */
export function weightsFor(models, count) {
  if (models.length > 0 && models.length !== count)
    throw badArgument(`${models.length} models for ${count} fingerprints`);
  return models.map((model) => neededOrNull(model, Model));
}

export const prints = (list) => Array.from(list, (print) => needed(print, Fingerprint));

export const pointerList = (pointers) => (pointers.length > 0 ? BigUint64Array.from(pointers) : null);

/** Ranks references by how much they resemble the subject and compares the nearest in full. */
export async function findAncestors(subject, references, options = {}) {
  const { weights = null, referenceWeights = [], ...others } = options;
  const count = references.length;
  const [of, ...from] = prints([subject, ...references]);
  const handles = [of, neededOrNull(weights, Model), ...from, ...weightsFor(referenceWeights, count)];
  return watching(others, (given) =>
    withAll(handles, async ([first, own, ...rest]) => {
      const slot = new Slot();
      const [others, models] = [rest.slice(0, count), rest.slice(count)].map(pointerList);
      await runLater('wkin_find_ancestors', first, own || null, others, models, count, made('scan_options', [given]), slot.bytes);
      return new Scan(slot.value, 'wkin_scan_close');
    }));
}

/** In which ways two fingerprints resemble each other. Not evidence of descent. */
export const affinity = (subject, reference) =>
  needed(subject, Fingerprint).call((a) => needed(reference, Fingerprint).call((b) => fetch('affinity', 'wkin_fingerprint_affinity', a, b)));

/** Which of many references a model descends from; needs no model. */
export class Scan extends Handle {
  #fetch(struct, name, ...indices) {
    return this.call((handle) => fetch(struct, name, handle, ...indices));
  }

  overall() {
    return this.#fetch('scan_overall', 'wkin_scan_describe');
  }

  settings() {
    return this.#fetch('many_settings', 'wkin_scan_settings');
  }

  origin(index) {
    return this.#fetch('origin', 'wkin_scan_origin', index);
  }

  origins() {
    return list(this.overall().origins, (index) => this.origin(index));
  }

  candidate(index) {
    return this.#fetch('candidate', 'wkin_scan_candidate', index);
  }

  candidates() {
    return list(this.overall().candidates, (index) => this.candidate(index));
  }

  affinity(candidate) {
    return this.#fetch('affinity', 'wkin_scan_affinity', candidate);
  }

  components(candidate) {
    return list(this.candidate(candidate).components, (index) =>
      this.#fetch('component_summary', 'wkin_scan_candidate_component', candidate, index));
  }

  separations(origin) {
    return list(this.origin(origin).separations, (index) =>
      this.#fetch('separation', 'wkin_scan_separation', origin, index));
  }

  limits() {
    return this.call((handle) => sentences('wkin_scan_limit', handle));
  }

  text() {
    return this.call((handle) => textOf('wkin_scan_text', handle, null));
  }

  json() {
    return this.call((handle) => textOf('wkin_scan_json', handle));
  }
}
