use crate::error::{Error, Result};
use crate::fingerprint::Fingerprint;
use crate::items::Items;
use crate::model::Model;
use crate::progress::{ProgressCallback, Watcher};
use crate::text::{
    document, fetched, handle, opened, optional_c_text, pointer_or_null, row, sentences, zeroed,
};
use crate::values::{
    Affinity, Candidate, ComponentSummary, ManySettings, Origin, ScanOverall, Separation,
};
use std::ptr;
use weightkin_sys as sys;

/// How references are scanned. Zero is the library's default in every number.
#[derive(Default)]
pub struct ScanOptions<'a> {
    /// 0: as many as the machine has; never changes the answer.
    pub threads: u32,
    /// Of all references and components together; 0: -5.
    pub log10_alpha: f64,
    pub effect_floor: f64,
    pub seed: u64,
    /// References compared in full, per component; 0: 8.
    pub confirm: u64,
    /// What the nearest may lack, at most; 0: 0.25.
    pub nearest_share: f64,
    /// Standard errors that a separation needs; 0: 5.
    pub separation_errors: f64,
    /// JSON, for comparisons of weights.
    pub component_map: Option<&'a str>,
    pub on_progress: Option<ProgressCallback<'a>>,
}

/// Which of many references a model descends from; needs no model. Lists of references hold their
/// places among those given.
pub struct Scan {
    handle: *mut sys::wkin_scan,
}
handle!(Scan, wkin_scan, wkin_scan_close);

/// Pointers to models for C: none, or one for each fingerprint.
pub(crate) fn weight_pointers(
    weights: &[Option<&Model<'_>>],
    count: usize,
) -> Result<Vec<*const sys::wkin_model>> {
    if !weights.is_empty() && weights.len() != count {
        return Err(Error::bad_argument(format!(
            "{} models for {count} fingerprints",
            weights.len()
        )));
    }
    Ok(weights
        .iter()
        .map(|model| model.map_or(ptr::null(), |model| model.pointer()))
        .collect())
}

pub(crate) fn first_or_null<T>(list: &[T]) -> *const T {
    list.first().map_or(ptr::null(), |first| first)
}

/// Ranks references by how much they resemble the subject, compares the nearest in full and says of
/// each component where it comes from. `weights` and `reference_weights` (empty, or one for each
/// reference) are the models that the fingerprints were taken of, where they are at hand.
pub fn find_ancestors(
    subject: &Fingerprint,
    weights: Option<&Model<'_>>,
    references: &[&Fingerprint],
    reference_weights: &[Option<&Model<'_>>],
    options: ScanOptions<'_>,
) -> Result<Scan> {
    let map = optional_c_text(options.component_map)?;
    let models = weight_pointers(reference_weights, references.len())?;
    let prints: Vec<_> = references.iter().map(|print| print.pointer()).collect();
    let mut watcher = Watcher::new(options.on_progress);
    let raw = sys::wkin_scan_options {
        struct_size: std::mem::size_of::<sys::wkin_scan_options>(),
        threads: options.threads,
        log10_alpha: options.log10_alpha,
        effect_floor: options.effect_floor,
        seed: options.seed,
        confirm: options.confirm,
        nearest_share: options.nearest_share,
        separation_errors: options.separation_errors,
        component_map: pointer_or_null(&map),
        on_progress: watcher.function(),
        user_data: watcher.user_data(),
        ..unsafe { zeroed() }
    };
    let result = opened(|out, error| unsafe {
        sys::wkin_find_ancestors(
            subject.pointer(),
            weights.map_or(ptr::null(), |model| model.pointer()),
            prints.as_ptr(),
            first_or_null(&models),
            prints.len(),
            &raw,
            out,
            error,
        )
    });
    watcher.finish();
    Ok(Scan { handle: result? })
}

/// In which ways two fingerprints resemble each other. Not evidence of descent.
pub fn affinity(subject: &Fingerprint, reference: &Fingerprint) -> Result<Affinity> {
    fetched(|out, size, error| unsafe {
        sys::wkin_fingerprint_affinity(subject.pointer(), reference.pointer(), out, size, error)
    })
}

impl Scan {
    pub(crate) fn owning(handle: *mut sys::wkin_scan) -> Self {
        Scan { handle }
    }

    /// The options that the numbers depend on.
    pub fn settings(&self) -> Result<ManySettings> {
        row!(self, wkin_scan_settings)
    }

    pub fn overall(&self) -> Result<ScanOverall> {
        row!(self, wkin_scan_describe)
    }

    /// Where one component of the subject comes from.
    pub fn origin(&self, index: usize) -> Result<Origin> {
        row!(self, wkin_scan_origin, index)
    }

    pub fn origins(&self) -> Result<Items<'_, Origin>> {
        let count = self.overall()?.origins;
        Ok(Items::new(count, move |index| self.origin(index)))
    }

    /// A reference; the nearest is the first.
    pub fn candidate(&self, index: usize) -> Result<Candidate> {
        row!(self, wkin_scan_candidate, index)
    }

    pub fn candidates(&self) -> Result<Items<'_, Candidate>> {
        let count = self.overall()?.candidates;
        Ok(Items::new(count, move |index| self.candidate(index)))
    }

    /// How a candidate resembles the subject.
    pub fn affinity(&self, candidate: usize) -> Result<Affinity> {
        row!(self, wkin_scan_affinity, candidate)
    }

    /// The rulings on the subject's components against one candidate.
    pub fn components(&self, candidate: usize) -> Result<Items<'_, ComponentSummary>> {
        let count = self.candidate(candidate)?.components;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_scan_candidate_component, candidate, index)
        }))
    }

    /// Why one of two found references was called nearer, or neither was.
    pub fn separations(&self, origin: usize) -> Result<Items<'_, Separation>> {
        let count = self.origin(origin)?.separations;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_scan_separation, origin, index)
        }))
    }

    /// Sentences on what the scan cannot see.
    pub fn limits(&self) -> Vec<String> {
        sentences(|index| unsafe { sys::wkin_scan_limit(self.handle, index) })
    }

    /// The report for people.
    pub fn text(&self) -> Result<String> {
        document!(self, wkin_scan_text, ptr::null())
    }

    /// The report by docs/schemas/scan-1.json.
    pub fn json(&self) -> Result<String> {
        document!(self, wkin_scan_json)
    }
}
