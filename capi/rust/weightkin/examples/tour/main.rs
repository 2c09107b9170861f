//! The tour that every binding takes (docs/new-binding.md).
//!
//!   tour STORY_FOLDER SCRATCH_FOLDER OUTPUT.json
mod many;
mod read;
mod seen;

use seen::Seen;
use std::ops::ControlFlow;
use std::path::Path;
use weightkin::*;

const NAMES: [&str; 3] = [
    "layers.0.mlp.up_proj.weight",
    "layers.1.mlp.up_proj.weight",
    "layers.2.mlp.up_proj.weight",
];
const ROWS: usize = 96;
const COLUMNS: usize = 64;
const SHAPE: [u64; 2] = [ROWS as u64, COLUMNS as u64];

type Weights = Vec<Vec<f32>>;

struct Made {
    first: Weights,
    second: Weights,
    mean: Weights,
}

fn make_weights() -> Made {
    let mut state = 20u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 42) as i32 - (1 << 21)
    };
    let unit = 1.0f32 / 134217728.0;
    let mut made = Made {
        first: vec![],
        second: vec![],
        mean: vec![],
    };
    for _ in NAMES {
        let (mut first, mut second, mut mean) = (vec![], vec![], vec![]);
        for _ in 0..ROWS * COLUMNS {
            let a = draw();
            let b = a + draw() / 8;
            first.push(a as f32 * unit);
            second.push(b as f32 * unit);
            mean.push((a + b) as f32 * (unit / 2.0));
        }
        made.first.push(first);
        made.second.push(second);
        made.mean.push(mean);
    }
    made
}

fn views(weights: &Weights) -> Vec<TensorView<'_>> {
    NAMES
        .iter()
        .zip(weights)
        .map(|(name, values)| TensorView::of(name, &SHAPE, values))
        .collect()
}

fn packed(values: &[f32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_ne_bytes())
        .collect()
}

fn story(seen: &mut Seen, folder: &Path) -> Result<()> {
    let suspect = Model::open(folder.join("suspect.safetensors"))?;
    let donor = Model::open(folder.join("donor.safetensors"))?;
    read::model(seen, "suspect", &suspect)?;
    read::model(seen, "donor", &donor)?;
    read::inventory(
        seen,
        "suspect_inventory",
        &Inventory::take(&suspect, Default::default())?,
    )?;
    read::inventory(
        seen,
        "donor_inventory",
        &Inventory::take(&donor, Default::default())?,
    )?;
    read::comparison(
        seen,
        "compare",
        &compare(&suspect, &donor, Default::default())?,
    )?;
    let named = |name| FingerprintOptions {
        name: Some(name),
        ..Default::default()
    };
    let suspects = Fingerprint::take(&suspect, named("suspect"))?;
    let donors = Fingerprint::take(&donor, named("donor"))?;
    read::fingerprint(seen, "suspect_print", &suspects)?;
    read::fingerprint(seen, "donor_print", &donors)?;
    let compared = compare_fingerprints(&suspects, &donors, Default::default())?;
    read::comparison(seen, "compare_prints", &compared)
}

fn strided(first: &Weights) -> Result<Fingerprint> {
    let mut turned = vec![0f32; ROWS * COLUMNS];
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            turned[column * ROWS + row] = first[1][row * COLUMNS + column];
        }
    }
    let mut tensors = views(first);
    tensors[1] = TensorView::of(NAMES[1], &SHAPE, &turned).strided(&[1, ROWS as i64]);
    Fingerprint::take_tensors(
        &tensors,
        FingerprintOptions {
            name: Some("strided"),
            ..Default::default()
        },
    )
}

fn sharded(first: &Weights) -> Result<Fingerprint> {
    let declared = NAMES.map(|name| Declaration {
        name,
        shape: &SHAPE,
        dtype: Dtype::F32,
    });
    let mut one = Builder::begin(&declared, Default::default())?;
    let mut two = Builder::begin(&declared, Default::default())?;
    for (tensor, values) in first.iter().enumerate() {
        let (upper, lower) = values.split_at(40 * COLUMNS);
        one.add(tensor, 0, upper.len() as u64, &packed(upper))?;
        two.add_box(
            tensor,
            &[40, 0],
            &[ROWS as u64 - 40, COLUMNS as u64],
            &packed(lower),
        )?;
    }
    one.merge(&Builder::load(&two.save()?)?)?;
    one.finish()
}

fn prints(seen: &mut Seen, made: &Made, models: [&Model<'_>; 2], scratch: &Path) -> Result<()> {
    let first = Fingerprint::take(models[0], Default::default())?;
    let second = Fingerprint::take(models[1], Default::default())?;
    read::fingerprint(seen, "memory_print", &first)?;
    read::fingerprint(seen, "strided_print", &strided(&made.first)?)?;
    read::fingerprint(seen, "sharded_print", &sharded(&made.first)?)?;
    let path = scratch.join("tour.wkf");
    first.write(&path)?;
    read::fingerprint(seen, "reread_print", &Fingerprint::open(&path)?)?;
    let small = first.reduce(PrintLevel::Small, PrintParts::NAMES)?;
    read::fingerprint(seen, "small_print", &small)?;
    let near = estimate_similarity(&second, 0, &first, 0)?;
    seen.real("estimate", "pearson", near.pearson);
    seen.real("estimate", "pearson_error", near.pearson_error);
    seen.real("estimate", "cosine", near.cosine);
    seen.real("estimate", "cosine_error", near.cosine_error);
    seen.real("estimate", "relative_l2", near.relative_l2);
    seen.real("estimate", "relative_l2_error", near.relative_l2_error);
    Ok(())
}

fn written(seen: &mut Seen, model: &Model<'_>, scratch: &Path) -> Result<()> {
    let path = scratch.join("tour.safetensors");
    let options = WriteOptions {
        floats: Some(Dtype::Bf16),
        on_progress: None,
    };
    let summary = model.write_safetensors(&path, options)?;
    seen.text("written", "tensors", summary.tensors);
    seen.text("written", "bytes", summary.bytes);
    seen.text("written", "overflowed", summary.overflowed);
    let again = Model::open(&path)?;
    read::comparison(
        seen,
        "compare_written",
        &compare(&again, model, Default::default())?,
    )
}

fn mixture(seen: &mut Seen, subject: &Model<'_>, parents: [&Model<'_>; 2]) -> Result<()> {
    let merge = explain_merge(subject, &parents, None, Default::default())?;
    seen.text("mixture", "sentence", merge.sentence());
    seen.text("mixture", "components", merge.component_count());
    let it = merge.component(0)?;
    seen.text("mixture", "method", it.method);
    seen.text("mixture", "contributors", it.contributors);
    seen.text("mixture", "layers", it.layers);
    seen.real("mixture", "unexplained", it.unexplained);
    seen.real("mixture", "weight_sum", it.weight_sum);
    for (index, share) in merge.shares(0)?.enumerate() {
        let (share, at) = (share?, format!("mixture.share.{index}"));
        seen.real(&at, "weight", share.weight);
        seen.real(&at, "error", share.error);
        seen.real(&at, "log10_margin", share.log10_margin);
    }
    Ok(())
}

fn memory(seen: &mut Seen, made: &Made, scratch: &Path) -> Result<()> {
    let first = Model::from_tensors(&views(&made.first), "first")?;
    let second = Model::from_tensors(&views(&made.second), "second")?;
    let mean = Model::from_tensors(&views(&made.mean), "mean")?;
    read::comparison(
        seen,
        "compare_memory",
        &compare(&second, &first, Default::default())?,
    )?;
    prints(seen, made, [&first, &second], scratch)?;
    written(seen, &first, scratch)?;
    mixture(seen, &mean, [&first, &second])
}

fn many(seen: &mut Seen, made: &Made, folder: &Path, scratch: &Path) -> Result<()> {
    let first = Model::from_tensors(&views(&made.first), "first")?;
    let second = Model::from_tensors(&views(&made.second), "second")?;
    let mean = Model::from_tensors(&views(&made.mean), "mean")?;
    let prints = [
        Fingerprint::take(&first, Default::default())?,
        Fingerprint::take(&second, Default::default())?,
        Fingerprint::take(&mean, Default::default())?,
    ];
    many::scanned(seen, &prints)?;
    many::grown(seen, &prints)?;
    many::hashed(seen, &first)?;
    many::listed(seen, folder)?;
    let declared = NAMES.map(|name| Declaration {
        name,
        shape: &SHAPE,
        dtype: Dtype::F32,
    });
    let pieces: Vec<_> = made.first.iter().map(|values| packed(values)).collect();
    many::summed(seen, &declared, &pieces, (ROWS * COLUMNS) as u64)?;
    many::indexed(seen, &prints, scratch)?;
    many::values_read(seen, &first, (ROWS * COLUMNS / 2) as u64)
}

fn failed<T>(seen: &mut Seen, what: &str, result: Result<T>) {
    let at = format!("error.{what}");
    let (status, fault) = match result {
        Ok(_) => (Status::Ok, Fault::None),
        Err(error) => (error.status(), error.fault()),
    };
    seen.text(&at, "status", status);
    seen.text(&at, "fault", fault);
}

fn errors(seen: &mut Seen, made: &Made) -> Result<()> {
    let model = Model::from_tensors(&views(&made.first), "first")?;
    let print = Fingerprint::take(&model, Default::default())?;
    failed(
        seen,
        "missing_file",
        Model::open("/no/such/file.safetensors"),
    );
    failed(
        seen,
        "not_a_model",
        Model::open_memory(b"hello, world", "hello", Default::default()),
    );
    failed(
        seen,
        "not_a_fingerprint",
        Fingerprint::decode(b"hello, world", "hello"),
    );
    failed(
        seen,
        "missing_fingerprint",
        Fingerprint::open("/no/such/file.wkf"),
    );
    let mut twice = views(&made.first);
    twice[1].name = twice[0].name;
    failed(seen, "name_twice", Model::from_tensors(&twice, "twice"));
    failed(seen, "no_such_tensor", model.tensor(NAMES.len()));
    let seeded = Fingerprint::take(
        &model,
        FingerprintOptions {
            seed: 7,
            ..Default::default()
        },
    )?;
    failed(
        seen,
        "two_seeds",
        compare_fingerprints(&print, &seeded, Default::default()),
    );
    let bad_map = CompareOptions {
        component_map: Some("{"),
        ..Default::default()
    };
    failed(seen, "bad_map", compare(&model, &model, bad_map));
    let stop = CompareOptions {
        on_progress: Some(Box::new(|_| ControlFlow::Break(()))),
        ..Default::default()
    };
    failed(seen, "cancelled", compare(&model, &model, stop));
    let same = compare(&model, &model, Default::default())?;
    failed(seen, "no_arrangement", same.arrangement(0));
    let declared = Declaration {
        name: NAMES[0],
        shape: &SHAPE,
        dtype: Dtype::F32,
    };
    failed(
        seen,
        "not_complete",
        Builder::begin(&[declared], Default::default())?.finish(),
    );
    Ok(())
}

fn take(story_folder: &Path, scratch: &Path) -> Result<String> {
    let mut seen = Seen::new();
    seen.text("version", "abi", abi_version());
    for number in 0..=8 {
        seen.text("status", &number.to_string(), Status::from_raw(number));
    }
    let made = make_weights();
    story(&mut seen, story_folder)?;
    memory(&mut seen, &made, scratch)?;
    many(&mut seen, &made, story_folder, scratch)?;
    errors(&mut seen, &made)?;
    Ok(seen.finish())
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().collect();
    if arguments.len() != 4 {
        return Err("usage: tour STORY_FOLDER SCRATCH_FOLDER OUTPUT.json".into());
    }
    std::fs::write(
        &arguments[3],
        take(arguments[1].as_ref(), arguments[2].as_ref())?,
    )?;
    Ok(())
}
