//! Names of series and rows.

use crate::engine::query::Dimension;
use crate::engine::result::GroupKey;
use crate::session::Status;
use crate::session::project::Project;
use crate::session::release::short;
use std::collections::HashMap;

/// How the values of a group's key are written.
pub(super) struct Names<'a> {
    projects: &'a [Project],
    /// Short versions of the releases shown; those that two of them share are left out.
    short: HashMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    /// Names as the wire has them, but for projects, which go by their slugs.
    pub(super) fn full(projects: &'a [Project]) -> Self {
        Self {
            projects,
            short: HashMap::new(),
        }
    }

    /// Likewise, with short versions for `releases`, as far as they stay different.
    pub(super) fn short(projects: &'a [Project], releases: impl Iterator<Item = &'a str>) -> Self {
        let mut versions: HashMap<&str, Vec<&str>> = HashMap::new();
        for release in releases {
            let same = versions.entry(short(release)).or_default();
            if !same.contains(&release) {
                same.push(release);
            }
        }
        let alone = versions
            .into_iter()
            .filter(|(_, releases)| releases.len() == 1);
        Self {
            projects,
            short: alone
                .map(|(short, releases)| (releases[0], short))
                .collect(),
        }
    }

    /// A release's name.
    pub(super) fn release(&self, version: &str) -> String {
        self.short
            .get(version)
            .copied()
            .unwrap_or(version)
            .to_owned()
    }

    /// The values of `key` (and `status`) in the order of `by`.
    pub(super) fn key(
        &self,
        by: &[Dimension],
        key: &GroupKey,
        status: Option<Status>,
    ) -> Vec<String> {
        by.iter()
            .map(|dimension| self.value(*dimension, key, status))
            .collect()
    }

    fn value(&self, dimension: Dimension, key: &GroupKey, status: Option<Status>) -> String {
        match dimension {
            Dimension::Project => {
                let id = key.project.unwrap_or_default();
                let known = self.projects.iter().find(|p| p.id == id);
                known.map_or_else(|| id.to_string(), |p| p.slug.clone())
            }
            Dimension::Release => self.release(key.release.as_deref().unwrap_or_default()),
            Dimension::Environment => match key.environment.as_deref() {
                None | Some("") => "(none)".to_owned(),
                Some(name) => name.to_owned(),
            },
            Dimension::Status => status.map(|s| s.name().to_owned()).unwrap_or_default(),
        }
    }
}

/// Makes the names different by counting up the later ones of equal ones.
pub(super) fn make_unique<'a>(names: impl Iterator<Item = &'a mut String>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for name in names {
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            *name = format!("{name} ({times})");
        }
    }
}
