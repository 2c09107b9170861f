//! Progress callbacks: panics must not unwind through C.
use crate::text::optional_text;
use std::any::Any;
use std::ops::ControlFlow;
use std::os::raw::{c_char, c_int, c_void};
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use weightkin_sys as sys;

/// How far a call has come, in work units.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Step {
    pub stage: String,
    pub done: u64,
    pub total: u64,
}

/// Called now and then, from one thread at a time but not always the caller's. `Break` cancels:
/// the call then answers [`crate::Error::Cancelled`]. A panic cancels too and goes on in the caller
/// once the call has returned.
pub type ProgressCallback<'a> = Box<dyn FnMut(&Step) -> ControlFlow<()> + Send + 'a>;

/// A callback while a call runs, and what it died of.
pub(crate) struct Watcher<'a> {
    callback: Option<ProgressCallback<'a>>,
    panic: Option<Box<dyn Any + Send>>,
}

impl<'a> Watcher<'a> {
    pub(crate) fn new(callback: Option<ProgressCallback<'a>>) -> Self {
        Watcher {
            callback,
            panic: None,
        }
    }

    pub(crate) fn function(&self) -> sys::wkin_progress_callback {
        self.callback.as_ref().map(|_| call_watcher as _)
    }

    pub(crate) fn user_data(&mut self) -> *mut c_void {
        (self as *mut Watcher<'a>).cast()
    }

    /// To be called after the call, outside of C.
    pub(crate) fn finish(self) {
        if let Some(panic) = self.panic {
            resume_unwind(panic);
        }
    }
}

unsafe extern "C" fn call_watcher(
    stage: *const c_char,
    done: u64,
    total: u64,
    data: *mut c_void,
) -> c_int {
    let watcher = &mut *data.cast::<Watcher<'_>>();
    let step = Step {
        stage: optional_text(stage).unwrap_or_default(),
        done,
        total,
    };
    let callback = match (&watcher.panic, &mut watcher.callback) {
        (None, Some(callback)) => callback,
        _ => return 1,
    };
    match catch_unwind(AssertUnwindSafe(|| callback(&step))) {
        Ok(ControlFlow::Continue(())) => 0,
        Ok(ControlFlow::Break(())) => 1,
        Err(panic) => {
            watcher.panic = Some(panic);
            1
        }
    }
}
