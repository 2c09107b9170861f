use crate::enums::{Fault, Status};
use std::ffi::CStr;
use std::fmt;
use weightkin_sys as sys;

/// What went wrong, where and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Details {
    /// Which rule of a file format was broken.
    pub fault: Fault,
    pub message: String,
}

/// Why a call failed; the kind says what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The library that was loaded is not one that this crate can use.
    Library(String),
    /// The call itself is wrong: fix the program.
    BadArgument(Details),
    /// The bytes contradict their format: fix or distrust the file.
    BadFormat(Details),
    /// Well formed as far as read, but nothing here can read it.
    Unsupported(Details),
    /// The operating system refused.
    Io(Details),
    /// The number asked for does not exist for these inputs.
    Undefined(Details),
    NoMemory(Details),
    /// The progress callback asked to stop.
    Cancelled(Details),
    /// A defect of the library.
    Internal(Details),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn bad_argument(message: String) -> Self {
        Error::BadArgument(Details {
            fault: Fault::None,
            message,
        })
    }

    fn details(&self) -> Option<&Details> {
        match self {
            Error::Library(_) => None,
            Error::BadArgument(it) | Error::BadFormat(it) | Error::Unsupported(it) => Some(it),
            Error::Io(it) | Error::Undefined(it) | Error::NoMemory(it) => Some(it),
            Error::Cancelled(it) | Error::Internal(it) => Some(it),
        }
    }

    pub fn status(&self) -> Status {
        match self {
            Error::BadArgument(_) => Status::BadArgument,
            Error::BadFormat(_) => Status::BadFormat,
            Error::Unsupported(_) | Error::Library(_) => Status::Unsupported,
            Error::Io(_) => Status::Io,
            Error::Undefined(_) => Status::Undefined,
            Error::NoMemory(_) => Status::NoMemory,
            Error::Cancelled(_) => Status::Cancelled,
            Error::Internal(_) => Status::Internal,
        }
    }

    pub fn fault(&self) -> Fault {
        self.details().map_or(Fault::None, |details| details.fault)
    }

    pub fn message(&self) -> &str {
        match self {
            Error::Library(message) => message,
            other => other.details().map_or("", |details| &details.message),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Asking that library for a name may not be possible.
            Error::Library(message) => out.write_str(message),
            other => write!(out, "{}: {}", other.status(), other.message()),
        }
    }
}

impl std::error::Error for Error {}

pub(crate) fn new_error() -> sys::wkin_error {
    sys::wkin_error {
        status: 0,
        fault: 0,
        message: [0; 1016],
    }
}

/// The error for a status other than WKIN_OK.
pub(crate) fn failure(status: sys::wkin_status, error: &sys::wkin_error) -> Error {
    let message = unsafe { CStr::from_ptr(error.message.as_ptr()) }
        .to_string_lossy()
        .into_owned();
    let details = Details {
        fault: Fault::from_raw(error.fault),
        message,
    };
    match Status::from_raw(status) {
        Status::BadArgument => Error::BadArgument(details),
        Status::BadFormat => Error::BadFormat(details),
        Status::Unsupported => Error::Unsupported(details),
        Status::Io => Error::Io(details),
        Status::Undefined => Error::Undefined(details),
        Status::NoMemory => Error::NoMemory(details),
        Status::Cancelled => Error::Cancelled(details),
        _ => Error::Internal(details),
    }
}
