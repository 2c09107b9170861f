import koffi from 'koffi';
import { badArgument } from './errors.js';
import { zeroed } from './library.js';
import { callbacks, enums, structs } from './tables.js';

// Functions that C calls are registered once; what they are called for goes by number, which is
// their user data. They run on the thread of JavaScript, while C's thread waits.
const open = new Map();
let last = 0n;
const registered = {};

function pointerTo(kind, work) {
  registered[kind] ??= koffi.register(work, koffi.pointer(koffi.proto(`weightkin_${kind}`, ...callbacks[kind])));
  return registered[kind];
}

export function remember(thing) {
  open.set(++last, thing);
  return last;
}

export const forget = (number) => open.delete(number);

/** Runs a call of C that takes options with a progress callback. */
export async function watching(options, call) {
  const { onProgress, ...others } = options;
  if (!onProgress) return call(others);
  const watcher = { onProgress };
  const number = remember(watcher);
  try {
    return await call({ ...others, onProgress: pointerTo('progress_callback', progress), userData: number });
  } catch (error) {
    if ('thrown' in watcher && error.status === 'cancelled') throw watcher.thrown;
    throw error;
  } finally {
    forget(number);
  }
}

function progress(stage, done, total, number) {
  const watcher = open.get(BigInt(number));
  if ('thrown' in watcher) return 1;
  try {
    return watcher.onProgress({ stage, done: Number(done), total: Number(total) }) === false ? 1 : 0;
  } catch (error) {
    watcher.thrown = error;
    return 1;
  }
}

function guarded(work) {
  try {
    work();
    return enums.status.ok;
  } catch (error) {
    return error?.name === 'AbortError' ? enums.status.cancelled : enums.status.io;
  }
}

function readSource(offset, length, buffer, got, number) {
  return guarded(() => {
    const bytes = zeroed(Number(length));
    const count = open.get(BigInt(number)).read(Number(offset), bytes);
    koffi.encode(buffer, 'uint8_t', bytes, Math.min(count, bytes.length));
    koffi.encode(got, 'uint64_t', BigInt(count));
  });
}

function releaseSource(number) {
  guarded(() => {
    const source = open.get(BigInt(number));
    forget(BigInt(number));
    source.close?.();
  });
}

function openBesideSource(name, into, number) {
  return guarded(() => {
    const found = open.get(BigInt(number)).openBeside?.(name);
    if (found) koffi.encode(into, 'uint8_t', rawSource(found), structs.source.size);
  });
}

/** A `wkin_source`; C will release it. */
export function rawSource(source) {
  const size = BigInt(source.size);
  if (size < 0n || size >= 2n ** 64n) throw badArgument(`a source of ${size} bytes`);
  const bytes = zeroed(structs.source.size);
  const view = new DataView(bytes.buffer);
  const put = (field, value) => view.setBigUint64(structs.source.fields[field][0], value, true);
  put('size_bytes', size);
  put('read', pointerTo('read_callback', readSource));
  put('release', pointerTo('release_callback', releaseSource));
  put('user_data', remember(source));
  return bytes;
}

export const openBeside = () => pointerTo('open_callback', openBesideSource);
