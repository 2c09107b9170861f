use crate::builder::{Declaration, RawDeclarations};
use crate::error::Result;
use crate::text::{done, opened};
use std::os::raw::c_int;
use weightkin_sys as sys;

/// What a checksum has seen so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sum {
    pub value: u64,
    /// As many elements were added as there are.
    pub complete: bool,
}

/// Tells whether a model arrived as it was sent, however it is sharded on either side. Finds
/// accidents, not adversaries. One a thread, then merge.
pub struct Checksum {
    handle: *mut sys::wkin_checksum,
    tensors: usize,
}

// It may move between threads; it is not for concurrent use.
unsafe impl Send for Checksum {}

impl Drop for Checksum {
    fn drop(&mut self) {
        unsafe { sys::wkin_checksum_close(self.handle) }
    }
}

impl Checksum {
    /// `tensors` are all of the model's, the same everywhere.
    pub fn begin(tensors: &[Declaration<'_>], seed: u64) -> Result<Self> {
        crate::check_library()?;
        let raw = RawDeclarations::new(tensors)?;
        let handle = opened(|out, error| unsafe {
            sys::wkin_checksum_begin(
                raw.first(),
                tensors.len(),
                std::mem::size_of::<sys::wkin_tensor_declaration>(),
                seed,
                out,
                error,
            )
        })?;
        Ok(Checksum {
            handle,
            tensors: tensors.len(),
        })
    }

    /// Adds elements [first, first + count) of a tensor in C order, packed, in host byte order.
    pub fn add(&mut self, tensor: usize, first: u64, count: u64, packed: &[u8]) -> Result<()> {
        done(|error| unsafe {
            sys::wkin_checksum_add(
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

    pub fn merge(&mut self, other: &Checksum) -> Result<()> {
        done(|error| unsafe { sys::wkin_checksum_merge(self.handle, other.handle, error) })
    }

    pub fn sum(&self) -> Result<Sum> {
        let mut value = 0;
        let mut complete: c_int = 0;
        done(|error| unsafe {
            sys::wkin_checksum_value(self.handle, &mut value, &mut complete, error)
        })?;
        Ok(Sum {
            value,
            complete: complete != 0,
        })
    }

    /// Each tensor's.
    pub fn tensors(&self) -> Result<Vec<u64>> {
        let mut values = vec![0; self.tensors];
        done(|error| unsafe {
            sys::wkin_checksum_tensors(self.handle, values.as_mut_ptr(), values.len(), error)
        })?;
        Ok(values)
    }
}
