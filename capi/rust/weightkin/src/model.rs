use crate::enums::{Access, Dtype};
use crate::error::Result;
use crate::items::Items;
use crate::progress::{ProgressCallback, Watcher};
use crate::source::{open_beside, raw_source, Beside, Source};
use crate::tensors::{RawViews, TensorView};
use crate::text::{c_path, c_text, fetched, opened, optional_text, owned_text, zeroed};
use crate::values::{EncodingPart, TensorEncoding, TensorInfo, WriteSummary};
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;
use weightkin_sys as sys;

/// How a model is opened.
#[derive(Clone, Copy, Debug)]
pub struct OpenOptions {
    pub access: Access,
    /// Unknown classes in pickles become inert values, not an error.
    pub lenient_pickle: bool,
    /// 0: one million.
    pub max_tensors: u64,
    /// Names, axis order and values as the file has them.
    pub as_stored: bool,
}

impl Default for OpenOptions {
    fn default() -> Self {
        OpenOptions {
            access: Access::Default,
            lenient_pickle: false,
            max_tensors: 0,
            as_stored: false,
        }
    }
}

impl OpenOptions {
    fn raw(&self) -> sys::wkin_open_options {
        sys::wkin_open_options {
            struct_size: std::mem::size_of::<sys::wkin_open_options>(),
            access: self.access.to_raw(),
            lenient_pickle: self.lenient_pickle.into(),
            max_tensors: self.max_tensors,
            as_stored: self.as_stored.into(),
            ..unsafe { zeroed() }
        }
    }
}

/// How a model is written.
#[derive(Default)]
pub struct WriteOptions<'a> {
    /// Real numbers are written as F32, F16 or BF16; `None`: each tensor keeps its own type.
    pub floats: Option<Dtype>,
    /// In bytes.
    pub on_progress: Option<ProgressCallback<'a>>,
}

/// An open checkpoint, or tensors in memory of yours, which it borrows for `'a`.
pub struct Model<'a> {
    pub(crate) handle: *mut sys::wkin_model,
    /// What callbacks of the model need; shared with what is made from it.
    pub(crate) beside: Option<Arc<Beside>>,
    borrowed: PhantomData<&'a [u8]>,
}

// Functions on const handles may run concurrently, and nothing is kept per thread.
unsafe impl Send for Model<'_> {}
unsafe impl Sync for Model<'_> {}

impl Drop for Model<'_> {
    fn drop(&mut self) {
        unsafe { sys::wkin_model_close(self.handle) }
    }
}

impl Model<'static> {
    /// Opens a file, a sharded checkpoint's index or a Hugging Face style directory. Reads headers
    /// only.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(path, OpenOptions::default())
    }

    pub fn open_with(path: impl AsRef<Path>, options: OpenOptions) -> Result<Self> {
        crate::check_library()?;
        let path = c_path(path.as_ref())?;
        let raw = options.raw();
        Ok(Self::owning(opened(|out, error| unsafe {
            sys::wkin_model_open(path.as_ptr(), &raw, out, error)
        })?))
    }

    /// Opens a model whose bytes `source` fetches. `label`, best the file's name, stands for them
    /// in messages.
    pub fn open_source(
        source: impl Source + 'static,
        label: &str,
        options: OpenOptions,
    ) -> Result<Self> {
        crate::check_library()?;
        let label = c_text(label)?;
        let raw_options = options.raw();
        let source: Arc<dyn Source> = Arc::new(source);
        let beside: Arc<Beside> = Arc::new(Beside::new(source.clone()));
        let raw = raw_source(source);
        let handle = opened(|out, error| unsafe {
            sys::wkin_model_open_source(
                &raw,
                Some(open_beside),
                beside.user_data(),
                label.as_ptr(),
                &raw_options,
                out,
                error,
            )
        })?;
        Ok(Model {
            handle,
            beside: Some(beside),
            borrowed: PhantomData,
        })
    }
}

impl<'a> Model<'a> {
    fn owning(handle: *mut sys::wkin_model) -> Self {
        Model {
            handle,
            beside: None,
            borrowed: PhantomData,
        }
    }

    /// Opens the bytes of one file. `label` names them in messages and reports.
    pub fn open_memory(bytes: &'a [u8], label: &str, options: OpenOptions) -> Result<Self> {
        crate::check_library()?;
        let label = c_text(label)?;
        let raw = options.raw();
        Ok(Self::owning(opened(|out, error| unsafe {
            sys::wkin_model_open_memory(
                bytes.as_ptr().cast(),
                bytes.len(),
                label.as_ptr(),
                &raw,
                out,
                error,
            )
        })?))
    }

    /// A model of tensors in memory. Elements are borrowed, all else is copied.
    pub fn from_tensors(tensors: &[TensorView<'a>], name: &str) -> Result<Self> {
        crate::check_library()?;
        let name = c_text(name)?;
        let raw = RawViews::new(tensors)?;
        Ok(Self::owning(opened(|out, error| unsafe {
            sys::wkin_model_from_tensors(
                raw.views.as_ptr(),
                raw.views.len(),
                std::mem::size_of::<sys::wkin_tensor_view>(),
                name.as_ptr(),
                out,
                error,
            )
        })?))
    }

    /// The path or label it was opened with.
    pub fn name(&self) -> String {
        unsafe { owned_text(sys::wkin_model_name(self.handle)) }
    }

    /// The format found, e.g. "safetensors".
    pub fn format(&self) -> String {
        unsafe { owned_text(sys::wkin_model_format(self.handle)) }
    }

    pub fn tensor_count(&self) -> usize {
        unsafe { sys::wkin_model_tensor_count(self.handle) }
    }

    pub fn tensor(&self, index: usize) -> Result<TensorInfo> {
        fetched(|out, size, error| unsafe {
            sys::wkin_model_tensor(self.handle, index, out, size, error)
        })
    }

    pub fn tensors(&self) -> Items<'_, TensorInfo> {
        Items::new(self.tensor_count(), move |index| self.tensor(index))
    }

    /// How the values of a tensor are stored; all zero and "" for a plain one.
    pub fn encoding(&self, index: usize) -> Result<TensorEncoding> {
        fetched(|out, size, error| unsafe {
            sys::wkin_model_encoding(self.handle, index, out, size, error)
        })
    }

    pub fn encoding_parts(&self, index: usize) -> Result<Items<'_, EncodingPart>> {
        let parts = self.encoding(index)?.parts;
        Ok(Items::new(parts, move |part| {
            fetched(|out, size, error| unsafe {
                sys::wkin_model_encoding_part(self.handle, index, part, out, size, error)
            })
        }))
    }

    /// Layout rules of a tensor in words, in the order they were undone.
    pub fn layout_rules(&self, index: usize) -> Vec<String> {
        let rule = |i| unsafe { optional_text(sys::wkin_model_layout_rule(self.handle, index, i)) };
        (0..).map_while(rule).collect()
    }

    /// Writes all tensors as one safetensors file.
    pub fn write_safetensors(
        &self,
        path: impl AsRef<Path>,
        options: WriteOptions<'_>,
    ) -> Result<WriteSummary> {
        let path = c_path(path.as_ref())?;
        let mut watcher = Watcher::new(options.on_progress);
        let raw = sys::wkin_write_options {
            struct_size: std::mem::size_of::<sys::wkin_write_options>(),
            floats: options.floats.map_or(sys::WKIN_DTYPE_NONE, Dtype::to_raw),
            on_progress: watcher.function(),
            user_data: watcher.user_data(),
            ..unsafe { zeroed() }
        };
        let result = fetched(|out, size, error| unsafe {
            sys::wkin_model_write_safetensors(self.handle, path.as_ptr(), &raw, out, size, error)
        });
        watcher.finish();
        result
    }

    pub(crate) fn pointer(&self) -> *const sys::wkin_model {
        self.handle
    }
}
