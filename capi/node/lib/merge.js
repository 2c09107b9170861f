import { watching } from './callbacks.js';
import { Handle, needed, withAll } from './handle.js';
import { Slot, c, runLater } from './library.js';
import { Model } from './model.js';
import { fetch, list, made } from './reading.js';

export async function explainMerge(subject, references, base = null, options = {}) {
  const models = [subject, ...references, ...(base ? [base] : [])].map((model) => needed(model, Model));
  return watching(options, (given) =>
    withAll(models, async ([of, ...others]) => {
      const slot = new Slot();
      const from = base ? others.pop() : null;
      const raw = made('merge_options', [given]);
      await runLater('wkin_explain_merge', of, BigUint64Array.from(others), others.length, from, raw, slot.bytes);
      return new Merge(slot.value, 'wkin_merge_close');
    }));
}

/** How a model is composed of others, component by component. Independent of the models. */
export class Merge extends Handle {
  #fetch(struct, name, ...indices) {
    return this.call((handle) => fetch(struct, name, handle, ...indices));
  }

  get sentence() {
    return this.call((handle) => c('wkin_merge_sentence')(handle));
  }

  get componentCount() {
    return this.call((handle) => Number(c('wkin_merge_component_count')(handle)));
  }

  component(index) {
    return this.#fetch('mixture', 'wkin_merge_component', index);
  }

  components() {
    return list(this.componentCount, (index) => this.component(index));
  }

  shares(component) {
    return list(this.component(component).references, (reference) =>
      this.#fetch('parent_share', 'wkin_merge_share', component, reference));
  }

  layer(component, index) {
    return this.#fetch('layer_mixture', 'wkin_merge_layer', component, index);
  }

  layers(component) {
    return list(this.component(component).layers, (index) => this.layer(component, index));
  }

  layerShares(component, layer) {
    return list(this.layer(component, layer).references, (reference) =>
      this.#fetch('parent_share', 'wkin_merge_layer_share', component, layer, reference));
  }
}
