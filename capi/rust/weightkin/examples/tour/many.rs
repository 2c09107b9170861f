//! Several models together: scanned, arranged, hashed, summed, kept in an index.
use crate::seen::{fold, Seen, FOLD};
use std::path::Path;
use weightkin::*;

/// Writes fields of a value under their own names.
macro_rules! fields {
    ($seen:ident, $at:expr, $value:expr, $how:ident: $($field:ident),+) => {
        $($seen.$how($at, stringify!($field), $value.$field);)+
    };
}

fn summary(seen: &mut Seen, at: &str, it: &ComponentSummary) {
    seen.text(at, "id", &it.id);
    fields!(seen, at, it, text: verdict);
    fields!(seen, at, it, real: pearson, common_variance, log10_p);
}

pub fn scanned(seen: &mut Seen, prints: &[Fingerprint; 3]) -> Result<()> {
    let [first, second, mean] = prints;
    let scan = find_ancestors(second, None, &[first, mean], &[], Default::default())?;
    let overall = scan.overall()?;
    seen.text("scan", "sentence", &overall.sentence);
    fields!(seen, "scan", overall, text: verdict, origins, candidates, compared, tests, limits);
    for (index, candidate) in scan.candidates()?.enumerate() {
        let (it, at) = (candidate?, &format!("scan.candidate.{index}"));
        seen.text(at, "name", &it.name);
        fields!(seen, at, it, text: reference, verdict);
        seen.text(at, "compared", u32::from(it.compared));
        let near = scan.affinity(index)?;
        fields!(seen, at, near, real: sketches, landmarks, gram);
        for (number, ruling) in scan.components(index)?.enumerate() {
            summary(seen, &format!("{at}.component.{number}"), &ruling?);
        }
    }
    let (origin, at) = (scan.origin(0)?, "scan.origin.0");
    seen.text(at, "id", &origin.id);
    seen.text(at, "found", origin.found.len());
    seen.text(at, "nearest", origin.nearest[0]);
    seen.text(at, "separations", origin.separations);
    seen.real(at, "share", origin.share);
    for (index, apart) in scan.separations(0)?.enumerate() {
        let (apart, at) = (apart?, &format!("scan.separation.{index}"));
        seen.text(at, "nearer", apart.nearer);
        seen.text(at, "separable", u32::from(apart.separable));
        seen.real(at, "share", apart.share);
    }
    Ok(())
}

fn family(seen: &mut Seen, forest: &Forest) -> Result<()> {
    let (it, at) = (forest.family(0)?, "forest.family.0");
    fields!(seen, at, it, text: nodes, edges, merges, unplaced);
    let root = if it.root == NO_INDEX { "null" } else { "known" };
    seen.text(at, "root", root);
    seen.real(at, "misfit", it.misfit);
    for (index, node) in forest.nodes(0)?.enumerate() {
        let (node, at) = (node?, &format!("forest.node.{index}"));
        seen.text(at, "members", node.members);
        seen.text(at, "may_be", node.may_be.len());
        if let Some(member) = forest.members(0, index)?.next() {
            let member = member?;
            seen.text(at, "model", member.model);
            seen.text(at, "component", &member.component);
        }
    }
    for (index, edge) in forest.edges(0)?.enumerate() {
        let (edge, at) = (edge?, &format!("forest.edge.{index}"));
        fields!(seen, at, edge, text: first, second);
        seen.text(at, "directed", u32::from(edge.directed));
        fields!(seen, at, edge, real: length, length_error);
    }
    Ok(())
}

pub fn grown(seen: &mut Seen, prints: &[Fingerprint; 3]) -> Result<()> {
    let [first, second, mean] = prints;
    let forest = grow_forest(&[first, second, mean], &[], Default::default())?;
    let overall = forest.overall()?;
    seen.text("forest", "singles", overall.singles.len());
    fields!(seen, "forest", overall, text: models, pairs, families);
    family(seen, &forest)?;
    for (index, merge) in forest.merges(0)?.enumerate() {
        let (merge, at) = (merge?, &format!("forest.merge.{index}"));
        seen.text(at, "sentence", &merge.sentence);
        seen.text(at, "child", merge.child);
        seen.text(at, "proven", u32::from(merge.proven));
        seen.real(at, "residual", merge.residual);
        for (number, parent) in forest.parents(0, index)?.enumerate() {
            let (parent, at) = (parent?, &format!("{at}.parent.{number}"));
            seen.text(at, "node", parent.node);
            seen.real(at, "weight", parent.weight);
        }
    }
    let pair = forest.pair(0)?;
    fields!(seen, "forest.pair.0", pair, text: subject, reference);
    if let Some(ruling) = forest.pair_components(0)?.next() {
        summary(seen, "forest.pair.0.component.0", &ruling?);
    }
    seen.folded(
        "forest",
        "newick_folded",
        fold(FOLD, forest.newick()?.as_bytes()),
    );
    Ok(())
}

pub fn hashed(seen: &mut Seen, model: &Model<'_>) -> Result<()> {
    let hashes = Hashes::take(model, Default::default())?;
    let roots = hashes.roots()?;
    seen.digest("hash", "root", &roots.root);
    seen.digest("hash", "nameless", &roots.nameless);
    fields!(seen, "hash", roots, text: tensors, components);
    let tensor = hashes.tensor(0)?;
    seen.text("hash.tensor.0", "name", &tensor.name);
    seen.shape("hash.tensor.0", &tensor.shape);
    seen.digest("hash.tensor.0", "stored", &tensor.stored);
    seen.digest("hash.tensor.0", "value", &tensor.value);
    let component = hashes.component(0)?;
    seen.text("hash.component.0", "id", &component.id);
    seen.digest("hash.component.0", "root", &component.root);
    Ok(())
}

pub fn listed(seen: &mut Seen, folder: &Path) -> Result<()> {
    let manifest = Manifest::make(folder.join("donor.safetensors"), Default::default())?;
    let info = manifest.info()?;
    seen.text("manifest", "model", &info.model);
    seen.text("manifest", "files", info.files);
    seen.digest("manifest", "subject", &info.subject);
    let file = manifest.file(0)?;
    seen.text("manifest.file.0", "name", &file.name);
    seen.digest("manifest.file.0", "content", &file.content);
    seen.text("manifest", "differences", manifest.compare(&manifest)?.0);
    Ok(())
}

pub fn summed(
    seen: &mut Seen,
    declared: &[Declaration<'_>],
    pieces: &[Vec<u8>],
    count: u64,
) -> Result<()> {
    let mut sum = Checksum::begin(declared, 3)?;
    let mut other = Checksum::begin(declared, 3)?;
    for (tensor, packed) in pieces.iter().enumerate() {
        let into = if tensor == 0 { &mut other } else { &mut sum };
        into.add(tensor, 0, count, packed)?;
    }
    let half = sum.sum()?.complete;
    seen.text("checksum", "half_complete", u32::from(half));
    sum.merge(&other)?;
    let all = sum.sum()?;
    seen.folded("checksum", "value", all.value);
    seen.text("checksum", "complete", u32::from(all.complete));
    seen.folded("checksum", "last_tensor", sum.tensors()?[pieces.len() - 1]);
    Ok(())
}

pub fn indexed(seen: &mut Seen, prints: &[Fingerprint; 3], scratch: &Path) -> Result<()> {
    let options = IndexOptions {
        access: IndexAccess::Create,
        ..Default::default()
    };
    let path = scratch.join("tour.sqlite");
    let _ = std::fs::remove_file(&path);
    let index = Index::open(&path.to_string_lossy(), options)?;
    index.add(&prints[0])?;
    index.add(&prints[1])?;
    let (id, added) = index.add(&prints[0])?;
    seen.text("index", "id", id);
    seen.text("index", "added_again", u32::from(added));
    let info = index.info()?;
    fields!(seen, "index", info, text: models, components);
    let answer = index.query(&prints[0], Default::default())?;
    let found = answer.info()?;
    fields!(seen, "index.query", found, text: models, exact, candidates, overall);
    if let Some(equal) = answer.exact()?.next() {
        let equal = equal?;
        seen.text("index.exact.0", "name", &equal.name);
        seen.text("index.exact.0", "tensors_equal", equal.tensors_equal);
        seen.text("index.exact.0", "same_root", u32::from(equal.same_root));
    }
    if let Some(next) = answer.candidates()?.nth(1) {
        let next = next?;
        seen.text("index.candidate.1", "name", &next.name);
        seen.text("index.candidate.1", "verdict", next.verdict);
        seen.real("index.candidate.1", "score", next.score);
    }
    seen.folded(
        "index.loaded",
        "checksum",
        index.load(id)?.describe()?.checksum,
    );
    seen.text("index", "problems", index.verify()?.info()?.problems);
    seen.text("index", "removed", u32::from(index.remove(id)?));
    Ok(())
}

pub fn values_read(seen: &mut Seen, model: &Model<'_>, half: u64) -> Result<()> {
    let values: Vec<f64> = model.read(1, half, half)?;
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_ne_bytes()).collect();
    seen.folded("read", "values_folded", fold(FOLD, &bytes));
    Ok(())
}
