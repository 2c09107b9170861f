export { Builder } from './lib/builder.js';
export { Comparison, compare, compareFingerprints } from './lib/comparison.js';
export { Checksum, Hashes, Manifest } from './lib/digests.js';
export { LibraryError, WeightkinError } from './lib/errors.js';
export { Fingerprint, estimateSimilarity, isFingerprint } from './lib/fingerprint.js';
export { Forest, growForest } from './lib/forest.js';
export { Index, IndexAnswer } from './lib/index_of_models.js';
export { Inventory } from './lib/inventory.js';
export { Merge, explainMerge } from './lib/merge.js';
export { Model } from './lib/model.js';
export { Scan, affinity, findAncestors } from './lib/scan.js';
export { noCounterpart } from './lib/tables.js';

import { c } from './lib/library.js';

export const version = () => c('wkin_version')();
export const libraryAbiVersion = () => c('wkin_abi_version')();
