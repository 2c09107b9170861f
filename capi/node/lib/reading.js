import koffi from 'koffi';
import { badArgument, nameOf, numberOf } from './errors.js';
import { addressOf, copied, run, zeroed } from './library.js';
import { structs } from './tables.js';

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

const plain = {
  u8: (view, at) => view.getUint8(at),
  i8: (view, at) => view.getInt8(at),
  u16: (view, at) => view.getUint16(at, true),
  i16: (view, at) => view.getInt16(at, true),
  u32: (view, at) => view.getUint32(at, true),
  i32: (view, at) => view.getInt32(at, true),
  f32: (view, at) => view.getFloat32(at, true),
  f64: (view, at) => view.getFloat64(at, true),
  u64: (view, at) => Number(view.getBigUint64(at, true)),
  i64: (view, at) => Number(view.getBigInt64(at, true)),
};

const ctypes = { u8: 'uint8_t', i8: 'int8_t', i16: 'int16_t', f32: 'float', f64: 'double', u64: 'uint64_t', i64: 'int64_t' };

/** "No such number" where an index may be absent. */
const absent = 2n ** 64n - 1n;

function lent(view, at, kind, count) {
  const address = view.getBigUint64(at, true);
  if (address === 0n || count === 0) return kind === 'u8' ? new Uint8Array() : [];
  const numbers = koffi.decode(address, ctypes[kind], count);
  return kind === 'u8' ? Uint8Array.from(numbers) : Array.from(numbers, Number);
}

function array(view, at, kind, count, size) {
  const step = size / count;
  const numbers = Array.from({ length: count }, (_, i) => plain[kind](view, at + i * step));
  return kind === 'u8' ? Uint8Array.from(numbers) : numbers;
}

/** A struct as a plain object, its names in camel case. */
export function read(name, view, start = 0) {
  const value = {};
  for (const [field, [offset, size, kind, ...more]] of Object.entries(structs[name].fields)) {
    if (field.startsWith('reserved')) continue;
    const at = start + offset;
    const key = camel(field);
    if (kind === 'text') {
      const address = view.getBigUint64(at, true);
      value[key] = address === 0n ? '' : koffi.decode(address, 'char', -1);
    } else if (kind === 'flag') value[key] = view.getUint32(at, true) !== 0;
    else if (kind === 'place') value[key] = view.getBigUint64(at, true) === absent ? null : plain.u64(view, at);
    else if (kind === 'enum') value[key] = nameOf(more[0], view.getUint32(at, true));
    else if (kind === 'struct') value[key] = read(more[0], view, at);
    else if (kind === 'pattern') value[key] = view.getBigUint64(at, true);
    else if (kind === 'array') value[key] = array(view, at, more[0], more[1], size);
    else if (kind !== 'lent') value[key] = plain[kind](view, at);
  }
  for (const [field, [offset, , kind, ...more]] of Object.entries(structs[name].fields))
    if (kind === 'lent')
      value[camel(field)] = lent(view, start + offset, more[0], (more[1] ? value[more[1]] : 1) * more[2]);
  return value;
}

/** Calls a function that fills in a struct passed with its size. */
export function fetch(struct, name, ...values) {
  const { size } = structs[struct];
  const bytes = zeroed(size);
  run(name, ...values, bytes, size);
  return read(struct, new DataView(bytes.buffer));
}

/** `count` values. */
export const list = (count, get) => Array.from({ length: count }, (_, index) => get(index));

function write(view, at, kind, value, parts) {
  const put = {
    text: () => {
      parts.push(copied(value));
      view.setBigUint64(at, addressOf(parts.at(-1)), true);
    },
    texts: () => {
      const texts = Array.from(value, copied);
      const list = BigUint64Array.from(texts.length ? texts : [0n], (each) => (each === 0n ? each : addressOf(each)));
      parts.push(...texts, list);
      view.setBigUint64(at, addressOf(list), true);
    },
    flag: () => view.setUint32(at, value ? 1 : 0, true),
    pointer: () => view.setBigUint64(at, BigInt(value), true),
    u64: () => view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true),
    pattern: () => view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true),
    u32: () => view.setUint32(at, Number(value), true),
    f64: () => view.setFloat64(at, value, true),
  };
  put[kind[0]]?.() ?? (kind[0] === 'enum' && view.setUint32(at, numberOf(kind[1], value), true));
}

/** Structs of C made of plain objects, one after the other; `parts` gets what they point to. */
export function made(name, values, parts = []) {
  const { size, fields } = structs[name];
  const bytes = zeroed(Math.max(size * values.length, 1));
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    for (const [key, given] of Object.entries(value)) {
      const field = Object.keys(fields).find((each) => camel(each) === key);
      if (field === undefined) throw badArgument(`there is no option ${JSON.stringify(key)}`);
      if (given === undefined || given === null) continue;
      const [offset, , ...kind] = fields[field];
      write(view, index * size + offset, kind, given, parts);
    }
    if (fields.struct_size) view.setBigUint64(index * size, BigInt(size), true);
  });
  return Object.assign(bytes, { parts });
}
