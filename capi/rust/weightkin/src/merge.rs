use crate::enums::SearchDepth;
use crate::error::Result;
use crate::items::Items;
use crate::model::Model;
use crate::progress::{ProgressCallback, Watcher};
use crate::text::{fetched, opened, owned_text, zeroed};
use crate::values::{LayerMixture, Mixture, ParentShare};
use std::ptr;
use weightkin_sys as sys;

/// Zero is the library's default in every number.
#[derive(Default)]
pub struct MergeOptions<'a> {
    pub threads: u32,
    /// Decades a reference must gain to count as a parent; 0: 3.
    pub least_margin: f64,
    /// Share of the change above which no mixture is claimed; 0: 0.5.
    pub most_unexplained: f64,
    /// Longer, the searches for references in another order do not take together; answers then
    /// depend on the machine's speed, and `search_missing` says where that was too short. 0: no
    /// limit.
    pub search_seconds: f64,
    pub depth: Option<SearchDepth>,
    pub on_progress: Option<ProgressCallback<'a>>,
}

/// How a model is composed of others, component by component. Independent of the models.
pub struct Merge {
    handle: *mut sys::wkin_merge,
}

unsafe impl Send for Merge {}
unsafe impl Sync for Merge {}

impl Drop for Merge {
    fn drop(&mut self) {
        unsafe { sys::wkin_merge_close(self.handle) }
    }
}

/// How `subject` is composed of `references`: two to eight, or one with a `base`, which is what
/// they were trained from.
pub fn explain_merge(
    subject: &Model<'_>,
    references: &[&Model<'_>],
    base: Option<&Model<'_>>,
    options: MergeOptions<'_>,
) -> Result<Merge> {
    let mut watcher = Watcher::new(options.on_progress);
    let raw = sys::wkin_merge_options {
        struct_size: std::mem::size_of::<sys::wkin_merge_options>(),
        threads: options.threads,
        least_margin: options.least_margin,
        most_unexplained: options.most_unexplained,
        search_seconds: options.search_seconds,
        depth: options
            .depth
            .map_or(sys::WKIN_DEPTH_AUTOMATIC, SearchDepth::to_raw),
        on_progress: watcher.function(),
        user_data: watcher.user_data(),
        ..unsafe { zeroed() }
    };
    let pointers: Vec<_> = references.iter().map(|model| model.pointer()).collect();
    let base = base.map_or(ptr::null(), |model| model.pointer());
    let result = opened(|out, error| unsafe {
        sys::wkin_explain_merge(
            subject.pointer(),
            pointers.as_ptr(),
            pointers.len(),
            base,
            &raw,
            out,
            error,
        )
    });
    watcher.finish();
    Ok(Merge { handle: result? })
}

impl Merge {
    /// Of the component with most compared values.
    pub fn sentence(&self) -> String {
        unsafe { owned_text(sys::wkin_merge_sentence(self.handle)) }
    }

    pub fn component_count(&self) -> usize {
        unsafe { sys::wkin_merge_component_count(self.handle) }
    }

    pub fn component(&self, index: usize) -> Result<Mixture> {
        fetched(|out, size, error| unsafe {
            sys::wkin_merge_component(self.handle, index, out, size, error)
        })
    }

    pub fn components(&self) -> Items<'_, Mixture> {
        Items::new(self.component_count(), move |index| self.component(index))
    }

    /// The shares of the references in one component, in the order given.
    pub fn shares(&self, component: usize) -> Result<Items<'_, ParentShare>> {
        Ok(Items::new(
            self.component(component)?.references,
            move |reference| {
                fetched(|out, size, error| unsafe {
                    sys::wkin_merge_share(self.handle, component, reference, out, size, error)
                })
            },
        ))
    }

    pub fn layer(&self, component: usize, index: usize) -> Result<LayerMixture> {
        fetched(|out, size, error| unsafe {
            sys::wkin_merge_layer(self.handle, component, index, out, size, error)
        })
    }

    pub fn layers(&self, component: usize) -> Result<Items<'_, LayerMixture>> {
        let count = self.component(component)?.layers;
        Ok(Items::new(count, move |index| self.layer(component, index)))
    }

    pub fn layer_shares(&self, component: usize, layer: usize) -> Result<Items<'_, ParentShare>> {
        Ok(Items::new(
            self.layer(component, layer)?.references,
            move |reference| {
                fetched(|out, size, error| unsafe {
                    sys::wkin_merge_layer_share(
                        self.handle,
                        component,
                        layer,
                        reference,
                        out,
                        size,
                        error,
                    )
                })
            },
        ))
    }
}
