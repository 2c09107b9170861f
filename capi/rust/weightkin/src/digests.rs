use crate::enums::ManifestHash;
use crate::error::Result;
use crate::items::Items;
use crate::model::Model;
use crate::progress::{ProgressCallback, Watcher};
use crate::text::{
    buffered_text, c_path, c_text, document, handle, opened, optional_c_text, pointer_or_null, row,
    zeroed,
};
use crate::values::{
    ComponentHash, FileDifference, HashRoots, ManifestFile, ManifestInfo, TensorHash,
};
use std::path::Path;
use weightkin_sys as sys;

/// How a model is hashed.
#[derive(Default)]
pub struct HashOptions<'a> {
    /// JSON.
    pub component_map: Option<&'a str>,
    /// 0: as many as the machine has; never changes a bit.
    pub threads: u32,
    /// In bytes.
    pub on_progress: Option<ProgressCallback<'a>>,
}

/// Digests of all tensors of a model and the roots over them: those of its fingerprint.
pub struct Hashes {
    handle: *mut sys::wkin_hash,
}
handle!(Hashes, wkin_hash, wkin_hash_close);

impl Hashes {
    /// Reads every tensor of `model` once.
    pub fn take(model: &Model<'_>, options: HashOptions<'_>) -> Result<Self> {
        let map = optional_c_text(options.component_map)?;
        let mut watcher = Watcher::new(options.on_progress);
        let raw = sys::wkin_hash_options {
            struct_size: std::mem::size_of::<sys::wkin_hash_options>(),
            component_map: pointer_or_null(&map),
            threads: options.threads,
            on_progress: watcher.function(),
            user_data: watcher.user_data(),
            ..unsafe { zeroed() }
        };
        let result =
            opened(|out, error| unsafe { sys::wkin_hash_take(model.pointer(), &raw, out, error) });
        watcher.finish();
        Ok(Hashes { handle: result? })
    }

    /// Equal roots mean equal values.
    pub fn roots(&self) -> Result<HashRoots> {
        row!(self, wkin_hash_describe)
    }

    pub fn tensor(&self, index: usize) -> Result<TensorHash> {
        row!(self, wkin_hash_tensor, index)
    }

    pub fn tensors(&self) -> Result<Items<'_, TensorHash>> {
        let count = self.roots()?.tensors;
        Ok(Items::new(count, move |index| self.tensor(index)))
    }

    pub fn component(&self, index: usize) -> Result<ComponentHash> {
        row!(self, wkin_hash_component, index)
    }

    pub fn components(&self) -> Result<Items<'_, ComponentHash>> {
        let count = self.roots()?.components;
        Ok(Items::new(count, move |index| self.component(index)))
    }

    pub fn text(&self) -> Result<String> {
        document!(self, wkin_hash_text)
    }

    pub fn json(&self) -> Result<String> {
        document!(self, wkin_hash_json)
    }
}

/// How the files of a model are hashed.
pub struct ManifestOptions<'a> {
    pub algorithm: ManifestHash,
    /// Links to files are read; else they are `Unsupported`.
    pub follow_links: bool,
    /// Paths relative to the model.
    pub ignored: &'a [&'a str],
    /// 0: as many as the machine has.
    pub threads: u32,
    /// In bytes.
    pub on_progress: Option<ProgressCallback<'a>>,
}

impl Default for ManifestOptions<'_> {
    fn default() -> Self {
        ManifestOptions {
            algorithm: ManifestHash::Sha256,
            follow_links: false,
            ignored: &[],
            threads: 0,
            on_progress: None,
        }
    }
}

/// The files of a model and their digests, as signatures of models name them (OMS 1.0).
pub struct Manifest {
    handle: *mut sys::wkin_manifest,
}
handle!(Manifest, wkin_manifest, wkin_manifest_close);

impl Manifest {
    /// Hashes the files of a model, which is a folder or one file.
    pub fn make(path: impl AsRef<Path>, options: ManifestOptions<'_>) -> Result<Self> {
        crate::check_library()?;
        let path = c_path(path.as_ref())?;
        let ignored = options
            .ignored
            .iter()
            .map(|name| c_text(name))
            .collect::<Result<Vec<_>>>()?;
        let pointers: Vec<_> = ignored.iter().map(|name| name.as_ptr()).collect();
        let mut watcher = Watcher::new(options.on_progress);
        let raw = sys::wkin_manifest_options {
            struct_size: std::mem::size_of::<sys::wkin_manifest_options>(),
            algorithm: options.algorithm.to_raw(),
            follow_links: options.follow_links.into(),
            ignored: pointers.as_ptr(),
            ignored_count: pointers.len(),
            threads: options.threads,
            on_progress: watcher.function(),
            user_data: watcher.user_data(),
            ..unsafe { zeroed() }
        };
        let result = opened(|out, error| unsafe {
            sys::wkin_manifest_make(path.as_ptr(), &raw, out, error)
        });
        watcher.finish();
        Ok(Manifest { handle: result? })
    }

    /// Reads what [`Manifest::json`] wrote, or another implementation; `label` names it in messages.
    pub fn from_json(json: &str, label: &str) -> Result<Self> {
        crate::check_library()?;
        let label = c_text(label)?;
        let handle = opened(|out, error| unsafe {
            sys::wkin_manifest_from_json(
                json.as_ptr().cast(),
                json.len(),
                label.as_ptr(),
                out,
                error,
            )
        })?;
        Ok(Manifest { handle })
    }

    pub fn info(&self) -> Result<ManifestInfo> {
        row!(self, wkin_manifest_describe)
    }

    pub fn file(&self, index: usize) -> Result<ManifestFile> {
        row!(self, wkin_manifest_file_at, index)
    }

    pub fn files(&self) -> Result<Items<'_, ManifestFile>> {
        let count = self.info()?.files;
        Ok(Items::new(count, move |index| self.file(index)))
    }

    /// The statement that is signed, unsigned.
    pub fn json(&self) -> Result<String> {
        document!(self, wkin_manifest_json)
    }

    /// In how many places `found` is not what this one says, and where, as JSON.
    pub fn compare(&self, found: &Manifest) -> Result<(usize, String)> {
        let differences = std::cell::Cell::new(0);
        let report = buffered_text(|out, size, needed, error| unsafe {
            sys::wkin_manifest_compare(
                self.handle,
                found.handle,
                differences.as_ptr(),
                out,
                size,
                needed,
                error,
            )
        })?;
        Ok((differences.get(), report))
    }

    /// The files of `found` that are not as this one says.
    pub fn differences(&self, found: &Manifest) -> Result<Vec<FileDifference>> {
        (0..self.compare(found)?.0)
            .map(|index| row!(self, wkin_manifest_difference, found.handle, index))
            .collect()
    }
}
