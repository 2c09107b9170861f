import { fileURLToPath } from 'node:url';
import koffi from 'koffi';
import { LibraryError, WeightkinError, badArgument, nameOf } from './errors.js';
import { abiVersion, functions, neededVersion, structs } from './tables.js';

let library;
const bound = new Map();

function open() {
  const wanted = process.env.WEIGHTKIN_LIBRARY;
  const names = wanted ? [wanted] : ['libweightkin_c.so.0', 'libweightkin_c.dylib'];
  let why;
  for (const name of names) {
    try {
      return koffi.load(name);
    } catch (error) {
      why ??= error;
    }
  }
  throw new LibraryError(`libweightkin_c cannot be loaded: ${why.message}`, { cause: why });
}

function check(candidate) {
  let version, abi;
  try {
    version = candidate.func('wkin_version', 'str', [])() ?? '';
    abi = candidate.func('wkin_abi_version', 'uint32_t', [])();
  } catch (error) {
    throw new LibraryError(`this is no libweightkin_c: ${error.message}`, { cause: error });
  }
  const [major, minor, patch] = version.split('.').map(Number);
  const [first, second, third] = neededVersion;
  const fits = major === first && (minor > second || (minor === second && patch >= third));
  if (!fits || abi !== abiVersion)
    throw new LibraryError(
      `libweightkin_c is version ${version} (interface ${abi}); this package needs ` +
        `${neededVersion.join('.')} or a later version of interface ${abiVersion}`,
    );
}

/** A function of C, looked up in a library that fits. */
export function c(name) {
  let found = bound.get(name);
  if (found) return found;
  if (!library) {
    const candidate = open();
    check(candidate);
    library = candidate;
  }
  const [returns, parameters] = functions[name];
  try {
    found = library.func(name, returns, parameters);
  } catch (error) {
    throw new LibraryError(`libweightkin_c has no ${name}`, { cause: error });
  }
  bound.set(name, found);
  return found;
}

function failure(status, error) {
  const fault = new DataView(error.buffer).getUint32(structs.error.fields.fault[0], true);
  const message = error.subarray(structs.error.fields.message[0]);
  const text = new TextDecoder().decode(message.subarray(0, message.indexOf(0)));
  return new WeightkinError(nameOf('status', status), nameOf('fault', fault), text);
}

/** Memory that V8 keeps in place. */
export function zeroed(size) {
  return new Uint8Array(new ArrayBuffer(size));
}

/** Calls a function that answers a status; its last argument, the error, is added. */
export function run(name, ...values) {
  const error = zeroed(structs.error.size);
  const status = c(name)(...values, error);
  if (status !== 0) throw failure(status, error);
}

/** The same on another thread. What `values` refer to stays alive until it is done. */
export function runLater(name, ...values) {
  const error = zeroed(structs.error.size);
  return new Promise((resolve, reject) => {
    c(name).async(...values, error, (trouble, status) => {
      if (trouble) reject(trouble);
      else if (status !== 0) reject(failure(status, error));
      else resolve(values);
    });
  });
}

/** Eight bytes that C writes a pointer or a size into. */
export class Slot {
  bytes = zeroed(8);

  get value() {
    return new DataView(this.bytes.buffer).getBigUint64(0, true);
  }
}

/** Calls a function that writes bytes into a buffer of ours: asks for the size, then for the bytes. */
export function bytesOf(name, ...values) {
  const needed = new Slot();
  run(name, ...values, null, 0, needed.bytes);
  const buffer = zeroed(Number(needed.value));
  run(name, ...values, buffer, buffer.length, needed.bytes);
  return buffer;
}

export function textOf(name, ...values) {
  const bytes = bytesOf(name, ...values);
  return new TextDecoder().decode(bytes.subarray(0, -1));
}

/** Strings of C until NULL. */
export function sentences(name, ...values) {
  const found = [];
  for (;;) {
    const text = c(name)(...values, found.length);
    if (text === null) return found;
    found.push(text);
  }
}

/** Text for C, which ends at a zero byte. */
export function text(value) {
  const given = String(value);
  if (given.includes('\0')) throw badArgument(`a zero byte in ${JSON.stringify(given)}`);
  return given;
}

export function path(value) {
  return text(value instanceof URL ? fileURLToPath(value) : value);
}

/** Text in memory of its own. */
export function copied(value) {
  return new Uint8Array(new TextEncoder().encode(text(value) + '\0'));
}

export const addressOf = (bytes) => koffi.address(bytes);
