import { badArgument } from './errors.js';
import { addressOf } from './library.js';
import { made } from './reading.js';

const bitsOf = {
  bool: 8, u8: 8, i8: 8, u16: 16, i16: 16, u32: 32, i32: 32, u64: 64, i64: 64, f16: 16, bf16: 16,
  f32: 32, f64: 64, c32: 32, c64: 64, c128: 128, f8_e4m3fn: 8, f8_e5m2: 8, f8_e4m3fnuz: 8,
  f8_e5m2fnuz: 8, f8_e8m0: 8, f6_e2m3: 6, f6_e3m2: 6, f4_e2m1: 4,
};

const dtypeOf = new Map([
  [Int8Array, 'i8'], [Uint8Array, 'u8'], [Uint8ClampedArray, 'u8'], [Int16Array, 'i16'],
  [Uint16Array, 'u16'], [Int32Array, 'i32'], [Uint32Array, 'u32'], [Float32Array, 'f32'],
  [Float64Array, 'f64'], [BigInt64Array, 'i64'], [BigUint64Array, 'u64'],
]);

function neededBytes(dtype, shape, strides) {
  if (shape.includes(0n)) return 0n;
  const elements = strides
    ? shape.reduce((reach, extent, axis) => reach + strides[axis] * (extent - 1n), 1n)
    : shape.reduce((size, extent) => size * extent, 1n);
  return (elements * BigInt(bitsOf[dtype]) + 7n) / 8n;
}

/** What is wrong with a view; the library cannot know how long its data is. */
function wrong(dtype, shape, strides, data) {
  if (!ArrayBuffer.isView(data)) return 'data is a TypedArray or DataView';
  if (!(dtype in bitsOf)) return `${dtype} is no type of elements`;
  if (shape.length > 64) return 'more than 64 axes';
  if (shape.some((extent) => extent < 0n || extent >= 2n ** 64n)) return 'an extent is out of range';
  if (strides && strides.length !== shape.length) return 'as many strides as axes are needed';
  if (strides?.some((stride) => stride < 0n || stride >= 2n ** 63n)) return 'a stride is out of range';
  const needed = neededBytes(dtype, shape, strides);
  return needed > data.byteLength ? `${needed} bytes needed, ${data.byteLength} there` : undefined;
}

/** Views as C has them. What they point to is in `parts`, which the caller keeps. */
export function lend(tensors, parts) {
  const views = tensors.map(({ name, dtype, shape, strides, data }) => {
    const kind = dtype ?? dtypeOf.get(data?.constructor);
    const extents = BigUint64Array.from(numbers(shape, name));
    const steps = strides && BigInt64Array.from(numbers(strides, name));
    const why = wrong(kind, numbers(shape, name), strides && numbers(strides, name), data);
    if (why) throw badArgument(`tensor ${JSON.stringify(name)}: ${why}`);
    parts.push(extents, steps, data);
    return {
      name, dtype: kind, rank: extents.length, shape: addressOf(nonEmpty(extents, parts)),
      strides: steps && addressOf(nonEmpty(steps, parts)), data: addressOf(nonEmpty(data, parts)),
    };
  });
  return made('tensor_view', views, parts);
}

function numbers(values, name) {
  try {
    return Array.from(values, BigInt);
  } catch (error) {
    throw badArgument(`tensor ${JSON.stringify(name)}: ${error.message}`);
  }
}

/** C wants a place for nothing, too. */
function nonEmpty(array, parts) {
  if (array.byteLength > 0) return array;
  parts.push(new Uint8Array(new ArrayBuffer(8)));
  return parts.at(-1);
}
