//! Bytes from elsewhere: an object store, an encrypted file.
use std::ffi::CStr;
use std::io::{self, ErrorKind};
use std::os::raw::{c_char, c_void};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Arc;
use weightkin_sys as sys;

/// Bytes that the library asks for when it needs them, from several threads at once. An error or a
/// panic becomes [`crate::Error::Io`]; errors of the kinds `Interrupted` and `OutOfMemory` become
/// `Cancelled` and `NoMemory`.
pub trait Source: Send + Sync {
    /// Fixed for the life of the source.
    fn size(&self) -> u64;

    /// Fills `into` from `offset` on, never beyond the size; answers how many bytes there were.
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize>;

    /// Another file of the same model by its relative name; `None` when there is none.
    fn open_beside(&self, _name: &str) -> io::Result<Option<Box<dyn Source>>> {
        Ok(None)
    }
}

type Shared = Arc<dyn Source>;

/// What `open_beside` is called with; to be kept as long as the model and all made from it.
pub(crate) struct Beside(Shared);

impl Beside {
    pub(crate) fn new(source: Shared) -> Self {
        Beside(source)
    }

    pub(crate) fn user_data(&self) -> *mut c_void {
        (self as *const Beside as *mut Beside).cast()
    }
}

/// A source as C has it; the library will release it.
pub(crate) fn raw_source(source: Shared) -> sys::wkin_source {
    let size_bytes = source.size();
    let user_data = Box::into_raw(Box::new(source)).cast();
    sys::wkin_source {
        size_bytes,
        read: Some(read),
        release: Some(release),
        user_data,
    }
}

fn status_of(why: io::Error) -> sys::wkin_status {
    match why.kind() {
        ErrorKind::Interrupted => sys::WKIN_CANCELLED,
        ErrorKind::OutOfMemory => sys::WKIN_NO_MEMORY,
        _ => sys::WKIN_IO,
    }
}

fn guarded(work: impl FnOnce() -> io::Result<()>) -> sys::wkin_status {
    let answer = catch_unwind(AssertUnwindSafe(|| match work() {
        Ok(()) => sys::WKIN_OK,
        Err(why) => status_of(why), // drops it, which may panic as well
    }));
    answer.unwrap_or_else(|payload| {
        // Nobody would catch what its destructor panics with.
        std::mem::forget(payload);
        sys::WKIN_IO
    })
}

unsafe extern "C" fn read(
    offset: u64,
    length: usize,
    buffer: *mut c_void,
    got: *mut usize,
    user_data: *mut c_void,
) -> sys::wkin_status {
    guarded(|| {
        if length == 0 {
            *got = 0;
            return Ok(());
        }
        // A reader must not see what was in the buffer before.
        std::ptr::write_bytes(buffer.cast::<u8>(), 0, length);
        let into = std::slice::from_raw_parts_mut(buffer.cast::<u8>(), length);
        *got = (*user_data.cast::<Shared>())
            .read_at(offset, into)?
            .min(length);
        Ok(())
    })
}

unsafe extern "C" fn release(user_data: *mut c_void) {
    let source = Box::from_raw(user_data.cast::<Shared>());
    guarded(|| {
        drop(source);
        Ok(())
    });
}

pub(crate) unsafe extern "C" fn open_beside(
    name: *const c_char,
    source: *mut sys::wkin_source,
    user_data: *mut c_void,
) -> sys::wkin_status {
    guarded(|| {
        let name = CStr::from_ptr(name).to_string_lossy();
        if let Some(found) = (*user_data.cast::<Beside>()).0.open_beside(&name)? {
            *source = raw_source(Arc::from(found));
        }
        Ok(())
    })
}
