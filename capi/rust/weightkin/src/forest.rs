use crate::enums::Direction;
use crate::error::Result;
use crate::fingerprint::Fingerprint;
use crate::items::Items;
use crate::model::Model;
use crate::progress::{ProgressCallback, Watcher};
use crate::scan::{first_or_null, weight_pointers};
use crate::text::{
    document, handle, opened, optional_c_text, pointer_or_null, row, sentences, zeroed,
};
use crate::values::{
    ComponentSummary, Edge, Family, ForestComparison, ForestOverall, ManySettings, Member, Node,
    TreeMerge, TreeParent,
};
use std::ptr;
use weightkin_sys as sys;

/// What else is known about who of two models came first.
#[derive(Clone, Copy, Debug)]
pub struct KnownDirection<'a> {
    /// Places among the models.
    pub subject: usize,
    pub reference: usize,
    pub direction: Direction,
    /// Of the subject; `None`: all.
    pub component: Option<&'a str>,
    /// What proves it.
    pub reason: Option<&'a str>,
}

/// How trees are grown. Zero is the library's default in every number.
#[derive(Default)]
pub struct ForestOptions<'a> {
    /// 0: as many as the machine has; never changes the answer.
    pub threads: u32,
    /// Of all pairs and components together; 0: -5.
    pub log10_alpha: f64,
    pub effect_floor: f64,
    pub seed: u64,
    pub nearest_share: f64,
    pub separation_errors: f64,
    pub directions: &'a [KnownDirection<'a>],
    /// JSON, for comparisons of weights.
    pub component_map: Option<&'a str>,
    pub on_progress: Option<ProgressCallback<'a>>,
}

/// Trees of models, one a family of components, as far as the weights prove it. Families, nodes and
/// edges go by number; models are places among those given.
pub struct Forest {
    handle: *mut sys::wkin_forest,
}
handle!(Forest, wkin_forest, wkin_forest_close);

/// Compares all pairs of at least two models and arranges what was found. `weights` (empty, or one
/// for each fingerprint) are the models that the fingerprints were taken of, where at hand.
pub fn grow_forest(
    models: &[&Fingerprint],
    weights: &[Option<&Model<'_>>],
    options: ForestOptions<'_>,
) -> Result<Forest> {
    let map = optional_c_text(options.component_map)?;
    let held = weight_pointers(weights, models.len())?;
    let prints: Vec<_> = models.iter().map(|print| print.pointer()).collect();
    let mut texts = vec![];
    for known in options.directions {
        texts.push((
            optional_c_text(known.component)?,
            optional_c_text(known.reason)?,
        ));
    }
    let directions: Vec<_> = options
        .directions
        .iter()
        .zip(&texts)
        .map(|(known, (component, reason))| sys::wkin_known_direction {
            subject: known.subject,
            reference: known.reference,
            component: pointer_or_null(component),
            reason: pointer_or_null(reason),
            direction: known.direction.to_raw(),
            reserved: 0,
        })
        .collect();
    let mut watcher = Watcher::new(options.on_progress);
    let raw = sys::wkin_forest_options {
        struct_size: std::mem::size_of::<sys::wkin_forest_options>(),
        threads: options.threads,
        log10_alpha: options.log10_alpha,
        effect_floor: options.effect_floor,
        seed: options.seed,
        nearest_share: options.nearest_share,
        separation_errors: options.separation_errors,
        directions: first_or_null(&directions),
        direction_count: directions.len(),
        direction_size: std::mem::size_of::<sys::wkin_known_direction>(),
        component_map: pointer_or_null(&map),
        on_progress: watcher.function(),
        user_data: watcher.user_data(),
        ..unsafe { zeroed() }
    };
    let result = opened(|out, error| unsafe {
        sys::wkin_grow_forest(
            prints.as_ptr(),
            first_or_null(&held),
            prints.len(),
            &raw,
            out,
            error,
        )
    });
    watcher.finish();
    Ok(Forest { handle: result? })
}

impl Forest {
    pub fn overall(&self) -> Result<ForestOverall> {
        row!(self, wkin_forest_describe)
    }

    /// The options that the numbers depend on.
    pub fn settings(&self) -> Result<ManySettings> {
        row!(self, wkin_forest_settings)
    }

    pub fn family(&self, index: usize) -> Result<Family> {
        row!(self, wkin_forest_family, index)
    }

    pub fn families(&self) -> Result<Items<'_, Family>> {
        let count = self.overall()?.families;
        Ok(Items::new(count, move |index| self.family(index)))
    }

    pub fn node(&self, family: usize, index: usize) -> Result<Node> {
        row!(self, wkin_forest_node, family, index)
    }

    pub fn nodes(&self, family: usize) -> Result<Items<'_, Node>> {
        let count = self.family(family)?.nodes;
        Ok(Items::new(count, move |index| self.node(family, index)))
    }

    /// Whose weights lie at a node; none: an unknown point.
    pub fn members(&self, family: usize, node: usize) -> Result<Items<'_, Member>> {
        let count = self.node(family, node)?.members;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_forest_member, family, node, index)
        }))
    }

    /// Found related, but with too little in common to be placed.
    pub fn unplaced(&self, family: usize) -> Result<Items<'_, Member>> {
        let count = self.family(family)?.unplaced;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_forest_unplaced, family, index)
        }))
    }

    pub fn edges(&self, family: usize) -> Result<Items<'_, Edge>> {
        let count = self.family(family)?.edges;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_forest_edge, family, index)
        }))
    }

    /// The ruling between the ends of an edge; `Undefined` when it has none.
    pub fn finding(&self, family: usize, edge: usize) -> Result<ComponentSummary> {
        row!(self, wkin_forest_finding, family, edge)
    }

    pub fn merge(&self, family: usize, index: usize) -> Result<TreeMerge> {
        row!(self, wkin_forest_merge, family, index)
    }

    pub fn merges(&self, family: usize) -> Result<Items<'_, TreeMerge>> {
        let count = self.family(family)?.merges;
        Ok(Items::new(count, move |index| self.merge(family, index)))
    }

    pub fn parents(&self, family: usize, merge: usize) -> Result<Items<'_, TreeParent>> {
        let count = self.merge(family, merge)?.parents;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_forest_parent, family, merge, index)
        }))
    }

    /// The comparison of two of the models.
    pub fn pair(&self, index: usize) -> Result<ForestComparison> {
        row!(self, wkin_forest_pair, index)
    }

    pub fn pairs(&self) -> Result<Items<'_, ForestComparison>> {
        let count = self.overall()?.pairs;
        Ok(Items::new(count, move |index| self.pair(index)))
    }

    pub fn pair_components(&self, pair: usize) -> Result<Items<'_, ComponentSummary>> {
        let count = self.pair(pair)?.components;
        Ok(Items::new(count, move |index| {
            row!(self, wkin_forest_pair_component, pair, index)
        }))
    }

    pub fn notes(&self, family: usize) -> Vec<String> {
        sentences(|index| unsafe { sys::wkin_forest_note(self.handle, family, index) })
    }

    /// Sentences on what the forest cannot see.
    pub fn limits(&self) -> Vec<String> {
        sentences(|index| unsafe { sys::wkin_forest_limit(self.handle, index) })
    }

    /// A drawing for people.
    pub fn text(&self) -> Result<String> {
        document!(self, wkin_forest_text, ptr::null())
    }

    /// By docs/schemas/forest-1.json.
    pub fn json(&self) -> Result<String> {
        document!(self, wkin_forest_json)
    }

    /// Extended Newick.
    pub fn newick(&self) -> Result<String> {
        document!(self, wkin_forest_newick)
    }

    pub fn svg(&self) -> Result<String> {
        document!(self, wkin_forest_svg)
    }
}
