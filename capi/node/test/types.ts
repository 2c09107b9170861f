// Compiling is the test: what TypeScript programs may write.
import * as wk from 'weightkin';
import type { ComponentRuling, Verdict } from 'weightkin';

export async function verdicts(mine: string, theirs: string): Promise<Verdict[]> {
  const subject = await wk.Model.open(mine, { access: 'copied', lenientPickle: true });
  const reference = await wk.Model.open(theirs);
  const comparison = await wk.compare(subject, reference, {
    depth: 'layers',
    onProgress: ({ stage, done, total }) => console.log(stage, done / total),
  });
  const rulings: ComponentRuling[] = comparison.components();
  comparison.close();
  return rulings.map((ruling) => ruling.verdict);
}

export function held(): bigint {
  const model = wk.Model.fromTensors([{ name: 'w', shape: [2, 2n], data: new Float32Array(4) }], 'held');
  // @ts-expect-error a misspelt option
  void wk.compare(model, model, { deptth: 'full' });
  // @ts-expect-error no such verdict
  const never: Verdict = 'stolen';
  void never;
  return wk.Fingerprint.decode(new Uint8Array(16), 'x').describe().seed;
}

export async function trees(prints: wk.Fingerprint[], index: wk.Index): Promise<(number | null)[]> {
  const forest = await wk.growForest(prints, { directions: [{ subject: 0, reference: 1, direction: 'undetermined' }] });
  const { models }: wk.IndexInfo = await index.info();
  // @ts-expect-error a scan needs references
  void wk.findAncestors(prints[0]);
  return [models, ...forest.families().map((family) => family.root)];
}
