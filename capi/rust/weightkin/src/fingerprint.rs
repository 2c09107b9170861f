use crate::enums::PrintLevel;
use crate::error::Result;
use crate::items::Items;
use crate::model::Model;
use crate::progress::{ProgressCallback, Watcher};
use crate::tensors::{RawViews, TensorView};
use crate::text::{
    buffered, buffered_text, c_path, c_text, done, fetched, opened, optional_c_text,
    pointer_or_null, zeroed,
};
use crate::values::{ComponentPrint, FingerprintInfo, PrintSimilarity, RowLandmark, TensorPrint};
use std::ops::BitOr;
use std::path::Path;
use weightkin_sys as sys;

/// How a fingerprint is taken.
#[derive(Default)]
pub struct FingerprintOptions<'a> {
    /// Fingerprints of different seeds cannot be compared.
    pub seed: u64,
    /// JSON.
    pub component_map: Option<&'a str>,
    /// Kept in the fingerprint; `None`: the model's.
    pub name: Option<&'a str>,
    /// 0: as many as the machine has; never changes a bit.
    pub threads: u32,
    /// Faster, but no proof of identity.
    pub no_digests: bool,
    /// In bytes.
    pub on_progress: Option<ProgressCallback<'a>>,
}

/// What can be left out of a fingerprint; combined with `|`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrintParts(pub u32);

impl PrintParts {
    pub const NOTHING: Self = PrintParts(0);
    /// Pseudonyms take their place.
    pub const NAMES: Self = PrintParts(sys::WKIN_PRINT_NAMES);
    pub const SKETCH: Self = PrintParts(sys::WKIN_PRINT_SKETCH);
    /// Without them and anchors no evidence of descent.
    pub const UNITS: Self = PrintParts(sys::WKIN_PRINT_UNITS);
    pub const ROWS: Self = PrintParts(sys::WKIN_PRINT_ROWS);
    pub const DIGESTS: Self = PrintParts(sys::WKIN_PRINT_DIGESTS);
    /// Minimum, maximum, mean, mean square, magnitudes.
    pub const SUMS: Self = PrintParts(sys::WKIN_PRINT_SUMS);
    /// Evidence of descent through a rotation.
    pub const ANCHORS: Self = PrintParts(sys::WKIN_PRINT_ANCHORS);
}

impl BitOr for PrintParts {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        PrintParts(self.0 | other.0)
    }
}

/// Digests, sketches and signatures of a model. Immutable; needs no model.
pub struct Fingerprint {
    handle: *mut sys::wkin_fingerprint,
}

unsafe impl Send for Fingerprint {}
unsafe impl Sync for Fingerprint {}

impl Drop for Fingerprint {
    fn drop(&mut self) {
        unsafe { sys::wkin_fingerprint_close(self.handle) }
    }
}

/// Whether bytes begin like a fingerprint file; 16 are enough.
pub fn is_fingerprint(bytes: &[u8]) -> bool {
    unsafe { sys::wkin_is_fingerprint(bytes.as_ptr().cast(), bytes.len()) != 0 }
}

/// Of tensor `a_tensor` of `a` and tensor `b_tensor` of `b`, which must have one seed.
pub fn estimate_similarity(
    a: &Fingerprint,
    a_tensor: usize,
    b: &Fingerprint,
    b_tensor: usize,
) -> Result<PrintSimilarity> {
    fetched(|out, size, error| unsafe {
        sys::wkin_estimate_similarity(a.handle, a_tensor, b.handle, b_tensor, out, size, error)
    })
}

fn take(
    options: FingerprintOptions<'_>,
    call: impl FnOnce(
        *const sys::wkin_fingerprint_options,
        *mut *mut sys::wkin_fingerprint,
        *mut sys::wkin_error,
    ) -> sys::wkin_status,
) -> Result<Fingerprint> {
    crate::check_library()?;
    let map = optional_c_text(options.component_map)?;
    let name = optional_c_text(options.name)?;
    let mut watcher = Watcher::new(options.on_progress);
    let raw = sys::wkin_fingerprint_options {
        struct_size: std::mem::size_of::<sys::wkin_fingerprint_options>(),
        seed: options.seed,
        component_map: pointer_or_null(&map),
        name: pointer_or_null(&name),
        threads: options.threads,
        no_digests: options.no_digests.into(),
        on_progress: watcher.function(),
        user_data: watcher.user_data(),
        ..unsafe { zeroed() }
    };
    let result = opened(|out, error| call(&raw, out, error)).map(Fingerprint::owning);
    watcher.finish();
    result
}

impl Fingerprint {
    pub(crate) fn owning(handle: *mut sys::wkin_fingerprint) -> Self {
        Fingerprint { handle }
    }

    pub(crate) fn pointer(&self) -> *const sys::wkin_fingerprint {
        self.handle
    }

    /// Reads every tensor of `model` once.
    pub fn take(model: &Model<'_>, options: FingerprintOptions<'_>) -> Result<Self> {
        take(options, |raw, out, error| unsafe {
            sys::wkin_fingerprint_take(model.pointer(), raw, out, error)
        })
    }

    /// The same of tensors in memory.
    pub fn take_tensors(
        tensors: &[TensorView<'_>],
        options: FingerprintOptions<'_>,
    ) -> Result<Self> {
        let views = RawViews::new(tensors)?;
        take(options, |raw, out, error| unsafe {
            sys::wkin_fingerprint_take_tensors(
                views.views.as_ptr(),
                views.views.len(),
                std::mem::size_of::<sys::wkin_tensor_view>(),
                raw,
                out,
                error,
            )
        })
    }

    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        crate::check_library()?;
        let path = c_path(path.as_ref())?;
        opened(|out, error| unsafe { sys::wkin_fingerprint_open(path.as_ptr(), out, error) })
            .map(Self::owning)
    }

    /// Reads the bytes of a fingerprint file; `label` names them in messages.
    pub fn decode(bytes: &[u8], label: &str) -> Result<Self> {
        crate::check_library()?;
        let label = c_text(label)?;
        opened(|out, error| unsafe {
            sys::wkin_fingerprint_decode(
                bytes.as_ptr().cast(),
                bytes.len(),
                label.as_ptr(),
                out,
                error,
            )
        })
        .map(Self::owning)
    }

    /// Reads what [`Fingerprint::json`] wrote.
    pub fn from_json(json: &str, label: &str) -> Result<Self> {
        crate::check_library()?;
        let label = c_text(label)?;
        opened(|out, error| unsafe {
            sys::wkin_fingerprint_from_json(
                json.as_ptr().cast(),
                json.len(),
                label.as_ptr(),
                out,
                error,
            )
        })
        .map(Self::owning)
    }

    /// Writes the file; `path` holds its old content until all is written.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = c_path(path.as_ref())?;
        done(|error| unsafe { sys::wkin_fingerprint_write(self.handle, path.as_ptr(), error) })
    }

    /// The bytes of the file.
    pub fn encode(&self) -> Result<Vec<u8>> {
        buffered(|out, size, needed, error| unsafe {
            sys::wkin_fingerprint_encode(self.handle, out, size, needed, error)
        })
    }

    pub fn json(&self) -> Result<String> {
        buffered_text(|out, size, needed, error| unsafe {
            sys::wkin_fingerprint_json(self.handle, out, size, needed, error)
        })
    }

    /// A fingerprint of the same model at `level`, without the parts named.
    pub fn reduce(&self, level: PrintLevel, left_out: PrintParts) -> Result<Self> {
        opened(|out, error| unsafe {
            sys::wkin_fingerprint_reduce(self.handle, level.to_raw(), left_out.0, out, error)
        })
        .map(Self::owning)
    }

    pub fn describe(&self) -> Result<FingerprintInfo> {
        fetched(|out, size, error| unsafe {
            sys::wkin_fingerprint_describe(self.handle, out, size, error)
        })
    }

    pub fn component(&self, index: usize) -> Result<ComponentPrint> {
        fetched(|out, size, error| unsafe {
            sys::wkin_fingerprint_component(self.handle, index, out, size, error)
        })
    }

    pub fn components(&self) -> Result<Items<'_, ComponentPrint>> {
        Ok(Items::new(self.describe()?.components, move |index| {
            self.component(index)
        }))
    }

    pub fn tensor(&self, index: usize) -> Result<TensorPrint> {
        fetched(|out, size, error| unsafe {
            sys::wkin_fingerprint_tensor(self.handle, index, out, size, error)
        })
    }

    pub fn tensors(&self) -> Result<Items<'_, TensorPrint>> {
        Ok(Items::new(self.describe()?.tensors, move |index| {
            self.tensor(index)
        }))
    }

    /// The heaviest rows of a matrix.
    pub fn landmarks(&self, tensor: usize) -> Result<Items<'_, RowLandmark>> {
        Ok(Items::new(self.tensor(tensor)?.landmarks, move |index| {
            fetched(|out, size, error| unsafe {
                sys::wkin_fingerprint_landmark(self.handle, tensor, index, out, size, error)
            })
        }))
    }
}
