//! What the tour reads of comparisons, fingerprints, models and inventories.
use crate::seen::{bits, fold, fold_number, Seen, FOLD};
use weightkin::{
    Comparison, ComponentRuling, Error, Evidence, Fingerprint, Inventory, Model, Result, Side,
};

/// Writes fields of a value under their own names.
macro_rules! fields {
    ($seen:ident, $at:expr, $value:expr, $how:ident: $($field:ident),+) => {
        $($seen.$how($at, stringify!($field), $value.$field);)+
    };
}

fn evidence(seen: &mut Seen, at: &str, it: &Evidence) {
    fields!(seen, at, it, real: effect, z, effective_size, log10_p, skewness, excess_kurtosis);
    fields!(seen, at, it, text: units, draws, null);
}

fn operation(
    seen: &mut Seen,
    at: &str,
    comparison: &Comparison,
    component: usize,
    index: usize,
) -> Result<()> {
    let at = format!("{at}.operation.{index}");
    let it = comparison.operation(component, index)?;
    seen.text(&at, "kind", it.kind);
    seen.real(&at, "log10_likelihood_margin", it.log10_likelihood_margin);
    seen.text(&at, "tensors", it.tensors);
    seen.text(&at, "numbers", it.numbers);
    if let Some(first) = comparison.operation_tensors(component, index).first() {
        seen.text(&at, "first_tensor", first);
    }
    for number in comparison.operation_numbers(component, index)? {
        let number = number?;
        let at = format!("{at}.{}", number.name);
        seen.real(&at, "value", number.value);
        seen.real(&at, "error", number.error);
    }
    Ok(())
}

fn spectrum(seen: &mut Seen, at: &str, comparison: &Comparison, component: usize) -> Result<()> {
    let it = match comparison.spectrum(component) {
        Err(Error::Undefined(_)) => {
            seen.text(at, "spectrum", "null");
            return Ok(());
        }
        other => other?,
    };
    let at = &format!("{at}.spectrum");
    seen.text(at, "tensor", &it.tensor);
    fields!(seen, at, it, text: operation, values, rows, columns, all_rows, all_columns, above_edge);
    fields!(seen, at, it, real: relative_size, gaussian_edge, share_above_edge);
    let all = |shares: &[f64]| {
        shares
            .iter()
            .fold(FOLD, |sum, &one| fold_number(sum, bits(one)))
    };
    seen.folded(at, "shares", all(&it.shares));
    seen.folded(at, "gaussian_shares", all(&it.gaussian_shares));
    Ok(())
}

fn asked(seen: &mut Seen, at: &str, comparison: &Comparison) -> Result<()> {
    let it = match comparison.asked() {
        Err(Error::Undefined(_)) => {
            seen.text(at, "asked", "null");
            return Ok(());
        }
        other => other?,
    };
    let at = &format!("{at}.asked");
    seen.text(at, "component_map", &it.component_map);
    seen.text(at, "depth", it.depth);
    seen.real(at, "seconds", it.seconds);
    Ok(())
}

fn opened(seen: &mut Seen, at: &str, comparison: &Comparison, side: Side) -> Result<()> {
    let name = if side == Side::Subject {
        "subject"
    } else {
        "reference"
    };
    let it = match comparison.opened(side) {
        Err(Error::Undefined(_)) => {
            seen.text(&format!("{at}.opened"), name, "null");
            return Ok(());
        }
        other => other?,
    };
    let at = &format!("{at}.opened.{name}");
    seen.text(at, "as_stored", u32::from(it.as_stored));
    seen.text(at, "lenient_pickle", u32::from(it.lenient_pickle));
    Ok(())
}

fn ruling(seen: &mut Seen, at: &str, it: &ComponentRuling) {
    fields!(seen, at, it, text: kind, verdict, change, direction, parameters, parameters_compared,
            parameters_descriptive, parameters_excluded, parameters_unmatched, parameters_bit_equal,
            tensors_compared, tensors_excluded, tensors_unmatched, groups, searched_groups,
            explanations, operations);
    seen.text(at, "id", &it.id);
    seen.text(at, "reference_id", &it.reference_id);
    seen.text(at, "strongest_group", &it.strongest_group);
    seen.text(at, "arranged", u32::from(it.arranged));
    fields!(seen, at, it, real: share, cosine, cosine_if_unrelated, pearson, relative_l2,
            relative_l2_if_unrelated, bit_equal_share, bit_equal_chance, common_variance, log10_p,
            log10_p_holm, minimum_detectable);
    evidence(seen, &format!("{at}.evidence"), &it.evidence);
    evidence(seen, &format!("{at}.strongest"), &it.strongest);
    evidence(seen, &format!("{at}.searched"), &it.searched);
}

fn pair(seen: &mut Seen, at: &str, comparison: &Comparison, index: usize) -> Result<()> {
    let at = &format!("{at}.tensor.{index}");
    let it = comparison.tensor(index)?;
    seen.text(at, "subject_name", &it.subject_name);
    seen.text(at, "reference_name", &it.reference_name);
    seen.text(at, "group", &it.group);
    seen.shape(at, &it.shape);
    seen.text(at, "match", it.matched);
    seen.text(at, "use", it.usage);
    fields!(seen, at, it, text: component, subject_dtype, reference_dtype, role, exclusion, fit, layer,
            elements, bit_equal, sign_equal);
    fields!(seen, at, it, real: sum_aa, sum_ab, max_abs_diff, cosine, scale);
    evidence(seen, &format!("{at}.permutation"), &it.permutation);
    Ok(())
}

pub fn comparison(seen: &mut Seen, at: &str, it: &Comparison) -> Result<()> {
    let overall = it.overall()?;
    fields!(seen, at, overall, text: verdict, subject_parameters, reference_parameters,
            parameters_found, components, tensors, unmatched, limits, searched);
    seen.text(at, "sentence", &overall.sentence);
    asked(seen, at, it)?;
    opened(seen, at, it, Side::Subject)?;
    opened(seen, at, it, Side::Reference)?;
    for (index, component) in it.components()?.enumerate() {
        let inner = format!("{at}.component.{index}");
        let component = component?;
        ruling(seen, &inner, &component);
        for number in 0..component.operations {
            operation(seen, &inner, it, index, number)?;
        }
        spectrum(seen, &inner, it, index)?;
    }
    if overall.tensors > 0 {
        pair(seen, at, it, 0)?;
        pair(seen, at, it, overall.tensors - 1)?;
        let (mut equal, mut product, mut z) = (FOLD, FOLD, FOLD);
        for tensor in it.tensors()? {
            let tensor = tensor?;
            equal = fold_number(equal, tensor.bit_equal);
            product = fold_number(product, bits(tensor.sum_ab));
            z = fold_number(z, bits(tensor.permutation.z));
        }
        let all = format!("{at}.all_tensors");
        seen.folded(&all, "bit_equal", equal);
        seen.folded(&all, "sum_ab", product);
        seen.folded(&all, "permutation_z", z);
    }
    for (index, alone) in it.unmatched()?.take(2).enumerate() {
        let (alone, at) = (alone?, format!("{at}.unmatched.{index}"));
        seen.text(&at, "name", &alone.name);
        seen.text(
            &at,
            "side",
            if alone.side == Side::Subject {
                "subject"
            } else {
                "reference"
            },
        );
    }
    Ok(())
}

fn tensor_print(seen: &mut Seen, at: &str, print: &Fingerprint, index: usize) -> Result<()> {
    let at = &format!("{at}.tensor.{index}");
    let it = print.tensor(index)?;
    seen.text(at, "name", &it.name);
    seen.text(at, "slot", &it.slot);
    seen.shape(at, &it.shape);
    seen.text(at, "magnitude", it.magnitudes[8]);
    fields!(seen, at, it, text: dtype, elements, negative, layer, buckets, units, landmarks);
    fields!(seen, at, it, folded: checksum, checksum_bf16);
    fields!(seen, at, it, real: minimum, mean, mean_square);
    if !it.value_digest.is_empty() {
        seen.digest(at, "value_digest", &it.value_digest);
    }
    if let Some(code) = it.sketch_codes.last() {
        seen.text(at, "sketch_code", code);
        seen.real(at, "sketch_scale", it.sketch_scale.into());
    }
    if let Some(landmark) = print.landmarks(index)?.next() {
        let landmark = landmark?;
        seen.text(at, "landmark_row", landmark.row);
        seen.real(at, "landmark_norm", landmark.norm.into());
        seen.text(at, "landmark_code", landmark.codes[15]);
    }
    Ok(())
}

pub fn fingerprint(seen: &mut Seen, at: &str, print: &Fingerprint) -> Result<()> {
    let info = print.describe()?;
    fields!(seen, at, info, text: seed, parameters, tensors, components);
    seen.folded(at, "checksum", info.checksum);
    seen.text(at, "has_roots", u32::from(info.has_roots));
    if info.has_roots {
        seen.digest(at, "root", &info.root);
        seen.digest(at, "nameless", &info.nameless);
    }
    for (index, component) in print.components()?.enumerate() {
        let (it, at) = (component?, &format!("{at}.component.{index}"));
        seen.text(at, "id", &it.id);
        fields!(seen, at, it, text: kind, tensors, parameters, layers);
        if it.has_roots {
            seen.digest(at, "root", &it.root);
        }
    }
    if info.tensors > 0 {
        tensor_print(seen, at, print, 0)?;
        tensor_print(seen, at, print, info.tensors - 1)?;
    }
    let bytes = print.encode()?;
    seen.text(at, "bytes", bytes.len());
    seen.folded(at, "bytes_folded", fold(FOLD, &bytes));
    Ok(())
}

pub fn model(seen: &mut Seen, at: &str, model: &Model<'_>) -> Result<()> {
    seen.text(at, "format", model.format());
    seen.text(at, "tensors", model.tensor_count());
    let mut names = FOLD;
    for (index, tensor) in model.tensors().enumerate() {
        let it = tensor?;
        names = fold(names, it.name.as_bytes());
        if index == 0 || index + 1 == model.tensor_count() {
            let at = &format!("{at}.tensor.{index}");
            seen.text(at, "name", &it.name);
            seen.text(at, "dtype", it.dtype);
            seen.shape(at, &it.shape);
            seen.text(at, "elements", it.elements);
        }
    }
    seen.folded(at, "names_folded", names);
    Ok(())
}

pub fn inventory(seen: &mut Seen, at: &str, contents: &Inventory<'_>) -> Result<()> {
    seen.text(at, "components", contents.component_count());
    for (index, component) in contents.components().enumerate() {
        let (it, at) = (component?, &format!("{at}.component.{index}"));
        seen.text(at, "id", &it.id);
        seen.text(at, "prefix", &it.prefix);
        fields!(seen, at, it, text: kind, tensors, parameters, layers);
    }
    let last = contents.tensors().len() - 1;
    for index in [0, last] {
        let (it, at) = (contents.tensor(index)?, &format!("{at}.entry.{index}"));
        seen.text(at, "slot", &it.slot);
        seen.text(at, "use", it.usage);
        fields!(seen, at, it, text: component, role, exclusion, layer);
    }
    Ok(())
}
