import { watching } from './callbacks.js';
import { badArgument } from './errors.js';
import { Fingerprint } from './fingerprint.js';
import { Handle, needed, withAll } from './handle.js';
import { Slot, run, runLater, sentences, text, textOf, zeroed } from './library.js';
import { fetch, list, made, read } from './reading.js';
import { Scan, pointerList, prints } from './scan.js';
import { structs } from './tables.js';

function digestBytes(digest) {
  if (digest.length !== 32) throw badArgument(`a digest has 32 bytes, not ${digest.length}`);
  return Uint8Array.from(digest);
}

const yes = (bytes) => bytes[0] !== 0;

/** Fingerprints, digests and rulings of many models in one database. Its calls run one by one. */
export class Index extends Handle {
  #last = Promise.resolve();

  static async open(address, options = {}) {
    const slot = new Slot();
    await runLater('wkin_index_open', text(address), made('index_options', [options]), slot.bytes);
    return new Index(slot.value, 'wkin_index_close');
  }

  /** An index is not for concurrent use: each call waits for the one before. */
  #queued(work) {
    const next = this.#last.then(() => this.callLater(work));
    this.#last = next.catch(() => {});
    return next;
  }

  #answered(name, ...values) {
    return this.#queued(async (handle) => {
      const slot = new Slot();
      await runLater(name, handle, ...values, slot.bytes);
      return new IndexAnswer(slot.value, 'wkin_index_answer_close');
    });
  }

  info() {
    return this.#queued(async (handle) => {
      const { size } = structs.index_info;
      const bytes = zeroed(size);
      await runLater('wkin_index_describe', handle, bytes, size);
      return read('index_info', new DataView(bytes.buffer));
    });
  }

  async add(fingerprint) {
    needed(fingerprint, Fingerprint);
    return this.#queued((handle) =>
      fingerprint.callLater(async (print) => {
        const id = new Slot();
        const added = zeroed(4);
        await runLater('wkin_index_add', handle, print, id.bytes, added);
        return { id: Number(id.value), added: yes(added) };
      }));
  }

  /** All or none, each as add() does. */
  async addMany(fingerprints) {
    const count = fingerprints.length;
    return this.#queued((handle) =>
      withAll(prints(fingerprints), async (taken) => {
        const ids = new BigUint64Array(Math.max(count, 1));
        const added = new Uint32Array(Math.max(count, 1));
        await runLater('wkin_index_add_many', handle, pointerList(taken), count, ids, added);
        return list(count, (index) => ({ id: Number(ids[index]), added: added[index] !== 0 }));
      }));
  }

  remove(id) {
    return this.#queued(async (handle) => {
      const removed = zeroed(4);
      await runLater('wkin_index_remove', handle, id, removed);
      return yes(removed);
    });
  }

  load(id) {
    return this.#queued(async (handle) => {
      const slot = new Slot();
      await runLater('wkin_index_load', handle, id, slot.bytes);
      return Fingerprint.owning(slot);
    });
  }

  async query(subject, options = {}) {
    return watching(options, (given) =>
      needed(subject, Fingerprint).callLater((print) => this.#answered('wkin_index_query', print, made('index_query_options', [given]))));
  }

  list(after = 0, limit = 100) {
    return this.#answered('wkin_index_list', after, limit);
  }

  async findDigest(digest, limit = 100) {
    return this.#answered('wkin_index_find_digest', digestBytes(digest), limit);
  }

  verify() {
    return this.#answered('wkin_index_verify');
  }

  async addRuling(subject, reference, document) {
    const [first, second] = [digestBytes(subject), digestBytes(reference)];
    const { length } = new TextEncoder().encode(document);
    return this.#queued(async (handle) => {
      const added = zeroed(4);
      await runLater('wkin_index_add_ruling', handle, first, second, text(document), length, added);
      return yes(added);
    });
  }

  async rulings(model = null, limit = 100) {
    return this.#answered('wkin_index_rulings', model && digestBytes(model), limit);
  }
}

/** What a call on an index found. Outlives the index. */
export class IndexAnswer extends Handle {
  #fetch(struct, name, ...indices) {
    return this.call((handle) => fetch(struct, name, handle, ...indices));
  }

  info() {
    return this.#fetch('index_answer_info', 'wkin_index_answer_describe');
  }

  exact() {
    return list(this.info().exact, (index) => this.#fetch('exact_match', 'wkin_index_exact', index));
  }

  candidates() {
    return list(this.info().candidates, (index) =>
      this.#fetch('index_candidate_info', 'wkin_index_candidate', index));
  }

  /** The models of a list. */
  entries() {
    return list(this.info().entries, (index) => this.#fetch('index_entry', 'wkin_index_entry_at', index));
  }

  /** Documents that were kept. */
  rulings() {
    return list(this.info().rulings, (index) => this.#fetch('kept_ruling', 'wkin_index_ruling_at', index));
  }

  problems() {
    return this.call((handle) => sentences('wkin_index_problem', handle));
  }

  scan() {
    return this.call((handle) => {
      const slot = new Slot();
      run('wkin_index_answer_scan', handle, slot.bytes);
      return new Scan(slot.value, 'wkin_scan_close');
    });
  }

  text() {
    return this.call((handle) => textOf('wkin_index_answer_text', handle, null));
  }

  json() {
    return this.call((handle) => textOf('wkin_index_answer_json', handle));
  }
}
