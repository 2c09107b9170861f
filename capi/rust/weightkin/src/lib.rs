//! Does a checkpoint descend from another model's, component by component?
//!
//! ```no_run
//! let mine = weightkin::Model::open("mine.safetensors")?;
//! let theirs = weightkin::Model::open("theirs.safetensors")?;
//! let comparison = weightkin::compare(&mine, &theirs, Default::default())?;
//! for component in comparison.components()? {
//!     let component = component?;
//!     println!("{}: {}", component.id, component.verdict);
//! }
//! # Ok::<(), weightkin::Error>(())
//! ```
//!
//! Handles are closed when dropped. All but [`Builder`], [`Checksum`] and [`Index`] may be used by
//! any number of threads at once. Numbers that do not exist are NaN; probabilities are log10 of p.

mod builder;
mod checksum;
mod comparison;
mod digests;
mod enums;
mod error;
mod fingerprint;
mod forest;
mod index;
mod inventory;
mod items;
mod merge;
mod model;
mod progress;
mod scan;
mod source;
mod tensors;
mod text;
mod values;

pub use builder::{Builder, BuilderOptions, Declaration};
pub use checksum::{Checksum, Sum};
pub use comparison::{compare, compare_fingerprints, CompareOptions, Comparison};
pub use digests::{HashOptions, Hashes, Manifest, ManifestOptions};
pub use enums::*;
pub use error::{Details, Error, Result};
pub use fingerprint::{
    estimate_similarity, is_fingerprint, Fingerprint, FingerprintOptions, PrintParts,
};
pub use forest::{grow_forest, Forest, ForestOptions, KnownDirection};
pub use index::{Index, IndexAnswer, IndexOptions, QueryOptions};
pub use inventory::{Inventory, InventoryOptions};
pub use items::Items;
pub use merge::{explain_merge, Merge, MergeOptions};
pub use model::{Model, OpenOptions, WriteOptions};
pub use progress::{ProgressCallback, Step};
pub use scan::{affinity, find_ancestors, Scan, ScanOptions};
pub use source::Source;
pub use tensors::{Element, Number, TensorView};
pub use values::*;

/// In a map: corresponds to nothing.
pub const NO_COUNTERPART: i64 = weightkin_sys::WKIN_NO_COUNTERPART;

/// Where a number may be absent: there is none.
pub const NO_INDEX: usize = usize::MAX;

/// The library's version, e.g. "0.1.0".
pub fn version() -> &'static str {
    text::borrowed_text(unsafe { weightkin_sys::wkin_version() })
}

/// The version of the C interface that the library was built with.
pub fn abi_version() -> u32 {
    unsafe { weightkin_sys::wkin_abi_version() }
}

/// Whether the library that was loaded is one that this crate can use. Every function that makes a
/// handle asks this first.
pub fn check_library() -> Result<()> {
    let needed = weightkin_sys::NEEDED_VERSION;
    let found = version();
    let mut numbers = found.split('.').map(|part| part.parse::<u32>());
    let mut next = || numbers.next().and_then(|number| number.ok());
    let fits = match (next(), next(), next()) {
        (Some(major), Some(minor), Some(patch)) => {
            major == needed.0 && (minor, patch) >= (needed.1, needed.2)
        }
        _ => false,
    };
    if fits && abi_version() == weightkin_sys::WKIN_ABI_VERSION {
        return Ok(());
    }
    Err(Error::Library(format!(
        "libweightkin_c is version {found} (interface {}); this crate needs {}.{}.{} or a later \
         version of interface {}",
        abi_version(),
        needed.0,
        needed.1,
        needed.2,
        weightkin_sys::WKIN_ABI_VERSION
    )))
}
