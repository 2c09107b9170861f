import type * as values from './values.js';
export type * from './values.js';

/** The library's version, e.g. "0.1.0". */
export function version(): string;
/** The version of the C interface that the library was built with. */
export function libraryAbiVersion(): number;
/** In a map: corresponds to nothing. */
export const noCounterpart: -1;

/** A failure of the library. */
export class WeightkinError extends Error {
  /** What to do next. */
  readonly status: values.Status;
  /** Which rule of a file format was broken. */
  readonly fault: values.Fault;
}

/** The native library is absent, or not one that this package can use. */
export class LibraryError extends Error {}

/** Closed once: by `close`, at the end of a `using` scope, or when nobody has it any more. */
export interface Handle {
  /** Frees what the handle holds, once running calls have ended. Again: does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

/** How far a call has come, in work units. */
export interface Step {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Called now and then, on the thread of JavaScript. `false` cancels: the promise is then rejected
 * with status `cancelled`. What it throws cancels too and is what the promise is rejected with.
 */
export type Progress = (step: Step) => boolean | void;

export interface OpenOptions {
  access?: values.Access;
  /** Unknown classes in pickles become inert values, not an error. */
  lenientPickle?: boolean;
  /** 0: one million. */
  maxTensors?: number | bigint;
  /** Names, axis order and values as the file has them. */
  asStored?: boolean;
}

/** Where elements may lie. Detaching the buffer while a model has it is an error of the program. */
export type Elements = NodeJS.TypedArray | DataView;

/** A tensor in memory of yours, in host byte order. The elements are used where they lie. */
export interface TensorView {
  name: string;
  /** Follows from the array where left out. */
  dtype?: values.Dtype;
  /** Slowest axis first; empty for a scalar. */
  shape: readonly (number | bigint)[];
  /** In elements, not negative; left out for packed C order. */
  strides?: readonly (number | bigint)[];
  /** From element [0, ..., 0] on. */
  data: Elements;
}

/**
 * Bytes that the library asks for when it needs them, on the thread of JavaScript. What the methods
 * throw becomes status `io`; an AbortError becomes `cancelled`.
 */
export interface Source {
  /** Fixed for the life of the source. */
  readonly size: number | bigint;
  /** Fills `into` from `offset` on; answers how many bytes there were. */
  read(offset: number, into: Uint8Array): number;
  /** Another file of the same model by its relative name. */
  openBeside?(name: string): Source | null | undefined;
  /** Called once, when the library no longer needs it. */
  close?(): void;
}

export interface WriteOptions {
  /** Real numbers are written so; left out: each tensor keeps its own type. */
  floats?: 'f32' | 'f16' | 'bf16';
  /** In bytes. */
  onProgress?: Progress;
}

/** An open checkpoint, or tensors in memory of yours. */
export class Model implements Handle {
  private constructor();
  /** A file, a sharded checkpoint's index or a Hugging Face style directory. Reads headers only. */
  static open(path: string | URL, options?: OpenOptions): Promise<Model>;
  /** The bytes of one file, used where they lie. */
  static openMemory(bytes: Elements, label: string, options?: OpenOptions): Promise<Model>;
  static openSource(source: Source, label: string, options?: OpenOptions): Promise<Model>;
  static fromTensors(tensors: readonly TensorView[], name: string): Model;
  /** The path or label it was opened with. */
  readonly name: string;
  /** The format found, e.g. "safetensors". */
  readonly format: string;
  readonly tensorCount: number;
  tensor(index: number): values.TensorInfo;
  tensors(): values.TensorInfo[];
  encoding(index: number): values.TensorEncoding;
  encodingParts(index: number): values.EncodingPart[];
  layoutRules(index: number): string[];
  writeSafetensors(path: string | URL, options?: WriteOptions): Promise<values.WriteSummary>;
  close(): void;
  [Symbol.dispose](): void;
}

export interface InventoryOptions {
  /** JSON. */
  componentMap?: string;
  /** 0: as many as the machine has; never changes the answer. */
  threads?: number;
}

/** What a model consists of: components, and what each tensor is. Keeps its model alive. */
export class Inventory implements Handle {
  private constructor();
  static take(model: Model, options?: InventoryOptions): Promise<Inventory>;
  readonly componentCount: number;
  component(index: number): values.ComponentInfo;
  components(): values.ComponentInfo[];
  /** What a tensor of the model is. */
  tensor(index: number): values.InventoryEntry;
  json(): string;
  text(): string;
  close(): void;
  [Symbol.dispose](): void;
}

/** Zero is the library's default in every number. */
export interface CompareOptions {
  threads?: number;
  /** Family-wise level; 0: -5. */
  log10Alpha?: number;
  /** Smaller dependence occurs between innocents; 0: 0.02. */
  effectFloor?: number;
  seed?: number | bigint;
  /** JSON, applied to both sides. */
  componentMap?: string;
  onProgress?: Progress;
  /** A search may take so long; answers then depend on the machine's speed. 0: no limit. */
  searchSeconds?: number;
  /** Units whose order was searched must share more than this. */
  searchedFloor?: number;
  depth?: values.SearchDepth;
  /** Of the variance that must be common for `derived`; 0: 0.9. */
  derivedShare?: number;
  /** That a test looks at, at most, a group; 0: 256. */
  maxUnits?: number | bigint;
  /** A tensor; 0: 128. */
  maxFeatures?: number | bigint;
}

/** Rules on every component of `subject` against `reference`. */
export function compare(subject: Model, reference: Model, options?: CompareOptions): Promise<Comparison>;
/** The same verdicts from fingerprints, from less evidence. */
export function compareFingerprints(
  subject: Fingerprint,
  reference: Fingerprint,
  options?: CompareOptions,
): Promise<Comparison>;

/** The answer to "does SUBJECT descend from REFERENCE?". Independent of both. */
export class Comparison implements Handle {
  private constructor();
  overall(): values.Overall;
  /** The options that the numbers depend on, as they were used. */
  settings(): values.RulingSettings;
  component(index: number): values.ComponentRuling;
  components(): values.ComponentRuling[];
  /** What remains possible for a component. */
  explanations(component: number): string[];
  /** Everything measured on one pair of tensors. */
  tensor(index: number): values.TensorEvidence;
  tensors(): values.TensorEvidence[];
  unmatched(): values.Unmatched[];
  /** Sentences on what the comparison cannot see. */
  limits(): string[];
  /** Rearrangements that were looked for. */
  searched(): string[];
  operation(component: number, index: number): values.Operation;
  operations(component: number): values.Operation[];
  operationNumbers(component: number, operation: number): values.OperationNumber[];
  /** The tensors an operation was seen in; none: in all. */
  operationTensors(component: number, operation: number): string[];
  /** Throws with status `undefined` where the ruling rests on no rearrangement. */
  arrangement(component: number): values.Arrangement;
  unitMaps(component: number): values.UnitMap[];
  json(): string;
  text(): string;
  svg(): string;
  close(): void;
  [Symbol.dispose](): void;
}

export interface MergeOptions {
  threads?: number;
  /** Decades a reference must gain to count as a parent; 0: 3. */
  leastMargin?: number;
  /** Share of the change above which no mixture is claimed; 0: 0.5. */
  mostUnexplained?: number;
}

/** How `subject` is composed of two to eight references, or of one with a base. */
export function explainMerge(
  subject: Model,
  references: readonly Model[],
  base?: Model | null,
  options?: MergeOptions,
): Promise<Merge>;

/** How a model is composed of others, component by component. Independent of the models. */
export class Merge implements Handle {
  private constructor();
  readonly sentence: string;
  readonly componentCount: number;
  component(index: number): values.Mixture;
  components(): values.Mixture[];
  /** What each reference contributed, in the order given. */
  shares(component: number): values.ParentShare[];
  layer(component: number, index: number): values.LayerMixture;
  layers(component: number): values.LayerMixture[];
  layerShares(component: number, layer: number): values.ParentShare[];
  close(): void;
  [Symbol.dispose](): void;
}

export interface FingerprintOptions {
  /** Fingerprints of different seeds cannot be compared. */
  seed?: number | bigint;
  /** JSON. */
  componentMap?: string;
  /** Kept in the fingerprint; left out: the model's. */
  name?: string;
  threads?: number;
  /** Faster, but no proof of identity. */
  noDigests?: boolean;
  /** In bytes. */
  onProgress?: Progress;
}

/** Digests, sketches and signatures of a model. Immutable; needs no model. */
export class Fingerprint implements Handle {
  private constructor();
  static take(model: Model, options?: FingerprintOptions): Promise<Fingerprint>;
  static takeTensors(tensors: readonly TensorView[], options?: FingerprintOptions): Promise<Fingerprint>;
  static open(path: string | URL): Promise<Fingerprint>;
  static decode(bytes: Elements, label: string): Fingerprint;
  static fromJson(json: string, label: string): Fingerprint;
  write(path: string | URL): Promise<void>;
  /** The bytes of the file. */
  encode(): Uint8Array;
  json(): string;
  reduce(level: values.PrintLevel, leftOut?: readonly values.PrintPart[]): Fingerprint;
  describe(): values.FingerprintInfo;
  component(index: number): values.ComponentPrint;
  components(): values.ComponentPrint[];
  tensor(index: number): values.TensorPrint;
  tensors(): values.TensorPrint[];
  landmarks(tensor: number): values.RowLandmark[];
  close(): void;
  [Symbol.dispose](): void;
}

/** Whether bytes begin like a fingerprint file; 16 are enough. */
export function isFingerprint(bytes: Elements): boolean;
/** Of a tensor of `a` and a tensor of `b`, which must have one seed. */
export function estimateSimilarity(
  a: Fingerprint,
  aTensor: number,
  b: Fingerprint,
  bTensor: number,
): values.PrintSimilarity;

export interface Declaration {
  name: string;
  shape: readonly (number | bigint)[];
  dtype: values.Dtype;
}

export interface BuilderOptions {
  seed?: number | bigint;
  /** What the tensors are, in the same order; left out: names and shapes decide. */
  contents?: Inventory;
  /** For shards that cut rows, and faster. */
  noDigests?: boolean;
}

/**
 * Makes the fingerprint of a model whose elements arrive in pieces: the same, bit for bit, however
 * they were cut, ordered and distributed. Elements must not change until the promise is fulfilled.
 */
export class Builder implements Handle {
  private constructor();
  static begin(tensors: readonly Declaration[], options?: BuilderOptions): Builder;
  static load(bytes: Elements): Builder;
  /** Elements from `first` on in C order, packed. */
  add(tensor: number, first: number | bigint, count: number | bigint, packed: Elements): Promise<void>;
  /** The box of elements that begins at `start` and is `extent` large, packed in C order. */
  addBox(
    tensor: number,
    start: readonly (number | bigint)[],
    extent: readonly (number | bigint)[],
    packed: Elements,
  ): Promise<void>;
  merge(other: Builder): Promise<void>;
  save(): Promise<Uint8Array>;
  finish(): Promise<Fingerprint>;
  close(): void;
  [Symbol.dispose](): void;
}
