import { enums } from './tables.js';

/** A failure of the library: `status` says what to do next, `fault` which rule of a format broke. */
export class WeightkinError extends Error {
  constructor(status, fault, message, options) {
    super(message, options);
    this.name = 'WeightkinError';
    this.status = status;
    this.fault = fault;
  }
}

/** The native library is absent, or not one that this package can use. */
export class LibraryError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = 'LibraryError';
  }
}

const names = {};

/** The name of an enumerator; its number where only a later library knows it. */
export function nameOf(kind, number) {
  names[kind] ??= new Map(Object.entries(enums[kind]).map(([name, value]) => [value, name]));
  return names[kind].get(number) ?? String(number);
}

/** The number of a name; `undefined` is 0. */
export function numberOf(kind, name) {
  if (name === undefined || name === null) return 0;
  const number = Object.hasOwn(enums[kind], name) ? enums[kind][name] : undefined;
  if (number === undefined) throw badArgument(`${JSON.stringify(name)} is no ${kind}`);
  return number;
}

export function badArgument(message) {
  return new WeightkinError('bad_argument', 'none', message);
}
