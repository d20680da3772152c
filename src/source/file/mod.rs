//! Files that a person dropped or chose: JSON lines, a JSON array or Sentry envelopes, packed or not. They are read in
//! this page, go through the same engine as any other sessions, and never leave the machine.

mod envelopes;
mod reader;
mod values;

pub use reader::FileReader;

use super::transport::{Body, Broken, Slices, Transport};
use super::*;
use crate::engine::execute::answer;
use crate::engine::field::{Field, Subject};
use crate::engine::ingest::Ingest;
use crate::engine::query::Dimension;
use crate::engine::store::{Store, StoreBuild};
use futures_util::StreamExt;
use futures_util::lock::Mutex;
use std::cell::RefCell;

/// Bytes read between two looks at the clock.
const SIP: usize = 128 << 10;
/// Rows sorted in between two looks at the clock.
const BUILD_STEP: usize = 10_000;

/// A file that can be read as often as wanted.
pub trait FileBytes {
    /// Its name, without a path.
    fn name(&self) -> String;

    /// Its size on disk.
    fn size(&self) -> u64;

    /// Its bytes, unpacked; and whether they were packed.
    fn open(&self) -> LocalBoxFuture<'_, Result<(Body, bool), Broken>>;
}

/// Files, in the order they were given.
pub type Files = Rc<[Rc<dyn FileBytes>]>;

/// Sessions out of files.
pub struct FileSource<T> {
    transport: T,
    files: Files,
    read: Mutex<()>,
    state: RefCell<Option<(Store, LoadReport)>>,
}

impl<T: Transport> FileSource<T> {
    /// Nothing is read yet.
    pub fn new(transport: T, files: Files) -> Self {
        Self {
            transport,
            files,
            read: Mutex::default(),
            state: RefCell::default(),
        }
    }

    async fn read_all(&self, progress: &dyn Fn(Progress)) -> Result<LoadReport, SourceError> {
        let _turn = self.read.lock().await;
        if let Some((_, report)) = &*self.state.borrow() {
            return Ok(report.clone());
        }
        let mut ingest = Ingest::new();
        let mut so_far = Progress {
            bytes_expected: Some(self.files.iter().map(|f| f.size()).sum()),
            ..Progress::default()
        };
        let mut broken = None;
        for file in self.files.iter() {
            if self
                .read_one(&**file, &mut ingest, &mut so_far, progress)
                .await
                .is_err()
            {
                broken.get_or_insert_with(|| file.name());
            }
        }
        let rows = ingest.rows();
        if rows == 0 {
            return Err(SourceError::NoSessionsInFile {
                name: broken.unwrap_or_else(|| self.name()),
                reason: ingest
                    .skipped_reasons()
                    .first()
                    .map(|(_, reason)| reason.clone()),
            });
        }
        let report = LoadReport {
            server_time: None,
            rows,
            skipped: ingest.skipped(),
            skipped_reasons: ingest.skipped_reasons().to_vec(),
            partial: broken.map(|_| SourceError::Truncated { rows }),
        };
        let mut build = StoreBuild::new(Store::empty(), ingest);
        let mut slices = Slices::begin(&self.transport);
        while !build.step(BUILD_STEP) {
            slices.breathe().await;
        }
        *self.state.borrow_mut() = Some((build.finish(), report.clone()));
        Ok(report)
    }

    async fn read_one(
        &self,
        file: &dyn FileBytes,
        ingest: &mut Ingest,
        so_far: &mut Progress,
        progress: &dyn Fn(Progress),
    ) -> Result<(), Broken> {
        let (mut body, packed) = file.open().await?;
        if packed {
            // Nobody knows how much comes out of it.
            so_far.bytes_expected = None;
        }
        let mut reader = FileReader::default();
        let mut slices = Slices::begin(&self.transport);
        let mut outcome = Ok(());
        progress(*so_far);
        while let Some(chunk) = body.next().await {
            let Ok(chunk) = chunk else {
                outcome = Err(Broken);
                break;
            };
            for sip in chunk.chunks(SIP) {
                reader.feed(sip, ingest);
                so_far.bytes += sip.len() as u64;
                if slices.breathe().await {
                    so_far.rows = ingest.rows() + ingest.skipped();
                    progress(*so_far);
                }
            }
        }
        reader.end(ingest);
        so_far.rows = ingest.rows() + ingest.skipped();
        progress(*so_far);
        outcome
    }

    /// Everything that sessions in hand are grouped by.
    fn groups(&self, by: &[Dimension]) -> Vec<crate::engine::result::Group> {
        let state = self.state.borrow();
        let Some((store, range)) = state.as_ref().and_then(|(s, _)| Some((s, s.range()?))) else {
            return Vec::new();
        };
        let query = SessionsQuery {
            group_by: by.to_vec(),
            series: false,
            ..SessionsQuery::new(Window::single(range), [Field::Total(Subject::Session)])
        };
        let answers = answer(store, &[query]);
        answers.into_iter().flat_map(|a| a.groups).collect()
    }

    fn catalog_in_hand(&self) -> Catalog {
        let mut ids: Vec<ProjectId> = self
            .groups(&[Dimension::Project])
            .iter()
            .filter_map(|g| g.by.project)
            .collect();
        ids.sort_unstable();
        let mut names: Vec<String> = self
            .groups(&[Dimension::Environment])
            .into_iter()
            .filter_map(|g| g.by.environment)
            .collect();
        names.retain(|name| !name.is_empty());
        names.sort_unstable();
        Catalog {
            projects: ids
                .into_iter()
                .map(|id| Project {
                    id,
                    slug: format!("project-{id}"),
                    name: format!("Project {id}"),
                    platform: None,
                    has_sessions: true,
                })
                .collect(),
            environments: names
                .into_iter()
                .map(|name| Environment { id: 0, name })
                .collect(),
            ..Catalog::default()
        }
    }

    /// Releases as sessions tell of them: when each was first seen, and no more.
    fn releases_in_hand(&self) -> Vec<ReleaseInfo> {
        let state = self.state.borrow();
        let Some((store, _)) = state.as_ref() else {
            return Vec::new();
        };
        let info = |version: &str| {
            let seen = store.first_and_last_seen(version, None);
            ReleaseInfo {
                version: version.to_owned(),
                status: "open".to_owned(),
                date_created: None,
                date_released: None,
                new_groups: 0,
                first_event: seen.map(|(first, _)| first),
                last_event: seen.map(|(_, last)| last),
                adoption_stages: Default::default(),
                projects: Vec::new(),
            }
        };
        let mut releases: Vec<ReleaseInfo> = store.releases().map(info).collect();
        releases.sort_by(|a, b| {
            b.first_event
                .cmp(&a.first_event)
                .then_with(|| a.version.cmp(&b.version))
        });
        releases
    }
}

impl<T: Transport> Source for FileSource<T> {
    fn name(&self) -> String {
        match &*self.files {
            [one] => one.name(),
            many => format!("{} files", many.len()),
        }
    }

    fn catalog(&self) -> Answer<'_, Catalog> {
        Box::pin(async {
            self.read_all(&|_| ()).await?;
            Ok(self.catalog_in_hand())
        })
    }

    fn load<'a>(&'a self, _: TimeRange, progress: &'a dyn Fn(Progress)) -> Answer<'a, LoadReport> {
        Box::pin(self.read_all(progress))
    }

    fn holds(&self, _: TimeRange) -> bool {
        self.state.borrow().is_some()
    }

    fn sessions<'a>(&'a self, queries: &'a [SessionsQuery]) -> Answer<'a, Results> {
        Box::pin(async {
            self.read_all(&|_| ()).await?;
            let state = self.state.borrow();
            Ok(state
                .as_ref()
                .map(|(store, _)| all_there(answer(store, queries)))
                .unwrap_or_default())
        })
    }

    fn releases(&self, _: ReleasesQuery) -> Answer<'_, Vec<ReleaseInfo>> {
        Box::pin(async {
            self.read_all(&|_| ()).await?;
            Ok(self.releases_in_hand())
        })
    }

    fn issues(&self, _: IssuesQuery) -> Answer<'_, Vec<Issue>> {
        Box::pin(async { Err(no_issues()) })
    }

    fn issue_series(&self, _: IssueSeriesQuery) -> Answer<'_, Vec<IssueSeries>> {
        Box::pin(async { Err(no_issues()) })
    }

    fn has_raw_sessions(&self) -> bool {
        true
    }

    fn newest(&self) -> Option<Timestamp> {
        let state = self.state.borrow();
        state
            .as_ref()
            .and_then(|(store, _)| store.range())
            .map(|range| range.end)
    }
}

fn no_issues() -> SourceError {
    SourceError::Unanswerable {
        what: "issues".to_owned(),
    }
}
