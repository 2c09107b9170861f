import { watching } from './callbacks.js';
import { Handle, withAll } from './handle.js';
import { Slot, addressOf, runLater, sentences, textOf } from './library.js';
import { fetch, list, made } from './reading.js';
import { pointerList, prints, weightsFor } from './scan.js';
import { structs } from './tables.js';

/** Compares all pairs of at least two fingerprints and arranges what was found. */
export async function growForest(models, options = {}) {
  const { weights = [], directions = [], ...others } = options;
  const handles = [...prints(models), ...weightsFor(weights, models.length)];
  return watching(others, (given) =>
    withAll(handles, async (pointers) => {
      const slot = new Slot();
      const [taken, held] = [pointers.slice(0, models.length), pointers.slice(models.length)].map(pointerList);
      const known = made('known_direction', directions);
      const raw = made('forest_options', [{
        ...given, directions: addressOf(known), directionCount: directions.length, directionSize: structs.known_direction.size,
      }]);
      await runLater('wkin_grow_forest', taken, held, models.length, raw, slot.bytes);
      known.parts.length = 0; // until here they had to live
      return new Forest(slot.value, 'wkin_forest_close');
    }));
}

/** Trees of models, as far as the weights prove them. Families, nodes and edges go by number. */
export class Forest extends Handle {
  #fetch(struct, name, ...indices) {
    return this.call((handle) => fetch(struct, name, handle, ...indices));
  }

  #text(name, ...values) {
    return this.call((handle) => textOf(name, handle, ...values));
  }

  overall() {
    return this.#fetch('forest_overall', 'wkin_forest_describe');
  }

  settings() {
    return this.#fetch('many_settings', 'wkin_forest_settings');
  }

  family(index) {
    return this.#fetch('family', 'wkin_forest_family', index);
  }

  families() {
    return list(this.overall().families, (index) => this.family(index));
  }

  node(family, index) {
    return this.#fetch('node', 'wkin_forest_node', family, index);
  }

  nodes(family) {
    return list(this.family(family).nodes, (index) => this.node(family, index));
  }

  members(family, node) {
    return list(this.node(family, node).members, (index) =>
      this.#fetch('member', 'wkin_forest_member', family, node, index));
  }

  unplaced(family) {
    return list(this.family(family).unplaced, (index) =>
      this.#fetch('member', 'wkin_forest_unplaced', family, index));
  }

  edges(family) {
    return list(this.family(family).edges, (index) => this.#fetch('edge', 'wkin_forest_edge', family, index));
  }

  finding(family, edge) {
    return this.#fetch('component_summary', 'wkin_forest_finding', family, edge);
  }

  merge(family, index) {
    return this.#fetch('tree_merge', 'wkin_forest_merge', family, index);
  }

  merges(family) {
    return list(this.family(family).merges, (index) => this.merge(family, index));
  }

  parents(family, merge) {
    return list(this.merge(family, merge).parents, (index) =>
      this.#fetch('tree_parent', 'wkin_forest_parent', family, merge, index));
  }

  pair(index) {
    return this.#fetch('forest_comparison', 'wkin_forest_pair', index);
  }

  pairs() {
    return list(this.overall().pairs, (index) => this.pair(index));
  }

  pairComponents(pair) {
    return list(this.pair(pair).components, (index) =>
      this.#fetch('component_summary', 'wkin_forest_pair_component', pair, index));
  }

  notes(family) {
    return this.call((handle) => sentences('wkin_forest_note', handle, family));
  }

  limits() {
    return this.call((handle) => sentences('wkin_forest_limit', handle));
  }

  text() {
    return this.#text('wkin_forest_text', null);
  }

  json() {
    return this.#text('wkin_forest_json');
  }

  newick() {
    return this.#text('wkin_forest_newick');
  }

  svg() {
    return this.#text('wkin_forest_svg');
  }
}
