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
  /** Elements in C order; quantised tensors give the values they stand for. */
  read(index: number, first: number | bigint, count: number | bigint, as?: 'f64'): Float64Array;
  read(index: number, first: number | bigint, count: number | bigint, as: 'f32'): Float32Array;
  /** Packed in the tensor's own type. */
  read(index: number, first: number | bigint, count: number | bigint, as: 'packed'): Uint8Array;
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
  /** What json() wrote, of this version or an older one; the label names it in messages. */
  static fromJson(json: string, label: string): Comparison;
  /** What was asked of the search; throws with status `undefined` where it is not known. */
  asked(): values.AskedSearch;
  /** How the model of one side was opened; throws with status `undefined` where it is not known. */
  opened(side: values.Side): values.ModelOpening;
  /** What changed in one tensor; throws with status `undefined` where nothing that has a spectrum. */
  spectrum(component: number): values.ChangeSpectrum;
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
  html(): string;
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
  onProgress?: Progress;
  /**
   * The searches for references in another order may take so long together; answers then depend on
   * the machine's speed, and `searchMissing` says where that was too short. 0: no limit.
   */
  searchSeconds?: number;
  depth?: values.SearchDepth;
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

export interface ScanOptions {
  /** The models that the fingerprints were taken of, where they are at hand. */
  weights?: Model | null;
  /** One for each reference. */
  referenceWeights?: readonly (Model | null)[];
  /** References compared in full, per component; left out: 8. */
  confirm?: number;
  threads?: number;
  /** Of all tests together; left out: -5. */
  log10Alpha?: number;
  effectFloor?: number;
  seed?: number | bigint;
  /** What the nearest may lack, at most; left out: 0.25. */
  nearestShare?: number;
  /** Standard errors that a separation needs; left out: 5. */
  separationErrors?: number;
  /** JSON, for comparisons of weights. */
  componentMap?: string;
  onProgress?: Progress;
}

/** Ranks references by how much they resemble the subject and compares the nearest in full. */
export function findAncestors(
  subject: Fingerprint,
  references: readonly Fingerprint[],
  options?: ScanOptions,
): Promise<Scan>;
/** In which ways two fingerprints resemble each other. Not evidence of descent. */
export function affinity(subject: Fingerprint, reference: Fingerprint): values.Affinity;

/** Which of many references a model descends from; lists hold their places among those given. */
export class Scan implements Handle {
  private constructor();
  overall(): values.ScanOverall;
  /** The options that the numbers depend on. */
  settings(): values.ManySettings;
  origin(index: number): values.Origin;
  origins(): values.Origin[];
  candidate(index: number): values.Candidate;
  candidates(): values.Candidate[];
  affinity(candidate: number): values.Affinity;
  components(candidate: number): values.ComponentSummary[];
  separations(origin: number): values.Separation[];
  limits(): string[];
  text(): string;
  /** By docs/schemas/scan-1.json. */
  json(): string;
  close(): void;
  [Symbol.dispose](): void;
}

/** What else is known about who of two models came first. */
export interface KnownDirection {
  /** Places among the models. */
  subject: number;
  reference: number;
  direction: values.Direction;
  /** Of the subject; left out: all. */
  component?: string;
  /** What proves it. */
  reason?: string;
}

export interface ForestOptions {
  /** The models that the fingerprints were taken of, where they are at hand. */
  weights?: readonly (Model | null)[];
  directions?: readonly KnownDirection[];
  threads?: number;
  /** Of all tests together; left out: -5. */
  log10Alpha?: number;
  effectFloor?: number;
  seed?: number | bigint;
  /** What the nearest may lack, at most; left out: 0.25. */
  nearestShare?: number;
  /** Standard errors that a separation needs; left out: 5. */
  separationErrors?: number;
  /** JSON, for comparisons of weights. */
  componentMap?: string;
  onProgress?: Progress;
}

/** Compares all pairs of at least two fingerprints and arranges what was found. */
export function growForest(models: readonly Fingerprint[], options?: ForestOptions): Promise<Forest>;

/** Trees of models, as far as the weights prove them. Families, nodes and edges go by number. */
export class Forest implements Handle {
  private constructor();
  overall(): values.ForestOverall;
  /** The options that the numbers depend on. */
  settings(): values.ManySettings;
  family(index: number): values.Family;
  families(): values.Family[];
  node(family: number, index: number): values.Node;
  nodes(family: number): values.Node[];
  members(family: number, node: number): values.Member[];
  unplaced(family: number): values.Member[];
  edges(family: number): values.Edge[];
  finding(family: number, edge: number): values.ComponentSummary;
  merge(family: number, index: number): values.TreeMerge;
  merges(family: number): values.TreeMerge[];
  parents(family: number, merge: number): values.TreeParent[];
  pair(index: number): values.ForestComparison;
  pairs(): values.ForestComparison[];
  pairComponents(pair: number): values.ComponentSummary[];
  notes(family: number): string[];
  limits(): string[];
  text(): string;
  /** By docs/schemas/forest-1.json. */
  json(): string;
  newick(): string;
  svg(): string;
  close(): void;
  [Symbol.dispose](): void;
}

export interface HashOptions {
  /** JSON. */
  componentMap?: string;
  threads?: number;
  /** In bytes. */
  onProgress?: Progress;
}

/** Digests of all tensors of a model and the roots over them: those of its fingerprint. */
export class Hashes implements Handle {
  private constructor();
  static take(model: Model, options?: HashOptions): Promise<Hashes>;
  roots(): values.HashRoots;
  tensor(index: number): values.TensorHash;
  tensors(): values.TensorHash[];
  component(index: number): values.ComponentHash;
  components(): values.ComponentHash[];
  text(): string;
  json(): string;
  close(): void;
  [Symbol.dispose](): void;
}

export interface ManifestOptions {
  algorithm?: values.ManifestHash;
  /** Links to files are read; else they are refused. */
  followLinks?: boolean;
  /** Paths relative to the model. */
  ignored?: readonly string[];
  threads?: number;
  /** In bytes. */
  onProgress?: Progress;
}

/** The files of a model and their digests, as signatures of models name them (OMS 1.0). */
export class Manifest implements Handle {
  private constructor();
  static make(path: string | URL, options?: ManifestOptions): Promise<Manifest>;
  static fromJson(json: string, label: string): Manifest;
  info(): values.ManifestInfo;
  file(index: number): values.ManifestFile;
  files(): values.ManifestFile[];
  /** The statement that is signed, unsigned. */
  json(): string;
  /** In how many places `found` is not what this one says, and where, as JSON. */
  compare(found: Manifest): { differences: number; json: string };
  /** The files of `found` that are not as this one says. */
  differences(found: Manifest): values.FileDifference[];
  close(): void;
  [Symbol.dispose](): void;
}

/** Tells whether a model arrived as it was sent, however it is sharded on either side. */
export class Checksum implements Handle {
  private constructor();
  static begin(tensors: readonly Declaration[], options?: { seed?: number | bigint }): Checksum;
  /** Elements from `first` on in C order, packed. */
  add(tensor: number, first: number | bigint, count: number | bigint, packed: Elements): void;
  merge(other: Checksum): void;
  sum(): { value: bigint; complete: boolean };
  tensors(): bigint[];
  close(): void;
  [Symbol.dispose](): void;
}

export interface IndexOptions {
  /** Left out: `read`. */
  access?: values.IndexAccess;
  /** Kept between queries; left out: 256 MiB. */
  keyCacheBytes?: number;
  /** How long to wait for another writer; left out: 10 seconds. */
  busyMilliseconds?: number;
}

export interface QueryOptions {
  /** How many to rank; left out: 64. */
  candidates?: number;
  /** How many to compare, per component; left out: 8. */
  confirm?: number;
  /** For all models of the index together; left out: -5. */
  log10Alpha?: number;
  threads?: number;
  onProgress?: Progress;
}

/** Fingerprints, digests and rulings of many models in one database. Its calls run one by one. */
export class Index implements Handle {
  private constructor();
  /** The path of a SQLite file, or "postgresql://...". */
  static open(address: string, options?: IndexOptions): Promise<Index>;
  info(): Promise<values.IndexInfo>;
  /** The same fingerprint is there once. */
  add(fingerprint: Fingerprint): Promise<{ id: number; added: boolean }>;
  /** False when there was no such model. */
  /** All or none, each as add() does. */
  addMany(fingerprints: readonly Fingerprint[]): Promise<{ id: number; added: boolean }[]>;
  remove(id: number): Promise<boolean>;
  load(id: number): Promise<Fingerprint>;
  query(subject: Fingerprint, options?: QueryOptions): Promise<IndexAnswer>;
  /** Models in the order of their ids, those after one, as JSON. */
  list(after?: number, limit?: number): Promise<IndexAnswer>;
  /** Models of which 32 bytes are a root, a component's root or a tensor's value digest, as JSON. */
  findDigest(digest: Uint8Array, limit?: number): Promise<IndexAnswer>;
  verify(): Promise<IndexAnswer>;
  /** False when it was there. */
  addRuling(subject: Uint8Array, reference: Uint8Array, document: string): Promise<boolean>;
  rulings(model?: Uint8Array | null, limit?: number): Promise<IndexAnswer>;
  close(): void;
  [Symbol.dispose](): void;
}

/** What a call on an index found. Outlives the index. */
export class IndexAnswer implements Handle {
  private constructor();
  info(): values.IndexAnswerInfo;
  exact(): values.ExactMatch[];
  candidates(): values.IndexCandidateInfo[];
  /** The models of a list. */
  entries(): values.IndexEntry[];
  /** Documents that were kept. */
  rulings(): values.KeptRuling[];
  /** What verify() found, in words. */
  problems(): string[];
  /** The scan of the candidates; throws with status `undefined` when nothing was compared. */
  scan(): Scan;
  text(): string;
  /** By docs/schemas/index-1.json. */
  json(): string;
  close(): void;
  [Symbol.dispose](): void;
}
