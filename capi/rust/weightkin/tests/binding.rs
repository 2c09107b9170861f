//! The binding against the library it was linked with.
use std::collections::BTreeSet;
use std::io;
use std::ops::ControlFlow;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use weightkin::*;

const SHAPE: [u64; 2] = [96, 64];
const NAMES: [&str; 2] = ["layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight"];

fn drawn(seed: u64) -> Vec<f32> {
    let mut state = seed;
    let mut draw = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((state >> 42) as i32 - (1 << 21)) as f32 / 134217728.0
    };
    (0..96 * 64).map(|_| draw()).collect()
}

fn model_of<'a>(values: &'a [Vec<f32>]) -> Model<'a> {
    let views: Vec<_> = NAMES
        .iter()
        .zip(values)
        .map(|(name, v)| TensorView::of(name, &SHAPE, v))
        .collect();
    Model::from_tensors(&views, "held").unwrap()
}

fn two_layers() -> Vec<Vec<f32>> {
    vec![drawn(20), drawn(21)]
}

/// A safetensors file of one f32 tensor [2].
fn small_file(name: &str) -> Vec<u8> {
    let header =
        format!("{{\"{name}\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}}}");
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend([1f32, 2f32].iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

#[test]
fn structs_lie_as_c_lays_them() {
    let path = match std::env::var("WEIGHTKIN_LAYOUT") {
        Ok(path) => path,
        Err(_) => panic!("WEIGHTKIN_LAYOUT names the file that check_declarations.py writes"),
    };
    let text = std::fs::read_to_string(path).unwrap();
    let expected: BTreeSet<String> = text.lines().map(String::from).collect();
    let mut found = BTreeSet::new();
    for (name, size, fields) in weightkin_sys::layouts() {
        found.insert(format!("{name} 0 {size}"));
        for (field, offset, size) in fields {
            found.insert(format!(
                "{name}.{} {offset} {size}",
                field.trim_start_matches("r#")
            ));
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn the_library_fits() {
    check_library().unwrap();
    assert_eq!(abi_version(), weightkin_sys::WKIN_ABI_VERSION);
}

#[test]
fn errors_say_what_is_wrong() {
    let error = Model::open("/no/such/file.safetensors").err().unwrap();
    assert!(
        matches!(error, Error::Io(_)) && error.to_string().contains("/no/such/file"),
        "{error}"
    );
    let error = Model::open_memory(&[7; 40], "noise", Default::default())
        .err()
        .unwrap();
    assert!(!error.message().is_empty(), "{error:?}");
    let mut cut = small_file("w");
    cut.truncate(cut.len() - 3);
    let error = Model::open_memory(&cut, "cut", Default::default())
        .err()
        .unwrap();
    assert!(matches!(error, Error::BadFormat(_)), "{error:?}");
    assert_ne!(error.fault(), Fault::None);
    let error = Model::open("zero\0inside").err().unwrap();
    assert!(matches!(error, Error::BadArgument(_)), "{error:?}");
    assert!(Fingerprint::decode(&[], "empty").is_err());
    assert!(Builder::load(&[1, 2, 3]).is_err());
}

#[test]
fn views_that_reach_beyond_their_memory_are_refused() {
    let values = [1f32; 6];
    let refused = |shape: &[u64], strides: Option<&[i64]>| {
        let mut view = TensorView::of("w", shape, &values);
        view.strides = strides;
        matches!(
            Model::from_tensors(&[view], "held").err(),
            Some(Error::BadArgument(_))
        )
    };
    assert!(!refused(&[2, 3], None) && !refused(&[], None) && !refused(&[0, 9], None));
    assert!(refused(&[7], None) && refused(&[u64::MAX, u64::MAX, u64::MAX], None));
    assert!(!refused(&[3, 2], Some(&[1, 3])) && refused(&[3, 2], Some(&[2, 3])));
    assert!(refused(&[2], Some(&[-1])) && refused(&[2], Some(&[])) && refused(&[1; 65], None));
}

#[test]
fn progress_can_cancel_and_panics_come_back() {
    let values = two_layers();
    let model = model_of(&values);
    let watching = |callback: ProgressCallback<'static>| {
        let options = CompareOptions {
            on_progress: Some(callback),
            ..Default::default()
        };
        compare(&model, &model, options)
    };
    let stopped = watching(Box::new(|_| ControlFlow::Break(())));
    assert!(matches!(stopped.err(), Some(Error::Cancelled(_))));
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    watching(Box::new(move |step| {
        assert!(!step.stage.is_empty() && step.done <= step.total);
        counted.fetch_add(1, Ordering::Relaxed);
        ControlFlow::Continue(())
    }))
    .unwrap();
    assert!(calls.load(Ordering::Relaxed) > 0);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        watching(Box::new(|_| panic!("from the callback")))
    }));
    let payload = panicked.err().unwrap();
    assert_eq!(payload.downcast_ref::<&str>(), Some(&"from the callback"));
}

#[test]
fn mixtures_can_be_watched_and_bounded() {
    let values = two_layers();
    let model = model_of(&values);
    let explained =
        |options: MergeOptions<'_>| explain_merge(&model, &[&model, &model], None, options);
    let stopped = explained(MergeOptions {
        on_progress: Some(Box::new(|_| ControlFlow::Break(()))),
        ..Default::default()
    });
    assert!(matches!(stopped.err(), Some(Error::Cancelled(_))));
    let negative = MergeOptions {
        search_seconds: -1.0,
        ..Default::default()
    };
    assert!(matches!(
        explained(negative).err(),
        Some(Error::BadArgument(_))
    ));
    let bounded = MergeOptions {
        search_seconds: 1.0,
        depth: Some(SearchDepth::Full),
        ..Default::default()
    };
    assert!(explained(bounded).is_ok());
}

/// Bytes that are counted and can fail.
struct Held {
    bytes: Vec<u8>,
    beside: Option<Vec<u8>>,
    fails: Option<io::ErrorKind>,
    released: Arc<AtomicUsize>,
}

impl Source for Held {
    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        if let Some(kind) = self.fails {
            return Err(kind.into());
        }
        let from = &self.bytes[offset as usize..];
        let length = from.len().min(into.len());
        into[..length].copy_from_slice(&from[..length]);
        Ok(length)
    }

    fn open_beside(&self, name: &str) -> io::Result<Option<Box<dyn Source>>> {
        if name == "panic.safetensors" {
            panic!("in open_beside");
        }
        let same = |bytes: &Vec<u8>| -> Box<dyn Source> {
            let released = self.released.clone();
            Box::new(Held {
                bytes: bytes.clone(),
                beside: None,
                fails: None,
                released,
            })
        };
        Ok(self
            .beside
            .as_ref()
            .filter(|_| name == "1.safetensors")
            .map(same))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.released.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn sources_are_read_and_released() {
    let released = Arc::new(AtomicUsize::new(0));
    let open = |bytes: &[u8], fails| {
        let source = Held {
            bytes: bytes.to_vec(),
            beside: Some(small_file("a")),
            fails,
            released: released.clone(),
        };
        Model::open_source(source, "index.json", Default::default())
    };
    let model = open(&small_file("w"), None).unwrap();
    assert_eq!(model.tensor(0).unwrap().name, "w");
    assert_eq!(released.load(Ordering::SeqCst), 0);
    drop(model);
    assert_eq!(released.load(Ordering::SeqCst), 1);
    let index = br#"{"weight_map":{"a":"1.safetensors"}}"#;
    let sharded = open(index, None).unwrap();
    let contents = Inventory::take(&sharded, Default::default()).unwrap();
    drop(sharded);
    assert_eq!(contents.tensors().len(), 1);
    assert!(contents.json().unwrap().contains("\"a\""));
    drop(contents);
    assert_eq!(released.load(Ordering::SeqCst), 3);
    assert!(matches!(
        open(index, Some(io::ErrorKind::Other)).err(),
        Some(Error::Io(_))
    ));
    assert!(matches!(
        open(index, Some(io::ErrorKind::Interrupted)).err(),
        Some(Error::Cancelled(_))
    ));
    let panics = br#"{"weight_map":{"a":"panic.safetensors"}}"#;
    assert!(matches!(open(panics, None).err(), Some(Error::Io(_))));
    assert_eq!(released.load(Ordering::SeqCst), 6);
}

#[test]
fn options_arrive() {
    let values = two_layers();
    let model = model_of(&values);
    let options = CompareOptions {
        seed: 9,
        max_units: 100,
        effect_floor: 0.03,
        ..Default::default()
    };
    let settings = compare(&model, &model, options)
        .unwrap()
        .settings()
        .unwrap();
    assert_eq!(
        (settings.seed, settings.max_units, settings.effect_floor),
        (9, 100, 0.03)
    );
}

#[test]
fn eight_threads_share_handles() {
    let values = two_layers();
    let model = model_of(&values);
    let contents = Inventory::take(&model, Default::default()).unwrap();
    let alone = compare(&model, &model, Default::default()).unwrap();
    let expected = (alone.json().unwrap(), contents.text().unwrap());
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (model, contents, alone, expected) = (&model, &contents, &alone, &expected);
            scope.spawn(move || {
                let options = CompareOptions {
                    threads: 1 + number % 3,
                    ..Default::default()
                };
                let mine = compare(model, model, options).unwrap();
                assert_eq!(mine.json().unwrap(), expected.0);
                assert_eq!(alone.json().unwrap(), expected.0);
                assert_eq!(contents.text().unwrap(), expected.1);
            });
        }
    });
}

/// Fails as it is dropped, too.
#[derive(Debug)]
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("in drop");
    }
}

impl std::fmt::Display for Bomb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("bomb")
    }
}

impl std::error::Error for Bomb {}

struct Armed {
    panics: bool,
}

impl Source for Armed {
    fn size(&self) -> u64 {
        100
    }

    fn read_at(&self, _offset: u64, _into: &mut [u8]) -> io::Result<usize> {
        if self.panics {
            std::panic::panic_any(Bomb);
        }
        Err(io::Error::new(io::ErrorKind::Other, Bomb))
    }
}

#[test]
fn errors_that_panic_when_dropped_stay_errors() {
    for panics in [true, false] {
        let opened = Model::open_source(Armed { panics }, "x", Default::default());
        assert!(matches!(opened.err(), Some(Error::Io(_))));
    }
}

#[test]
fn handles_move_between_threads() {
    fn shared<T: Send + Sync>() {}
    fn sent<T: Send>() {}
    shared::<Model<'_>>();
    shared::<Inventory<'_>>();
    shared::<Comparison>();
    shared::<Fingerprint>();
    shared::<Merge>();
    shared::<Error>();
    sent::<Builder>();
    sent::<Checksum>();
    sent::<Index>();
}

#[test]
fn lists_go_both_ways() {
    let values = two_layers();
    let model = model_of(&values);
    let names: Vec<_> = model
        .tensors()
        .rev()
        .map(|tensor| tensor.unwrap().name)
        .collect();
    assert_eq!(names, [NAMES[1], NAMES[0]]);
    assert_eq!(model.tensors().len(), 2);
    assert_eq!(model.encoding(0).unwrap().parts, 0);
    assert!(model.layout_rules(0).is_empty() && model.encoding_parts(0).unwrap().next().is_none());
}

#[test]
fn values_are_read_where_they_lie() {
    let values = two_layers();
    let model = model_of(&values);
    let slice: &[f32] = model.slice(1).unwrap().unwrap();
    assert_eq!(slice.as_ptr(), values[1].as_ptr());
    assert_eq!(slice, &values[1][..]);
    assert!(model.slice::<u32>(1).unwrap().is_none());
    let read: Vec<f64> = model.read(1, 5, 3).unwrap();
    assert_eq!(
        read,
        values[1][5..8]
            .iter()
            .map(|&v| v.into())
            .collect::<Vec<f64>>()
    );
    assert_eq!(model.read_packed(0, 0, 2).unwrap().len(), 8);
    assert!(matches!(
        model.read::<f32>(0, 0, u64::MAX),
        Err(Error::BadArgument(_))
    ));
    assert!(matches!(
        model.read::<u8>(0, 0, 1),
        Err(Error::Unsupported(_))
    ));
    assert!(matches!(model.slice::<f32>(2), Err(Error::BadArgument(_))));
}

#[test]
fn scans_and_forests_are_cancelled_and_refused() {
    let values = two_layers();
    let model = model_of(&values);
    let print = Fingerprint::take(&model, Default::default()).unwrap();
    let stop = ScanOptions {
        on_progress: Some(Box::new(|_| ControlFlow::Break(()))),
        ..Default::default()
    };
    let cancelled = find_ancestors(&print, None, &[&print], &[], stop);
    assert!(matches!(cancelled, Err(Error::Cancelled(_))));
    let lacking = find_ancestors(&print, None, &[&print], &[None, None], Default::default());
    assert!(matches!(lacking, Err(Error::BadArgument(_))));
    let known = [KnownDirection {
        subject: 0,
        reference: 1,
        direction: Direction::ReferenceFromSubject,
        component: None,
        reason: Some("dated"),
    }];
    let options = ForestOptions {
        directions: &known,
        ..Default::default()
    };
    let forest = grow_forest(&[&print, &print], &[Some(&model), None], options).unwrap();
    assert!(forest.svg().unwrap().contains("<svg") && forest.json().unwrap().starts_with('{'));
    assert!(!forest.text().unwrap().is_empty() && !forest.limits().is_empty());
    assert!(matches!(
        grow_forest(&[&print], &[], Default::default()),
        Err(Error::BadArgument(_))
    ));
    let same = affinity(&print, &print).unwrap();
    assert!(same.values > 0.99 && same.checksums > 0.99);
}

#[test]
fn manifests_differ_where_files_do() {
    let folder = std::env::temp_dir().join(format!("weightkin_rust_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a"), "a").unwrap();
    std::fs::write(folder.join("left out"), "x").unwrap();
    let options = || ManifestOptions {
        ignored: &["left out"],
        ..Default::default()
    };
    let before = Manifest::make(&folder, options()).unwrap();
    assert_eq!(before.files().unwrap().len(), 1);
    std::fs::write(folder.join("a"), "b").unwrap();
    let after = Manifest::make(&folder, options()).unwrap();
    let (differences, report) = before.compare(&after).unwrap();
    assert!(differences == 1 && report.contains("\"a\""), "{report}");
    let read = Manifest::from_json(&before.json().unwrap(), "before").unwrap();
    assert_eq!(read.compare(&before).unwrap().0, 0);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn an_index_keeps_rulings() {
    let values = two_layers();
    let model = model_of(&values);
    let print = Fingerprint::take(&model, Default::default()).unwrap();
    let path = std::env::temp_dir().join(format!("weightkin_rust_{}.sqlite", std::process::id()));
    let address = path.to_string_lossy();
    assert!(matches!(
        Index::open(&address, Default::default()),
        Err(Error::Io(_))
    ));
    let options = IndexOptions {
        access: IndexAccess::Create,
        ..Default::default()
    };
    let index = Index::open(&address, options).unwrap();
    index.add(&print).unwrap();
    let root = print.describe().unwrap().root;
    assert!(index.add_ruling(&root, &root, "{\"sure\": true}").unwrap());
    assert!(!index.add_ruling(&root, &root, "{\"sure\": true}").unwrap());
    assert!(index
        .rulings(Some(&root), 9)
        .unwrap()
        .json()
        .unwrap()
        .contains("\"sure\": true"));
    assert!(index
        .find_digest(&root, 9)
        .unwrap()
        .json()
        .unwrap()
        .contains("held"));
    assert!(index.list(0, 9).unwrap().json().unwrap().contains("held"));
    let added = index.add_many(&[&print, &print]).unwrap();
    assert!(added.len() == 2 && !added[0].1 && added[0].0 == added[1].0);
    let listed = index.list(0, 9).unwrap();
    let entry = listed.entries().unwrap().next().unwrap().unwrap();
    assert_eq!((entry.id, entry.name.as_str()), (added[0].0, "held"));
    assert!(listed.text().unwrap().contains("held") && listed.problems().is_empty());
    assert!(matches!(listed.scan(), Err(Error::Undefined(_))));
    let kept = index.rulings(None, 9).unwrap();
    let document = kept.rulings().unwrap().next().unwrap().unwrap();
    assert_eq!(document.document, "{\"sure\": true}");
    assert_eq!(document.subject, root);
    let found = index.query(&print, Default::default()).unwrap();
    let settings = found.scan().unwrap().settings().unwrap();
    assert_eq!((settings.log10_alpha, settings.nearest_share), (-5.0, 0.25));
    drop(index);
    std::fs::remove_file(&path).unwrap();
}
