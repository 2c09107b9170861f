use crate::enums::{Access, Dtype};
use crate::error::{failure, new_error, Result};
use crate::items::Items;
use crate::progress::{ProgressCallback, Watcher};
use crate::source::{open_beside, raw_source, Beside, Source};
use crate::tensors::{Number, RawViews, TensorView};
use crate::text::{
    buffered, c_path, c_text, done, fetched, opened, optional_text, owned_text, zeroed,
};
use crate::values::{EncodingPart, TensorEncoding, TensorInfo, WriteSummary};
use std::marker::PhantomData;
use std::path::Path;
use std::ptr;
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

/// An open checkpoint, or tensors in memory of yours, which it borrows for `'a`: neither the model
/// nor what it lends outlives that.
///
/// ```compile_fail,E0597
/// # use weightkin::Model;
/// let model = {
///     let bytes = std::fs::read("mine.safetensors").unwrap();
///     Model::open_memory(&bytes, "mine", Default::default()).unwrap()
/// };
/// model.name();
/// ```
///
/// ```compile_fail,E0505
/// # use weightkin::Model;
/// let model = Model::open("mine.safetensors").unwrap();
/// let elements: &[f32] = model.slice(0).unwrap().unwrap();
/// drop(model);
/// println!("{}", elements[0]);
/// ```
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

    /// Elements [first, first + count) of a tensor in C order, packed in its own type; 4- and 6-bit
    /// elements take a whole byte.
    pub fn read_packed(&self, index: usize, first: u64, count: u64) -> Result<Vec<u8>> {
        buffered(|out: *mut u8, size, needed, error| unsafe {
            sys::wkin_model_read(
                self.handle,
                index,
                first,
                count,
                sys::WKIN_DTYPE_NONE,
                out.cast(),
                size,
                needed,
                error,
            )
        })
    }

    /// The same as numbers: `f32` or `f64`, to the nearest; quantised tensors give the values they
    /// stand for.
    pub fn read<T: Number>(&self, index: usize, first: u64, count: u64) -> Result<Vec<T>> {
        let length = usize::try_from(count).unwrap_or(usize::MAX);
        let bytes = length.saturating_mul(std::mem::size_of::<T>());
        let mut needed = 0;
        let mut call = |out: *mut T, size| {
            done(|error| unsafe {
                sys::wkin_model_read(
                    self.handle,
                    index,
                    first,
                    count,
                    T::DTYPE.to_raw(),
                    out.cast(),
                    size,
                    &mut needed,
                    error,
                )
            })
        };
        // Asks first: a count that the tensor has not would be too much memory.
        call(ptr::null_mut(), 0)?;
        let mut values = Vec::with_capacity(length);
        call(values.as_mut_ptr(), bytes)?;
        unsafe { values.set_len(length) };
        Ok(values)
    }

    /// The elements where they lie, if they lie in memory: packed, aligned, and of type `T`. A file
    /// that was mapped must not change meanwhile.
    pub fn slice<T: Number>(&self, index: usize) -> Result<Option<&[T]>> {
        let info = self.tensor(index)?;
        let mut error = new_error();
        let mut memory: sys::wkin_tensor_memory = unsafe { zeroed() };
        let size = std::mem::size_of_val(&memory);
        let status =
            unsafe { sys::wkin_model_memory(self.handle, index, &mut memory, size, &mut error) };
        if status == sys::WKIN_UNDEFINED {
            return Ok(None);
        }
        if status != sys::WKIN_OK {
            return Err(failure(status, &error));
        }
        let first: *const T = memory.data.cast();
        let lies_so = memory.strides.is_null()
            && info.dtype == T::DTYPE
            && !first.is_null()
            && first as usize % std::mem::align_of::<T>() == 0;
        Ok(lies_so.then(|| unsafe { std::slice::from_raw_parts(first, info.elements as usize) }))
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
