import { c } from './library.js';

/** What a model and all made from it need; `release` runs once the last of them is closed. */
export class Kept {
  users = 0;

  constructor(release, ...things) {
    this.release = release;
    this.things = things;
  }

  drop() {
    if (--this.users > 0) return;
    this.things = undefined;
    this.release();
  }
}

/** A handle of C, apart from the object that has it, so that it may outlive that. */
class State {
  users = 0;
  closed = false;

  constructor(pointer, closer, kept) {
    this.pointer = pointer;
    this.closer = closer;
    this.kept = kept;
    if (kept) ++kept.users;
  }

  use() {
    if (this.closed) throw new TypeError('the handle is closed');
    ++this.users;
    return this.pointer;
  }

  done() {
    if (--this.users === 0 && this.closed) this.end();
  }

  close() {
    const now = !this.closed && this.users === 0;
    this.closed = true;
    if (now) this.end();
  }

  end() {
    c(this.closer)(this.pointer);
    this.kept?.drop();
  }
}

const forgotten = new FinalizationRegistry((state) => state.close());

/** Closed once: by close, at the end of a `using` scope, or when nobody has it any more. */
export class Handle {
  #state;

  constructor(pointer, closer, kept) {
    this.#state = new State(pointer, closer, kept);
    forgotten.register(this, this.#state);
  }

  get kept() {
    return this.#state.kept;
  }

  /** Frees what the handle holds, once running calls have ended. Again: does nothing. */
  close() {
    this.#state.close();
  }

  [Symbol.dispose]() {
    this.close();
  }

  /** Calls C with the handle, which stays open until then. */
  call(work) {
    const pointer = this.#state.use();
    try {
      return work(pointer);
    } finally {
      this.#state.done();
    }
  }

  /** The same for work that goes on: it answers a promise. */
  async callLater(work) {
    const state = this.#state;
    const pointer = state.use();
    try {
      return await work(pointer);
    } finally {
      state.done();
    }
  }
}

/** The handle, if it is of this kind: to C one address is like another. */
export function needed(handle, Kind) {
  if (handle instanceof Kind) return handle;
  throw new TypeError(`${Kind.name} is needed, not ${handle?.constructor?.name ?? handle}`);
}

export const neededOrNull = (handle, Kind) => handle && needed(handle, Kind);

/** Uses all handles, one inside the other, so that none is closed meanwhile; of a null: 0. */
export const withAll = (handles, work, pointers = []) => {
  if (pointers.length === handles.length) return work(pointers);
  const next = handles[pointers.length];
  return next
    ? next.callLater((pointer) => withAll(handles, work, [...pointers, pointer]))
    : withAll(handles, work, [...pointers, 0n]);
};
