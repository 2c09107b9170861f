use crate::enums::IndexAccess;
use crate::error::Result;
use crate::fingerprint::Fingerprint;
use crate::items::Items;
use crate::progress::{ProgressCallback, Watcher};
use crate::scan::Scan;
use crate::text::{c_text, document, done, handle, opened, row, sentences, zeroed};
use crate::values::{
    ExactMatch, IndexAnswerInfo, IndexCandidateInfo, IndexEntry, IndexInfo, KeptRuling,
};
use std::ptr;
use weightkin_sys as sys;

/// How an index is opened. Zero is the library's default.
#[derive(Clone, Copy, Debug)]
pub struct IndexOptions {
    pub access: IndexAccess,
    /// Kept between queries; 0: 256 MiB.
    pub key_cache_bytes: u64,
    /// How long to wait for another writer; 0: 10 seconds.
    pub busy_milliseconds: u32,
}

impl Default for IndexOptions {
    fn default() -> Self {
        IndexOptions {
            access: IndexAccess::Read,
            key_cache_bytes: 0,
            busy_milliseconds: 0,
        }
    }
}

/// How an index is asked. Zero is the library's default.
#[derive(Default)]
pub struct QueryOptions<'a> {
    /// How many to rank; 0: 64.
    pub candidates: usize,
    /// How many to compare, per component; 0: 8.
    pub confirm: usize,
    /// For all models of the index together; 0: -5.
    pub log10_alpha: f64,
    /// 0: as many as the machine has; never changes the answer.
    pub threads: u32,
    pub on_progress: Option<ProgressCallback<'a>>,
}

/// Fingerprints, digests and rulings of many models in one database. For one thread at a time; any
/// number of handles may have one database open.
pub struct Index {
    handle: *mut sys::wkin_index,
}

unsafe impl Send for Index {}

impl Drop for Index {
    fn drop(&mut self) {
        unsafe { sys::wkin_index_close(self.handle) }
    }
}

/// What a call on an index found. Outlives the index.
pub struct IndexAnswer {
    handle: *mut sys::wkin_index_answer,
}
handle!(IndexAnswer, wkin_index_answer, wkin_index_answer_close);

fn answered(
    call: impl FnOnce(*mut *mut sys::wkin_index_answer, *mut sys::wkin_error) -> sys::wkin_status,
) -> Result<IndexAnswer> {
    opened(call).map(|handle| IndexAnswer { handle })
}

impl Index {
    /// `address` is the path of a SQLite file, or "postgresql://...".
    pub fn open(address: &str, options: IndexOptions) -> Result<Self> {
        crate::check_library()?;
        let address = c_text(address)?;
        let raw = sys::wkin_index_options {
            struct_size: std::mem::size_of::<sys::wkin_index_options>(),
            key_cache_bytes: options.key_cache_bytes,
            access: options.access.to_raw(),
            busy_milliseconds: options.busy_milliseconds,
        };
        let handle = opened(|out, error| unsafe {
            sys::wkin_index_open(address.as_ptr(), &raw, out, error)
        })?;
        Ok(Index { handle })
    }

    pub fn info(&self) -> Result<IndexInfo> {
        row!(self, wkin_index_describe)
    }

    /// The model's id, and whether it is new: the same one is there once.
    pub fn add(&self, fingerprint: &Fingerprint) -> Result<(u64, bool)> {
        let (mut id, mut added) = (0, 0);
        done(|error| unsafe {
            sys::wkin_index_add(
                self.handle,
                fingerprint.pointer(),
                &mut id,
                &mut added,
                error,
            )
        })?;
        Ok((id, added != 0))
    }

    /// All or none; as [`Index::add`] for each.
    pub fn add_many(&self, fingerprints: &[&Fingerprint]) -> Result<Vec<(u64, bool)>> {
        let prints: Vec<_> = fingerprints.iter().map(|print| print.pointer()).collect();
        let (mut ids, mut added) = (vec![0u64; prints.len()], vec![0u32; prints.len()]);
        done(|error| unsafe {
            sys::wkin_index_add_many(
                self.handle,
                prints.as_ptr(),
                prints.len(),
                ids.as_mut_ptr(),
                added.as_mut_ptr(),
                error,
            )
        })?;
        Ok(ids
            .into_iter()
            .zip(added.into_iter().map(|one| one != 0))
            .collect())
    }

    /// False when there was no such model.
    pub fn remove(&self, id: u64) -> Result<bool> {
        let mut removed = 0;
        done(|error| unsafe { sys::wkin_index_remove(self.handle, id, &mut removed, error) })?;
        Ok(removed != 0)
    }

    pub fn load(&self, id: u64) -> Result<Fingerprint> {
        opened(|out, error| unsafe { sys::wkin_index_load(self.handle, id, out, error) })
            .map(Fingerprint::owning)
    }

    /// Where the subject comes from, corrected for all models of the index.
    pub fn query(&self, subject: &Fingerprint, options: QueryOptions<'_>) -> Result<IndexAnswer> {
        let mut watcher = Watcher::new(options.on_progress);
        let raw = sys::wkin_index_query_options {
            struct_size: std::mem::size_of::<sys::wkin_index_query_options>(),
            candidates: options.candidates,
            confirm: options.confirm,
            log10_alpha: options.log10_alpha,
            threads: options.threads,
            on_progress: watcher.function(),
            user_data: watcher.user_data(),
            ..unsafe { zeroed() }
        };
        let result = answered(|out, error| unsafe {
            sys::wkin_index_query(self.handle, subject.pointer(), &raw, out, error)
        });
        watcher.finish();
        result
    }

    /// Models in the order of their ids, those after `after`.
    pub fn list(&self, after: u64, limit: usize) -> Result<IndexAnswer> {
        answered(|out, error| unsafe {
            sys::wkin_index_list(self.handle, after, limit, out, error)
        })
    }

    /// Models of which these bytes are a root, a component's root or a tensor's value digest.
    pub fn find_digest(&self, digest: &[u8; 32], limit: usize) -> Result<IndexAnswer> {
        answered(|out, error| unsafe {
            sys::wkin_index_find_digest(self.handle, digest.as_ptr(), limit, out, error)
        })
    }

    /// `problems` of its info counts what is not as it was added.
    pub fn verify(&self) -> Result<IndexAnswer> {
        answered(|out, error| unsafe { sys::wkin_index_verify(self.handle, out, error) })
    }

    /// Keeps a JSON document about two models; false when it was there.
    pub fn add_ruling(
        &self,
        subject: &[u8; 32],
        reference: &[u8; 32],
        document: &str,
    ) -> Result<bool> {
        let mut added = 0;
        done(|error| unsafe {
            sys::wkin_index_add_ruling(
                self.handle,
                subject.as_ptr(),
                reference.as_ptr(),
                document.as_ptr().cast(),
                document.len(),
                &mut added,
                error,
            )
        })?;
        Ok(added != 0)
    }

    /// Documents about one model, or about all.
    pub fn rulings(&self, model: Option<&[u8; 32]>, limit: usize) -> Result<IndexAnswer> {
        let digest = model.map_or(ptr::null(), |digest| digest.as_ptr());
        answered(|out, error| unsafe {
            sys::wkin_index_rulings(self.handle, digest, limit, out, error)
        })
    }
}

impl IndexAnswer {
    pub fn info(&self) -> Result<IndexAnswerInfo> {
        row!(self, wkin_index_answer_describe)
    }

    /// Models that have values of the subject.
    pub fn exact(&self) -> Result<Items<'_, ExactMatch>> {
        let count = self.info()?.exact;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_index_exact, index)
        }))
    }

    /// Models that were ranked, the nearest first. No evidence unless they were compared.
    pub fn candidates(&self) -> Result<Items<'_, IndexCandidateInfo>> {
        let count = self.info()?.candidates;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_index_candidate, index)
        }))
    }

    /// The models of a list.
    pub fn entries(&self) -> Result<Items<'_, IndexEntry>> {
        let count = self.info()?.entries;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_index_entry_at, index)
        }))
    }

    /// Documents that were kept.
    pub fn rulings(&self) -> Result<Items<'_, KeptRuling>> {
        let count = self.info()?.rulings;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_index_ruling_at, index)
        }))
    }

    /// What [`Index::verify`] found.
    pub fn problems(&self) -> Vec<String> {
        sentences(|index| unsafe { sys::wkin_index_problem(self.handle, index) })
    }

    /// The scan of the candidates, references being their places; `Error::Undefined` when nothing
    /// was compared.
    pub fn scan(&self) -> Result<Scan> {
        opened(|out, error| unsafe { sys::wkin_index_answer_scan(self.handle, out, error) })
            .map(Scan::owning)
    }

    /// The answer for people; `Error::Undefined` for documents that were kept.
    pub fn text(&self) -> Result<String> {
        document!(self, wkin_index_answer_text, ptr::null())
    }

    /// The whole answer by docs/schemas/index-1.json.
    pub fn json(&self) -> Result<String> {
        document!(self, wkin_index_answer_json)
    }
}
