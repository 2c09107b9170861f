use crate::error::Result;
use crate::items::Items;
use crate::model::Model;
use crate::source::Beside;
use crate::text::{buffered_text, fetched, opened, optional_c_text, pointer_or_null, zeroed};
use crate::values::{ComponentInfo, InventoryEntry};
use std::marker::PhantomData;
use std::sync::Arc;
use weightkin_sys as sys;

#[derive(Clone, Copy, Debug, Default)]
pub struct InventoryOptions<'a> {
    /// JSON; `None`: the built-in rules alone.
    pub component_map: Option<&'a str>,
    /// 0: as many as the machine has; never changes the answer.
    pub threads: u32,
}

/// What a model consists of: components, and what each tensor is. Keeps its model alive.
pub struct Inventory<'a> {
    pub(crate) handle: *mut sys::wkin_inventory,
    tensors: usize,
    _beside: Option<Arc<Beside>>,
    borrowed: PhantomData<&'a [u8]>,
}

unsafe impl Send for Inventory<'_> {}
unsafe impl Sync for Inventory<'_> {}

impl Drop for Inventory<'_> {
    fn drop(&mut self) {
        unsafe { sys::wkin_inventory_close(self.handle) }
    }
}

impl<'a> Inventory<'a> {
    /// Finds out what every tensor is, from names, shapes, types and a bounded look at values.
    pub fn take(model: &Model<'a>, options: InventoryOptions<'_>) -> Result<Self> {
        let map = optional_c_text(options.component_map)?;
        let raw = sys::wkin_inventory_options {
            struct_size: std::mem::size_of::<sys::wkin_inventory_options>(),
            component_map: pointer_or_null(&map),
            threads: options.threads,
            ..unsafe { zeroed() }
        };
        let handle = opened(|out, error| unsafe {
            sys::wkin_inventory_take(model.pointer(), &raw, out, error)
        })?;
        let tensors = model.tensor_count();
        Ok(Inventory {
            handle,
            tensors,
            _beside: model.beside.clone(),
            borrowed: PhantomData,
        })
    }

    pub fn component_count(&self) -> usize {
        unsafe { sys::wkin_inventory_component_count(self.handle) }
    }

    pub fn component(&self, index: usize) -> Result<ComponentInfo> {
        fetched(|out, size, error| unsafe {
            sys::wkin_inventory_component(self.handle, index, out, size, error)
        })
    }

    pub fn components(&self) -> Items<'_, ComponentInfo> {
        Items::new(self.component_count(), move |index| self.component(index))
    }

    /// What a tensor of the model is.
    pub fn tensor(&self, index: usize) -> Result<InventoryEntry> {
        fetched(|out, size, error| unsafe {
            sys::wkin_inventory_tensor(self.handle, index, out, size, error)
        })
    }

    pub fn tensors(&self) -> Items<'_, InventoryEntry> {
        Items::new(self.tensors, move |index| self.tensor(index))
    }

    pub fn json(&self) -> Result<String> {
        buffered_text(|out, size, needed, error| unsafe {
            sys::wkin_inventory_json(self.handle, out, size, needed, error)
        })
    }

    pub fn text(&self) -> Result<String> {
        buffered_text(|out, size, needed, error| unsafe {
            sys::wkin_inventory_text(self.handle, out, size, needed, error)
        })
    }
}
