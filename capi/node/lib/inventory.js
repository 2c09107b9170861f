import { Handle, needed } from './handle.js';
import { Slot, c, runLater, textOf } from './library.js';
import { Model } from './model.js';
import { fetch, list, made } from './reading.js';

/** What a model consists of: components, and what each tensor is. Keeps its model alive. */
export class Inventory extends Handle {
  static async take(model, options = {}) {
    return needed(model, Model).callLater(async (handle) => {
      const slot = new Slot();
      await runLater('wkin_inventory_take', handle, made('inventory_options', [options]), slot.bytes);
      return new Inventory(slot.value, 'wkin_inventory_close', model.kept);
    });
  }

  get componentCount() {
    return this.call((handle) => Number(c('wkin_inventory_component_count')(handle)));
  }

  component(index) {
    return this.call((handle) => fetch('component_info', 'wkin_inventory_component', handle, index));
  }

  components() {
    return list(this.componentCount, (index) => this.component(index));
  }

  tensor(index) {
    return this.call((handle) => fetch('inventory_entry', 'wkin_inventory_tensor', handle, index));
  }

  json() {
    return this.call((handle) => textOf('wkin_inventory_json', handle));
  }

  text() {
    return this.call((handle) => textOf('wkin_inventory_text', handle));
  }
}
