//! Strings, arrays and structs on their way from C.
use crate::error::{failure, new_error, Error, Result};
use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;
use std::os::raw::c_char;
use std::ptr;
use weightkin_sys as sys;

/// A plain value that a C struct is read into.
pub(crate) trait Raw: Sized {
    type C: Copy;
    /// # Safety
    /// The pointers in `raw` are what the library filled in.
    unsafe fn read(raw: &Self::C) -> Self;
}

/// Options of C, all default.
///
/// # Safety
/// `T` is a struct of C whose fields may all be zero.
pub(crate) unsafe fn zeroed<T: Copy>() -> T {
    MaybeUninit::zeroed().assume_init()
}

/// Static text of the library.
pub(crate) fn borrowed_text(text: *const c_char) -> &'static str {
    unsafe { CStr::from_ptr(text) }.to_str().unwrap_or("")
}

pub(crate) unsafe fn owned_text(text: *const c_char) -> String {
    optional_text(text).unwrap_or_default()
}

pub(crate) unsafe fn optional_text(text: *const c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    Some(CStr::from_ptr(text).to_string_lossy().into_owned())
}

pub(crate) unsafe fn owned_numbers<T: Copy>(first: *const T, count: usize) -> Vec<T> {
    if first.is_null() {
        return Vec::new();
    }
    std::slice::from_raw_parts(first, count).to_vec()
}

/// Text for C. Zero bytes inside are a bad argument.
pub(crate) fn c_text(text: &str) -> Result<CString> {
    CString::new(text).map_err(|_| Error::bad_argument(format!("a zero byte in {text:?}")))
}

pub(crate) fn optional_c_text(text: Option<&str>) -> Result<Option<CString>> {
    text.map(c_text).transpose()
}

pub(crate) fn pointer_or_null(text: &Option<CString>) -> *const c_char {
    text.as_ref().map_or(ptr::null(), |text| text.as_ptr())
}

/// Paths are bytes on the systems we know.
pub(crate) fn c_path(path: &std::path::Path) -> Result<CString> {
    use std::os::unix::ffi::OsStrExt;
    CString::new(path.as_os_str().as_bytes())
        .map_err(|_| Error::bad_argument(format!("a zero byte in {}", path.display())))
}

/// Calls a function that fills in a struct passed with its size.
pub(crate) fn fetched<V: Raw>(
    call: impl FnOnce(*mut V::C, usize, *mut sys::wkin_error) -> sys::wkin_status,
) -> Result<V> {
    let mut error = new_error();
    let mut raw = MaybeUninit::<V::C>::zeroed();
    let status = call(raw.as_mut_ptr(), std::mem::size_of::<V::C>(), &mut error);
    if status != sys::WKIN_OK {
        return Err(failure(status, &error));
    }
    Ok(unsafe { V::read(&raw.assume_init()) })
}

/// A struct of `$self`, filled in by a function that takes the handle and numbers.
macro_rules! row {
    ($self:ident, $function:ident $(, $index:expr)*) => {
        crate::text::fetched(|out, size, error| unsafe {
            weightkin_sys::$function($self.handle $(, $index)*, out, size, error)
        })
    };
}
pub(crate) use row;

/// The text that a function writes of `$self`.
macro_rules! document {
    ($self:ident, $function:ident $(, $argument:expr)*) => {
        crate::text::buffered_text(|out, size, needed, error| unsafe {
            weightkin_sys::$function($self.handle $(, $argument)*, out, size, needed, error)
        })
    };
}
pub(crate) use document;

/// A handle that any number of threads may use, closed when dropped.
macro_rules! handle {
    ($name:ident, $raw:ident, $close:ident) => {
        unsafe impl Send for $name {}
        unsafe impl Sync for $name {}

        impl Drop for $name {
            fn drop(&mut self) {
                unsafe { weightkin_sys::$close(self.handle) }
            }
        }
    };
}
pub(crate) use handle;

/// Sentences of C until NULL.
pub(crate) fn sentences(get: impl Fn(usize) -> *const c_char) -> Vec<String> {
    (0..)
        .map_while(|index| unsafe { optional_text(get(index)) })
        .collect()
}

/// Calls a function that makes a handle.
pub(crate) fn opened<T>(
    call: impl FnOnce(*mut *mut T, *mut sys::wkin_error) -> sys::wkin_status,
) -> Result<*mut T> {
    let mut error = new_error();
    let mut handle = ptr::null_mut();
    match call(&mut handle, &mut error) {
        sys::WKIN_OK => Ok(handle),
        status => Err(failure(status, &error)),
    }
}

/// Calls a function that only may fail.
pub(crate) fn done(call: impl FnOnce(*mut sys::wkin_error) -> sys::wkin_status) -> Result<()> {
    let mut error = new_error();
    match call(&mut error) {
        sys::WKIN_OK => Ok(()),
        status => Err(failure(status, &error)),
    }
}

/// Calls a function that writes bytes into a buffer of ours: asks for the size, then for the bytes.
pub(crate) fn buffered<T>(
    call: impl Fn(*mut T, usize, *mut usize, *mut sys::wkin_error) -> sys::wkin_status,
) -> Result<Vec<u8>> {
    let mut needed = 0;
    done(|error| call(ptr::null_mut(), 0, &mut needed, error))?;
    let mut bytes = vec![0u8; needed];
    done(|error| call(bytes.as_mut_ptr().cast(), bytes.len(), &mut needed, error))?;
    Ok(bytes)
}

/// The same for text, which C ends in a zero byte.
pub(crate) fn buffered_text(
    call: impl Fn(*mut c_char, usize, *mut usize, *mut sys::wkin_error) -> sys::wkin_status,
) -> Result<String> {
    let mut bytes = buffered(call)?;
    bytes.pop();
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(bad) => String::from_utf8_lossy(bad.as_bytes()).into_owned(),
    })
}
