//! Which group the rows of each combo belong to, and which combos a filter lets through.

use super::query::{Dimension, Filter};
use super::result::GroupKey;
use super::store::Store;
use rustc_hash::FxHashMap;

/// A [`GroupKey`] in the store's numbers.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Key {
    project: Option<u64>,
    release: Option<u32>,
    environment: Option<u32>,
}

/// Groups, and a table from combo to group.
pub(super) struct Grouping {
    pub keys: Vec<Key>,
    /// By combo. Combos of no group lead to one number more than there are groups.
    pub group_of: Vec<u32>,
}

impl Grouping {
    /// Groups by `dimensions` (status is none of them); with `only`, just these groups, in this order.
    pub fn new(store: &Store, dimensions: &[Dimension], only: Option<Vec<Key>>) -> Self {
        let by = |dimension| dimensions.contains(&dimension);
        let (project, release, environment) = (
            by(Dimension::Project),
            by(Dimension::Release),
            by(Dimension::Environment),
        );
        let open = only.is_none();
        let mut keys = only.unwrap_or_default();
        if !(project || release || environment) {
            keys = vec![Key::default()];
        }
        let mut numbers: FxHashMap<Key, u32> = keys.iter().copied().zip(0..).collect();
        let mut group_of = Vec::with_capacity(store.combos.len());
        for combo in &store.combos {
            let key = Key {
                project: project.then_some(combo.project),
                release: release.then_some(combo.release),
                environment: environment.then_some(combo.environment),
            };
            if open && !numbers.contains_key(&key) {
                numbers.insert(key, keys.len() as u32);
                keys.push(key);
            }
            group_of.push(numbers.get(&key).copied().unwrap_or(keys.len() as u32));
        }
        Self { keys, group_of }
    }

    /// Whether everything is in one group, which exists even when it is empty.
    pub fn is_whole(&self) -> bool {
        matches!(self.keys[..], [only] if only == Key::default())
    }

    /// The key of a group in words.
    pub fn key(&self, store: &Store, group: usize) -> GroupKey {
        let Key {
            project,
            release,
            environment,
        } = self.keys[group];
        GroupKey {
            project,
            release: release.map(|n| store.releases[n as usize].clone()),
            environment: environment.map(|n| store.environments[n as usize].clone()),
        }
    }
}

/// Whether the rows of each combo meet the conditions on project, environment and release.
pub(super) fn allowed(store: &Store, filter: &Filter) -> Vec<bool> {
    let releases: Vec<bool> = store
        .releases
        .iter()
        .map(|name| filter.releases.iter().all(|c| c.allows(name)))
        .collect();
    let environments: Vec<bool> = store
        .environments
        .iter()
        .map(|name| filter.environments.iter().all(|c| c.allows(name)))
        .collect();
    let combos = store.combos.iter().map(|combo| {
        releases[combo.release as usize]
            && environments[combo.environment as usize]
            && filter.projects.iter().all(|c| c.allows(&combo.project))
    });
    combos.collect()
}
