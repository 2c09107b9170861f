// Reads what the tour passes and writes it down (docs/new-binding.md).
const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const hex = (bytes) => Buffer.from(bytes).toString('hex');

function bits(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return Number.isNaN(value) ? 0x7ff8000000000000n : view.getBigUint64(0);
}

/** 64-bit FNV-1a. */
class Fold {
  sum = 14695981039346656037n;

  bytes(bytes) {
    for (const byte of bytes) this.sum = BigInt.asUintN(64, (this.sum ^ BigInt(byte)) * 1099511628211n);
    return this;
  }

  number(value) {
    for (let i = 0n; i < 64n; i += 8n) this.bytes([Number((BigInt(value) >> i) & 255n)]);
  }
}

export class Seen {
  #pairs = {};

  say(at, what, value) {
    this.#pairs[`${at}.${what}`] = String(value);
  }

  finish() {
    return JSON.stringify(this.#pairs, null, 2) + '\n';
  }

  #folded(at, what, value) {
    this.say(at, what, value.toString(16).padStart(16, '0'));
  }

  /** Fields of a value under their names in C. */
  text(at, value, fields) {
    for (const field of fields.split(' ')) this.say(at, field, value[camel(field)]);
  }

  whole(at, value, fields) {
    for (const field of fields.split(' ')) this.say(at, field, BigInt(value[camel(field)]));
  }

  real(at, value, fields) {
    for (const field of fields.split(' ')) this.#folded(at, field, bits(value[camel(field)]));
  }

  #shape(at, shape) {
    this.say(at, 'shape', shape.join('x'));
  }

  #evidence(at, it) {
    this.real(at, it, 'effect z effective_size log10_p skewness excess_kurtosis');
    this.whole(at, it, 'units draws');
    this.text(at, it, 'null');
  }

  #operation(at, comparison, component, index) {
    const it = comparison.operation(component, index);
    this.text(at, it, 'kind');
    this.real(at, it, 'log10_likelihood_margin');
    this.whole(at, it, 'tensors numbers');
    if (it.tensors > 0) this.say(at, 'first_tensor', comparison.operationTensors(component, index)[0]);
    for (const number of comparison.operationNumbers(component, index))
      this.real(`${at}.${number.name}`, number, 'value error');
  }

  #perhaps(at, what, get) {
    try {
      return get();
    } catch (error) {
      if (error.status !== 'undefined') throw error;
      this.say(at, what, 'null');
      return null;
    }
  }

  #spectrum(at, comparison, index) {
    const it = this.#perhaps(at, 'spectrum', () => comparison.spectrum(index));
    if (it === null) return;
    const inner = `${at}.spectrum`;
    this.text(inner, it, 'tensor operation');
    this.whole(inner, it, 'values rows columns all_rows all_columns above_edge');
    this.real(inner, it, 'relative_size gaussian_edge share_above_edge');
    for (const [field, shares] of [['shares', it.shares], ['gaussian_shares', it.gaussianShares]]) {
      const fold = new Fold();
      for (const share of shares) fold.number(bits(share));
      this.#folded(inner, field, fold.sum);
    }
  }

  #asked(at, comparison) {
    const it = this.#perhaps(at, 'asked', () => comparison.asked());
    if (it === null) return;
    this.text(`${at}.asked`, it, 'depth component_map');
    this.real(`${at}.asked`, it, 'seconds');
  }

  #opened(at, comparison, side) {
    const it = this.#perhaps(`${at}.opened`, side, () => comparison.opened(side));
    if (it !== null) this.whole(`${at}.opened.${side}`, it, 'as_stored lenient_pickle');
  }

  #ruling(at, comparison, index) {
    const it = comparison.component(index);
    this.text(at, it, 'id reference_id kind verdict change strongest_group direction');
    this.whole(at, it, 'parameters parameters_compared parameters_descriptive parameters_excluded');
    this.whole(at, it, 'parameters_unmatched parameters_bit_equal tensors_compared tensors_excluded');
    this.whole(at, it, 'tensors_unmatched groups searched_groups explanations operations arranged');
    this.real(at, it, 'share cosine cosine_if_unrelated pearson relative_l2 relative_l2_if_unrelated');
    this.real(at, it, 'bit_equal_share bit_equal_chance common_variance log10_p log10_p_holm minimum_detectable');
    for (const kind of ['evidence', 'strongest', 'searched']) this.#evidence(`${at}.${kind}`, it[kind]);
    for (let number = 0; number < it.operations; ++number)
      this.#operation(`${at}.operation.${number}`, comparison, index, number);
    this.#spectrum(at, comparison, index);
  }

  #pair(at, it) {
    this.text(at, it, 'subject_name reference_name group match subject_dtype reference_dtype role use');
    this.text(at, it, 'exclusion fit');
    this.#shape(at, it.shape);
    this.whole(at, it, 'component layer elements bit_equal sign_equal');
    this.real(at, it, 'sum_aa sum_ab max_abs_diff cosine scale');
    this.#evidence(`${at}.permutation`, it.permutation);
  }

  comparison(at, it) {
    const overall = it.overall();
    this.text(at, overall, 'verdict sentence');
    this.whole(at, overall, 'subject_parameters reference_parameters parameters_found components tensors');
    this.whole(at, overall, 'unmatched limits searched');
    this.#asked(at, it);
    for (const side of ['subject', 'reference']) this.#opened(at, it, side);
    for (let index = 0; index < overall.components; ++index) this.#ruling(`${at}.component.${index}`, it, index);
    const tensors = it.tensors();
    if (tensors.length > 0) {
      this.#pair(`${at}.tensor.0`, tensors[0]);
      this.#pair(`${at}.tensor.${tensors.length - 1}`, tensors.at(-1));
      const folds = { bit_equal: new Fold(), sum_ab: new Fold(), permutation_z: new Fold() };
      for (const tensor of tensors) {
        folds.bit_equal.number(tensor.bitEqual);
        folds.sum_ab.number(bits(tensor.sumAb));
        folds.permutation_z.number(bits(tensor.permutation.z));
      }
      for (const [what, fold] of Object.entries(folds)) this.#folded(`${at}.all_tensors`, what, fold.sum);
    }
    for (const [index, alone] of it.unmatched().slice(0, 2).entries())
      this.text(`${at}.unmatched.${index}`, alone, 'name side');
    it.close();
  }

  #tensorPrint(at, print, index) {
    const it = print.tensor(index);
    this.text(at, it, 'name slot dtype');
    this.#shape(at, it.shape);
    this.whole(at, it, 'elements negative layer buckets units landmarks');
    this.#folded(at, 'checksum', it.checksum);
    this.#folded(at, 'checksum_bf16', it.checksumBf16);
    this.real(at, it, 'minimum mean mean_square');
    this.say(at, 'magnitude', it.magnitudes[8]);
    if (it.valueDigest.length > 0) this.say(at, 'value_digest', hex(it.valueDigest));
    if (it.sketchCodes.length > 0) {
      this.say(at, 'sketch_code', it.sketchCodes.at(-1));
      this.real(at, it, 'sketch_scale');
    }
    if (it.landmarks > 0) {
      const landmark = print.landmarks(index)[0];
      this.say(at, 'landmark_row', landmark.row);
      this.#folded(at, 'landmark_norm', bits(landmark.norm));
      this.say(at, 'landmark_code', landmark.codes[15]);
    }
  }

  fingerprint(at, print) {
    const info = print.describe();
    this.whole(at, info, 'seed parameters tensors components has_roots');
    this.#folded(at, 'checksum', info.checksum);
    if (info.hasRoots) {
      this.say(at, 'root', hex(info.root));
      this.say(at, 'nameless', hex(info.nameless));
    }
    for (const [index, it] of print.components().entries()) {
      this.text(`${at}.component.${index}`, it, 'id kind');
      this.whole(`${at}.component.${index}`, it, 'tensors parameters layers');
      if (it.hasRoots) this.say(`${at}.component.${index}`, 'root', hex(it.root));
    }
    this.#tensorPrint(`${at}.tensor.0`, print, 0);
    this.#tensorPrint(`${at}.tensor.${info.tensors - 1}`, print, info.tensors - 1);
    const bytes = print.encode();
    this.say(at, 'bytes', bytes.length);
    this.#folded(at, 'bytes_folded', new Fold().bytes(bytes).sum);
  }

  model(at, model) {
    this.text(at, model, 'format');
    this.say(at, 'tensors', model.tensorCount);
    const names = new Fold();
    for (const [index, it] of model.tensors().entries()) {
      names.bytes(Buffer.from(it.name));
      if (index > 0 && index < model.tensorCount - 1) continue;
      const inner = `${at}.tensor.${index}`;
      this.text(inner, it, 'name dtype');
      this.#shape(inner, it.shape);
      this.whole(inner, it, 'elements');
    }
    this.#folded(at, 'names_folded', names.sum);
  }

  inventory(at, model, contents) {
    this.say(at, 'components', contents.componentCount);
    for (const [index, it] of contents.components().entries()) {
      this.text(`${at}.component.${index}`, it, 'id prefix kind');
      this.whole(`${at}.component.${index}`, it, 'tensors parameters layers');
    }
    for (const index of [0, model.tensorCount - 1]) {
      const it = contents.tensor(index);
      this.text(`${at}.entry.${index}`, it, 'slot role use exclusion');
      this.whole(`${at}.entry.${index}`, it, 'component layer');
    }
  }

  similarity(at, near) {
    this.real(at, near, 'pearson pearson_error cosine cosine_error relative_l2 relative_l2_error');
  }

  mixture(at, merge) {
    this.text(at, merge, 'sentence');
    this.say(at, 'components', merge.componentCount);
    const it = merge.component(0);
    this.text(at, it, 'method');
    this.whole(at, it, 'contributors layers');
    this.real(at, it, 'unexplained weight_sum');
    for (const [index, share] of merge.shares(0).entries())
      this.real(`${at}.share.${index}`, share, 'weight error log10_margin');
  }

  fold(at, what, bytes) {
    this.#folded(at, what, new Fold().bytes(bytes).sum);
  }

  #flags(at, value, fields) {
    for (const field of fields.split(' ')) this.say(at, field, value[camel(field)] ? 1 : 0);
  }

  #digests(at, value, fields) {
    for (const field of fields.split(' ')) this.say(at, field, hex(value[camel(field)]));
  }

  #summary(at, it) {
    this.text(at, it, 'id verdict');
    this.real(at, it, 'pearson common_variance log10_p');
  }

  scan(scan) {
    this.text('scan', scan.overall(), 'sentence verdict origins candidates compared tests');
    this.say('scan', 'limits', scan.limits().length);
    for (const [index, it] of scan.candidates().entries()) {
      const at = `scan.candidate.${index}`;
      this.text(at, it, 'name reference verdict');
      this.#flags(at, it, 'compared');
      this.real(at, scan.affinity(index), 'sketches landmarks gram');
      for (const [number, ruling] of scan.components(index).entries())
        this.#summary(`${at}.component.${number}`, ruling);
    }
    const [origin] = scan.origins();
    this.text('scan.origin.0', origin, 'id separations');
    this.real('scan.origin.0', origin, 'share');
    this.say('scan.origin.0', 'found', origin.found.length);
    this.say('scan.origin.0', 'nearest', origin.nearest[0]);
    for (const [index, apart] of scan.separations(0).entries()) {
      this.text(`scan.separation.${index}`, apart, 'nearer');
      this.#flags(`scan.separation.${index}`, apart, 'separable');
      this.real(`scan.separation.${index}`, apart, 'share');
    }
  }

  #family(forest) {
    const family = forest.families()[0];
    this.text('forest.family.0', family, 'nodes edges merges unplaced');
    this.say('forest.family.0', 'root', family.root === null ? 'null' : 'known');
    this.real('forest.family.0', family, 'misfit');
    for (const [index, node] of forest.nodes(0).entries()) {
      const at = `forest.node.${index}`;
      this.text(at, node, 'members');
      this.say(at, 'may_be', node.mayBe.length);
      for (const member of forest.members(0, index)) this.text(at, member, 'model component');
    }
    for (const [index, edge] of forest.edges(0).entries()) {
      const at = `forest.edge.${index}`;
      this.text(at, edge, 'first second');
      this.#flags(at, edge, 'directed');
      this.real(at, edge, 'length length_error');
    }
  }

  forest(forest) {
    const overall = forest.overall();
    this.text('forest', overall, 'models pairs families');
    this.say('forest', 'singles', overall.singles.length);
    this.#family(forest);
    for (const [index, merge] of forest.merges(0).entries()) {
      const at = `forest.merge.${index}`;
      this.text(at, merge, 'sentence child');
      this.#flags(at, merge, 'proven');
      this.real(at, merge, 'residual');
      for (const [number, parent] of forest.parents(0, index).entries()) {
        this.text(`${at}.parent.${number}`, parent, 'node');
        this.real(`${at}.parent.${number}`, parent, 'weight');
      }
    }
    this.text('forest.pair.0', forest.pairs()[0], 'subject reference');
    this.#summary('forest.pair.0.component.0', forest.pairComponents(0)[0]);
    this.fold('forest', 'newick_folded', new TextEncoder().encode(forest.newick()));
  }

  hashes(hashes) {
    this.#digests('hash', hashes.roots(), 'root nameless');
    this.text('hash', hashes.roots(), 'tensors components');
    const [tensor] = hashes.tensors();
    this.text('hash.tensor.0', tensor, 'name');
    this.#shape('hash.tensor.0', tensor.shape);
    this.#digests('hash.tensor.0', tensor, 'stored value');
    this.text('hash.component.0', hashes.components()[0], 'id');
    this.#digests('hash.component.0', hashes.components()[0], 'root');
  }

  manifest(manifest) {
    this.text('manifest', manifest.info(), 'model files');
    this.#digests('manifest', manifest.info(), 'subject');
    this.text('manifest.file.0', manifest.files()[0], 'name');
    this.#digests('manifest.file.0', manifest.files()[0], 'content');
    this.text('manifest', manifest.compare(manifest), 'differences');
  }

  checksum(sum, other) {
    this.say('checksum', 'half_complete', sum.sum().complete ? 1 : 0);
    sum.merge(other);
    this.#folded('checksum', 'value', sum.sum().value);
    this.#flags('checksum', sum.sum(), 'complete');
    this.#folded('checksum', 'last_tensor', sum.tensors().at(-1));
  }

  async index(index, first, second) {
    await index.add(first);
    await index.add(second);
    const { id, added } = await index.add(first);
    this.say('index', 'id', id);
    this.say('index', 'added_again', added ? 1 : 0);
    this.text('index', await index.info(), 'models components');
    const answer = await index.query(first);
    this.text('index.query', answer.info(), 'models exact candidates overall');
    this.text('index.exact.0', answer.exact()[0], 'name tensors_equal');
    this.#flags('index.exact.0', answer.exact()[0], 'same_root');
    this.text('index.candidate.1', answer.candidates()[1], 'name verdict');
    this.real('index.candidate.1', answer.candidates()[1], 'score');
    this.#folded('index.loaded', 'checksum', (await index.load(id)).describe().checksum);
    this.text('index', (await index.verify()).info(), 'problems');
    this.say('index', 'removed', (await index.remove(id)) ? 1 : 0);
  }
}
