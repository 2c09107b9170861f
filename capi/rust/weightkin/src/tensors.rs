use crate::enums::Dtype;
use crate::error::{Error, Result};
use crate::text::c_text;
use std::ffi::CString;
use std::ptr;
use weightkin_sys as sys;

/// A type that tensors may be made of.
pub trait Element: Copy + private::Plain {
    const DTYPE: Dtype;
}

mod private {
    /// Has no padding and no forbidden bit patterns to be read.
    pub trait Plain {}
}

/// A type that values are read as: every bit pattern is one of its values.
pub trait Number: Element {}

macro_rules! elements {
    ($($type:ty => $dtype:ident),*) => {$(
        impl private::Plain for $type {}
        impl Element for $type {
            const DTYPE: Dtype = Dtype::$dtype;
        }
    )*};
}
elements!(u8 => U8, i8 => I8, u16 => U16, i16 => I16, u32 => U32, i32 => I32, u64 => U64,
          i64 => I64, f32 => F32, f64 => F64, bool => Boolean);

macro_rules! numbers {
    ($($type:ty),*) => {$(impl Number for $type {})*};
}
numbers!(u8, i8, u16, i16, u32, i32, u64, i64, f32, f64);

/// A tensor in memory of yours, in host byte order. The elements are borrowed, never copied.
#[derive(Clone, Copy, Debug)]
pub struct TensorView<'a> {
    pub name: &'a str,
    pub dtype: Dtype,
    /// Slowest axis first; empty for a scalar.
    pub shape: &'a [u64],
    /// In elements, not negative; `None` for packed C order.
    pub strides: Option<&'a [i64]>,
    /// From element [0, ..., 0] on.
    pub data: &'a [u8],
}

impl<'a> TensorView<'a> {
    /// Packed elements in C order.
    pub fn of<T: Element>(name: &'a str, shape: &'a [u64], elements: &'a [T]) -> Self {
        let size = std::mem::size_of_val(elements);
        let data = unsafe { std::slice::from_raw_parts(elements.as_ptr().cast(), size) };
        TensorView {
            name,
            dtype: T::DTYPE,
            shape,
            strides: None,
            data,
        }
    }

    /// The same elements, `strides` elements apart.
    pub fn strided(self, strides: &'a [i64]) -> Self {
        TensorView {
            strides: Some(strides),
            ..self
        }
    }

    /// The library cannot know how long `data` is; here nobody reads beyond it.
    fn check(&self) -> Result<()> {
        let bad = |why: &str| Error::bad_argument(format!("tensor {:?}: {why}", self.name));
        if self.shape.len() > 64 {
            return Err(bad("more than 64 axes"));
        }
        if self
            .strides
            .map_or(false, |strides| strides.len() != self.shape.len())
        {
            return Err(bad("as many strides as axes are needed"));
        }
        let needed = self
            .needed_bytes()
            .ok_or_else(|| bad("its size has no number"))?;
        if needed > self.data.len() as u128 {
            return Err(bad(&format!(
                "{needed} bytes needed, {} there",
                self.data.len()
            )));
        }
        Ok(())
    }

    fn needed_bytes(&self) -> Option<u128> {
        if self.shape.contains(&0) {
            return Some(0);
        }
        let elements = match self.strides {
            None => self
                .shape
                .iter()
                .try_fold(1u128, |size, &axis| size.checked_mul(axis.into()))?,
            Some(strides) => {
                let mut last = 0u128;
                for (&axis, &stride) in self.shape.iter().zip(strides) {
                    let step = u128::try_from(stride)
                        .ok()?
                        .checked_mul(u128::from(axis - 1))?;
                    last = last.checked_add(step)?;
                }
                last + 1
            }
        };
        Some(elements.checked_mul(bits_of(self.dtype)?)?.checked_add(7)? / 8)
    }
}

pub(crate) fn bits_of(dtype: Dtype) -> Option<u128> {
    Some(match dtype {
        Dtype::Boolean | Dtype::U8 | Dtype::I8 => 8,
        Dtype::F8E4m3fn | Dtype::F8E5m2 | Dtype::F8E4m3fnuz | Dtype::F8E5m2fnuz | Dtype::F8E8m0 => {
            8
        }
        Dtype::U16 | Dtype::I16 | Dtype::F16 | Dtype::Bf16 => 16,
        Dtype::U32 | Dtype::I32 | Dtype::F32 | Dtype::C32 => 32,
        Dtype::U64 | Dtype::I64 | Dtype::F64 | Dtype::C64 => 64,
        Dtype::C128 => 128,
        Dtype::F6E2m3 | Dtype::F6E3m2 => 6,
        Dtype::F4E2m1 => 4,
        _ => return None,
    })
}

/// Views as C has them; the names live here.
pub(crate) struct RawViews {
    pub(crate) views: Vec<sys::wkin_tensor_view>,
    _names: Vec<CString>,
}

impl RawViews {
    pub(crate) fn new(tensors: &[TensorView<'_>]) -> Result<Self> {
        let mut views = Vec::with_capacity(tensors.len());
        let mut names = Vec::with_capacity(tensors.len());
        for tensor in tensors {
            tensor.check()?;
            let name = c_text(tensor.name)?;
            views.push(sys::wkin_tensor_view {
                name: name.as_ptr(),
                dtype: tensor.dtype.to_raw(),
                rank: tensor.shape.len() as u32,
                shape: tensor.shape.as_ptr(),
                strides: tensor
                    .strides
                    .map_or(ptr::null(), |strides| strides.as_ptr()),
                data: tensor.data.as_ptr().cast(),
            });
            names.push(name);
        }
        Ok(RawViews {
            views,
            _names: names,
        })
    }
}
