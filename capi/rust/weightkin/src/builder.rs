use crate::enums::Dtype;
use crate::error::{Error, Result};
use crate::fingerprint::Fingerprint;
use crate::inventory::Inventory;
use crate::text::{buffered, c_text, done, opened, zeroed};
use std::ffi::CString;
use std::ptr;
use weightkin_sys as sys;

/// A tensor as announced before any of its elements.
#[derive(Clone, Copy, Debug)]
pub struct Declaration<'a> {
    pub name: &'a str,
    pub shape: &'a [u64],
    pub dtype: Dtype,
}

/// Declarations as C has them; the names live here.
pub(crate) struct RawDeclarations {
    declarations: Vec<sys::wkin_tensor_declaration>,
    _names: Vec<CString>,
}

impl RawDeclarations {
    pub(crate) fn new(tensors: &[Declaration<'_>]) -> Result<Self> {
        let names = tensors
            .iter()
            .map(|tensor| c_text(tensor.name))
            .collect::<Result<Vec<_>>>()?;
        let declarations = tensors
            .iter()
            .zip(&names)
            .map(|(tensor, name)| sys::wkin_tensor_declaration {
                name: name.as_ptr(),
                shape: tensor.shape.as_ptr(),
                dtype: tensor.dtype.to_raw(),
                rank: u32::try_from(tensor.shape.len()).unwrap_or(u32::MAX),
            })
            .collect();
        Ok(RawDeclarations {
            declarations,
            _names: names,
        })
    }

    pub(crate) fn first(&self) -> *const sys::wkin_tensor_declaration {
        self.declarations.as_ptr()
    }
}

/// The same for all parts of a model.
#[derive(Clone, Copy, Default)]
pub struct BuilderOptions<'a> {
    pub seed: u64,
    /// What the tensors are, in the same order; `None`: names and shapes decide.
    pub contents: Option<&'a Inventory<'a>>,
    /// For shards that cut rows, and faster.
    pub no_digests: bool,
}

/// Makes the fingerprint of a model whose elements arrive in pieces. The result is the same, bit
/// for bit, however the elements were cut, ordered and distributed. One builder a thread, then
/// merge.
pub struct Builder {
    handle: *mut sys::wkin_fingerprint_builder,
}

// It may move between threads; it is not for concurrent use.
unsafe impl Send for Builder {}

impl Drop for Builder {
    fn drop(&mut self) {
        unsafe { sys::wkin_builder_close(self.handle) }
    }
}

impl Builder {
    pub fn begin(tensors: &[Declaration<'_>], options: BuilderOptions<'_>) -> Result<Self> {
        crate::check_library()?;
        let raw_tensors = RawDeclarations::new(tensors)?;
        let raw = sys::wkin_builder_options {
            struct_size: std::mem::size_of::<sys::wkin_builder_options>(),
            seed: options.seed,
            contents: options
                .contents
                .map_or(ptr::null(), |contents| contents.handle),
            no_digests: options.no_digests.into(),
            ..unsafe { zeroed() }
        };
        let handle = opened(|out, error| unsafe {
            sys::wkin_builder_begin(
                raw_tensors.first(),
                tensors.len(),
                std::mem::size_of::<sys::wkin_tensor_declaration>(),
                &raw,
                out,
                error,
            )
        })?;
        Ok(Builder { handle })
    }

    /// Adds elements [first, first + count) of a tensor in C order, packed, in host byte order.
    pub fn add(&mut self, tensor: usize, first: u64, count: u64, packed: &[u8]) -> Result<()> {
        done(|error| unsafe {
            sys::wkin_builder_add(
                self.handle,
                tensor,
                first,
                count,
                packed.as_ptr().cast(),
                packed.len(),
                error,
            )
        })
    }

    /// Adds the box of elements that begins at `start` and is `extent` large, packed in C order.
    pub fn add_box(
        &mut self,
        tensor: usize,
        start: &[u64],
        extent: &[u64],
        packed: &[u8],
    ) -> Result<()> {
        if start.len() != extent.len() {
            return Err(Error::bad_argument(
                "a box needs as many extents as starts".to_string(),
            ));
        }
        done(|error| unsafe {
            sys::wkin_builder_add_box(
                self.handle,
                tensor,
                start.as_ptr(),
                extent.as_ptr(),
                start.len() as u32,
                packed.as_ptr().cast(),
                packed.len(),
                error,
            )
        })
    }

    /// Takes over what `other` has.
    pub fn merge(&mut self, other: &Builder) -> Result<()> {
        done(|error| unsafe { sys::wkin_builder_merge(self.handle, other.handle, error) })
    }

    /// The state as bytes, for another process with the same version of the library.
    pub fn save(&self) -> Result<Vec<u8>> {
        buffered(|out, size, needed, error| unsafe {
            sys::wkin_builder_save(self.handle, out, size, needed, error)
        })
    }

    pub fn load(bytes: &[u8]) -> Result<Self> {
        crate::check_library()?;
        let handle = opened(|out, error| unsafe {
            sys::wkin_builder_load(bytes.as_ptr().cast(), bytes.len(), out, error)
        })?;
        Ok(Builder { handle })
    }

    /// The fingerprint, once all elements are there. The builder can go on.
    pub fn finish(&self) -> Result<Fingerprint> {
        opened(|out, error| unsafe { sys::wkin_builder_finish(self.handle, out, error) })
            .map(Fingerprint::owning)
    }
}
