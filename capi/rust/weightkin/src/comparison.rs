use crate::enums::{SearchDepth, Side};
use crate::error::Result;
use crate::fingerprint::Fingerprint;
use crate::items::Items;
use crate::model::Model;
use crate::progress::{ProgressCallback, Watcher};
use crate::text::{
    buffered_text, c_text, fetched, opened, optional_c_text, optional_text, pointer_or_null, zeroed,
};
use crate::values::{
    Arrangement, AskedSearch, ChangeSpectrum, ComponentRuling, ModelOpening, Operation,
    OperationNumber, Overall, RulingSettings, TensorEvidence, UnitMap, Unmatched,
};
use weightkin_sys as sys;

/// Zero is the library's default in every number.
#[derive(Default)]
pub struct CompareOptions<'a> {
    /// 0: as many as the machine has; never changes the answer.
    pub threads: u32,
    /// Family-wise level; 0: -5.
    pub log10_alpha: f64,
    /// Smaller dependence occurs between innocents; 0: 0.02.
    pub effect_floor: f64,
    /// Of the samples and permutations drawn.
    pub seed: u64,
    /// JSON, applied to both sides.
    pub component_map: Option<&'a str>,
    pub on_progress: Option<ProgressCallback<'a>>,
    /// A search may take so long; answers then depend on the machine's speed. 0: no limit.
    pub search_seconds: f64,
    /// Units whose order was searched must share more than this.
    pub searched_floor: f64,
    pub depth: Option<SearchDepth>,
    /// Of the variance that must be common for `Derived`; 0: 0.9.
    pub derived_share: f64,
    /// That a test looks at, at most, a group; 0: 256.
    pub max_units: u64,
    /// A tensor; 0: 128.
    pub max_features: u64,
}

/// The answer to "does SUBJECT descend from REFERENCE?". Independent of both.
pub struct Comparison {
    handle: *mut sys::wkin_comparison,
}

unsafe impl Send for Comparison {}
unsafe impl Sync for Comparison {}

impl Drop for Comparison {
    fn drop(&mut self) {
        unsafe { sys::wkin_comparison_close(self.handle) }
    }
}

fn run(
    options: CompareOptions<'_>,
    call: impl FnOnce(
        *const sys::wkin_compare_options,
        *mut *mut sys::wkin_comparison,
        *mut sys::wkin_error,
    ) -> sys::wkin_status,
) -> Result<Comparison> {
    let map = optional_c_text(options.component_map)?;
    let mut watcher = Watcher::new(options.on_progress);
    let raw = sys::wkin_compare_options {
        struct_size: std::mem::size_of::<sys::wkin_compare_options>(),
        threads: options.threads,
        log10_alpha: options.log10_alpha,
        effect_floor: options.effect_floor,
        seed: options.seed,
        component_map: pointer_or_null(&map),
        on_progress: watcher.function(),
        user_data: watcher.user_data(),
        search_seconds: options.search_seconds,
        searched_floor: options.searched_floor,
        depth: options
            .depth
            .map_or(sys::WKIN_DEPTH_AUTOMATIC, SearchDepth::to_raw),
        derived_share: options.derived_share,
        max_units: options.max_units,
        max_features: options.max_features,
        ..unsafe { zeroed() }
    };
    let result = opened(|out, error| call(&raw, out, error)).map(|handle| Comparison { handle });
    watcher.finish();
    result
}

/// Rules on every component of `subject` against `reference`.
pub fn compare(
    subject: &Model<'_>,
    reference: &Model<'_>,
    options: CompareOptions<'_>,
) -> Result<Comparison> {
    run(options, |raw, out, error| unsafe {
        sys::wkin_compare(subject.pointer(), reference.pointer(), raw, out, error)
    })
}

/// The same from fingerprints alone: the verdicts of [`compare`] from less evidence.
pub fn compare_fingerprints(
    subject: &Fingerprint,
    reference: &Fingerprint,
    options: CompareOptions<'_>,
) -> Result<Comparison> {
    run(options, |raw, out, error| unsafe {
        sys::wkin_compare_fingerprints(subject.pointer(), reference.pointer(), raw, out, error)
    })
}

impl Comparison {
    /// What [`Comparison::json`] wrote, of this version or an older one; `label` names it in messages.
    pub fn from_json(json: &str, label: &str) -> Result<Self> {
        crate::check_library()?;
        let label = c_text(label)?;
        opened(|out, error| unsafe {
            sys::wkin_comparison_from_json(
                json.as_ptr().cast(),
                json.len(),
                label.as_ptr(),
                out,
                error,
            )
        })
        .map(|handle| Comparison { handle })
    }

    pub fn overall(&self) -> Result<Overall> {
        fetched(|out, size, error| unsafe {
            sys::wkin_comparison_overall(self.handle, out, size, error)
        })
    }

    /// The options that the numbers depend on, as they were used.
    pub fn settings(&self) -> Result<RulingSettings> {
        fetched(|out, size, error| unsafe {
            sys::wkin_comparison_settings(self.handle, out, size, error)
        })
    }

    /// What was asked of the search; `Error::Undefined` where fingerprints were compared, and where
    /// a stored result does not tell.
    pub fn asked(&self) -> Result<AskedSearch> {
        fetched(|out, size, error| unsafe {
            sys::wkin_comparison_asked(self.handle, out, size, error)
        })
    }

    /// How the model of one side was opened; `Error::Undefined` for fingerprints and for tensors in
    /// memory, and where a stored result does not tell.
    pub fn opened(&self, side: Side) -> Result<ModelOpening> {
        fetched(|out, size, error| unsafe {
            sys::wkin_comparison_opened(self.handle, side.to_raw(), out, size, error)
        })
    }

    pub fn component(&self, index: usize) -> Result<ComponentRuling> {
        fetched(|out, size, error| unsafe {
            sys::wkin_comparison_component(self.handle, index, out, size, error)
        })
    }

    pub fn components(&self) -> Result<Items<'_, ComponentRuling>> {
        Ok(Items::new(self.overall()?.components, move |index| {
            self.component(index)
        }))
    }

    /// What remains possible for a component.
    pub fn explanations(&self, component: usize) -> Vec<String> {
        self.sentences(|index| unsafe {
            sys::wkin_comparison_explanation(self.handle, component, index)
        })
    }

    /// A pair of tensors.
    pub fn tensor(&self, index: usize) -> Result<TensorEvidence> {
        fetched(|out, size, error| unsafe {
            sys::wkin_comparison_tensor(self.handle, index, out, size, error)
        })
    }

    pub fn tensors(&self) -> Result<Items<'_, TensorEvidence>> {
        Ok(Items::new(self.overall()?.tensors, move |index| {
            self.tensor(index)
        }))
    }

    /// Tensors without a counterpart, and why.
    pub fn unmatched(&self) -> Result<Items<'_, Unmatched>> {
        Ok(Items::new(self.overall()?.unmatched, move |index| {
            fetched(|out, size, error| unsafe {
                sys::wkin_comparison_unmatched(self.handle, index, out, size, error)
            })
        }))
    }

    /// Sentences on what the comparison cannot see.
    pub fn limits(&self) -> Vec<String> {
        self.sentences(|index| unsafe { sys::wkin_comparison_limit(self.handle, index) })
    }

    /// Rearrangements that were looked for, in words.
    pub fn searched(&self) -> Vec<String> {
        self.sentences(|index| unsafe { sys::wkin_comparison_searched(self.handle, index) })
    }

    /// What was done to a component.
    pub fn operations(&self, component: usize) -> Result<Items<'_, Operation>> {
        let count = self.component(component)?.operations;
        Ok(Items::new(count, move |index| {
            self.operation(component, index)
        }))
    }

    pub fn operation(&self, component: usize, index: usize) -> Result<Operation> {
        fetched(|out, size, error| unsafe {
            sys::wkin_comparison_operation(self.handle, component, index, out, size, error)
        })
    }

    /// The measured numbers of an operation.
    pub fn operation_numbers(
        &self,
        component: usize,
        operation: usize,
    ) -> Result<Items<'_, OperationNumber>> {
        let count = self.operation(component, operation)?.numbers;
        Ok(Items::new(count, move |index| {
            fetched(|out, size, error| unsafe {
                sys::wkin_comparison_operation_number(
                    self.handle,
                    component,
                    operation,
                    index,
                    out,
                    size,
                    error,
                )
            })
        }))
    }

    /// The subject's names of the tensors an operation was seen in; none: in all.
    pub fn operation_tensors(&self, component: usize, operation: usize) -> Vec<String> {
        self.sentences(|index| unsafe {
            sys::wkin_comparison_operation_tensor(self.handle, component, operation, index)
        })
    }

    /// How a component's parts lie on the reference's; `Error::Undefined` without a rearrangement.
    pub fn arrangement(&self, component: usize) -> Result<Arrangement> {
        fetched(|out, size, error| unsafe {
            sys::wkin_comparison_arrangement(self.handle, component, out, size, error)
        })
    }

    pub fn unit_maps(&self, component: usize) -> Result<Items<'_, UnitMap>> {
        let count = self.arrangement(component)?.unit_maps;
        Ok(Items::new(count, move |index| {
            fetched(|out, size, error| unsafe {
                sys::wkin_comparison_unit_map(self.handle, component, index, out, size, error)
            })
        }))
    }

    /// What changed in one tensor that shows what was done; `Error::Undefined` where nothing changed
    /// that has a spectrum.
    pub fn spectrum(&self, component: usize) -> Result<ChangeSpectrum> {
        fetched(|out, size, error| unsafe {
            sys::wkin_comparison_spectrum(self.handle, component, out, size, error)
        })
    }

    pub fn json(&self) -> Result<String> {
        buffered_text(|out, size, needed, error| unsafe {
            sys::wkin_comparison_json(self.handle, out, size, needed, error)
        })
    }

    pub fn text(&self) -> Result<String> {
        buffered_text(|out, size, needed, error| unsafe {
            sys::wkin_comparison_text(self.handle, out, size, needed, error)
        })
    }

    pub fn svg(&self) -> Result<String> {
        buffered_text(|out, size, needed, error| unsafe {
            sys::wkin_comparison_svg(self.handle, out, size, needed, error)
        })
    }

    /// The report as one page that loads nothing.
    pub fn html(&self) -> Result<String> {
        buffered_text(|out, size, needed, error| unsafe {
            sys::wkin_comparison_html(self.handle, out, size, needed, error)
        })
    }

    fn sentences(&self, get: impl Fn(usize) -> *const std::os::raw::c_char) -> Vec<String> {
        (0..)
            .map_while(|index| unsafe { optional_text(get(index)) })
            .collect()
    }
}
