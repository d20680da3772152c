//! Files as a source: every form a person may drop gives the same sessions, however it is cut into chunks, and broken ones
//! are told.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

#[path = "source/scripted.rs"]
#[allow(dead_code)]
mod scripted;

use flate2::Compression;
use flate2::read::{GzEncoder, MultiGzDecoder};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, pending, ready};
use futures_util::stream::{self, StreamExt};
use proptest::prelude::*;
use scripted::{World, at, days, lines, now};
use session_health::engine::execute::answer;
use session_health::engine::field::{Field, Subject};
use session_health::engine::ingest::Ingest;
use session_health::engine::query::{Dimension, SessionsQuery};
use session_health::engine::result::SessionsResult;
use session_health::engine::store::Store;
use session_health::session::{Interval, Window};
use session_health::source::file::{FileBytes, FileReader, FileSource};
use session_health::source::transport::{Body, Broken};
use session_health::source::{
    IssueSort, IssuesQuery, Progress, ReleasesQuery, Source, SourceError,
};
use std::cell::{Cell, RefCell};
use std::io::Read;
use std::rc::Rc;

/// A file in memory, handed out in chunks; packed ones are unpacked as the browser would.
struct InMemory {
    name: &'static str,
    bytes: Vec<u8>,
}

impl FileBytes for InMemory {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn open(&self) -> LocalBoxFuture<'_, Result<(Body, bool), Broken>> {
        let packed = self.bytes.starts_with(&[0x1f, 0x8b]);
        let mut chunks: Vec<Result<Vec<u8>, Broken>> = Vec::new();
        if packed {
            let mut decoder = MultiGzDecoder::new(&self.bytes[..]);
            let mut chunk = vec![0; 1000];
            loop {
                match decoder.read(&mut chunk) {
                    Ok(0) => break,
                    Ok(n) => chunks.push(Ok(chunk[..n].to_vec())),
                    Err(_) => {
                        chunks.push(Err(Broken));
                        break;
                    }
                }
            }
        } else {
            chunks = self.bytes.chunks(1000).map(|c| Ok(c.to_vec())).collect();
        }
        ready(Ok((stream::iter(chunks).boxed_local(), packed))).boxed_local()
    }
}

fn source(files: Vec<(&'static str, Vec<u8>)>) -> FileSource<World> {
    let files: Vec<Rc<dyn FileBytes>> = files
        .into_iter()
        .map(|(name, bytes)| Rc::new(InMemory { name, bytes }) as Rc<dyn FileBytes>)
        .collect();
    FileSource::new(World::default(), files.into())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    GzEncoder::new(bytes, Compression::default())
        .read_to_end(&mut packed)
        .unwrap();
    packed
}

/// Everything by project, release and environment, per hour of the first three days of November.
fn query() -> SessionsQuery {
    let window = Window::new(days("2026-11-01", "2026-11-04"), Interval::HOUR).unwrap();
    SessionsQuery {
        group_by: vec![
            Dimension::Project,
            Dimension::Release,
            Dimension::Environment,
        ],
        ..SessionsQuery::new(
            window,
            [Field::Total(Subject::Session), Field::Total(Subject::User)],
        )
    }
}

fn of_lines(text: &str) -> SessionsResult {
    let mut ingest = Ingest::new();
    ingest.feed(text.as_bytes());
    ingest.end();
    answer(&Store::from_ingest(ingest), &[query()]).remove(0)
}

fn of_file(bytes: &[u8], chunk: usize) -> (SessionsResult, u64) {
    let (mut ingest, mut reader) = (Ingest::new(), FileReader::default());
    bytes
        .chunks(chunk.max(1))
        .for_each(|c| reader.feed(c, &mut ingest));
    reader.end(&mut ingest);
    let skipped = ingest.skipped();
    (
        answer(&Store::from_ingest(ingest), &[query()]).remove(0),
        skipped,
    )
}

/// The same lines as a JSON array, written over several lines, with the text that brackets and quotes are made of in it.
fn as_array(text: &str) -> String {
    let values: Vec<serde_json::Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    serde_json::to_string_pretty(&values).unwrap()
}

/// The same lines as envelopes of one session item each, some with a length, between items that nobody reads.
fn as_envelopes(text: &str, dsn: &str) -> String {
    let mut out = String::new();
    for (n, line) in text.lines().enumerate() {
        let mut session: serde_json::Value = serde_json::from_str(line).unwrap();
        session.as_object_mut().unwrap().remove("project");
        let payload = session.to_string();
        let length = if n % 2 == 0 {
            format!(",\"length\":{}", payload.len())
        } else {
            String::new()
        };
        out.push_str(&format!("{{\"event_id\":\"x\",\"dsn\":\"{dsn}\"}}\n"));
        if n % 3 == 0 {
            out.push_str("{\"type\":\"attachment\",\"length\":9}\n{\"a\":\n\"}\n\n");
        }
        out.push_str(&format!("{{\"type\":\"session\"{length}}}\n{payload}\n"));
    }
    out
}

fn three_days() -> String {
    ["2026-11-01", "2026-11-02", "2026-11-03"]
        .iter()
        .enumerate()
        .map(|(n, day)| lines(n as u32 * 100, day, 40))
        .collect()
}

#[test]
fn every_form_gives_the_same_sessions() {
    let text = three_days();
    let expected = of_lines(&text);
    assert_eq!(expected.groups[0].total.sessions.all, 120);
    for chunk in [1, 7, 1000, 1 << 20] {
        assert_eq!(
            of_file(text.as_bytes(), chunk),
            (expected.clone(), 0),
            "lines, {chunk}"
        );
        assert_eq!(
            of_file(as_array(&text).as_bytes(), chunk),
            (expected.clone(), 0),
            "array, {chunk}"
        );
        let one_line = as_array(&text).replace('\n', "");
        assert_eq!(
            of_file(one_line.as_bytes(), chunk),
            (expected.clone(), 0),
            "array in one line, {chunk}"
        );
        let pretty = |l: &str| {
            let value: serde_json::Value = serde_json::from_str(l).unwrap();
            serde_json::to_string_pretty(&value).unwrap()
        };
        let objects: Vec<String> = text.lines().map(pretty).collect();
        let objects = objects.join(
            "
",
        );
        assert_eq!(
            of_file(objects.as_bytes(), chunk),
            (expected.clone(), 0),
            "objects over several lines, {chunk}"
        );
        let envelopes = as_envelopes(&text, "https://k@o1.ingest.sentry.io/1");
        assert_eq!(
            of_file(envelopes.as_bytes(), chunk),
            (expected.clone(), 0),
            "envelopes, {chunk}"
        );
    }
}

#[test]
fn envelopes_say_their_project_and_hold_aggregates() {
    let text = concat!(
        "{\"dsn\":\"https://k@sentry.test/42\"}\n{\"type\":\"sessions\"}\n",
        "{\"aggregates\":[{\"started\":\"2026-11-01T00:00:30Z\",\"exited\":5,\"crashed\":2},{\"started\":\"2026-11-02T00:00:00Z\",\"errored\":3}],",
        "\"attrs\":{\"release\":\"a@1\",\"environment\":\"prod\"}}\n",
        // A state that began the session comes before the one that ended it, whatever their clocks say.
        "{\"type\":\"session\"}\n{\"sid\":\"11111111-0000-4000-8000-000000000000\",\"init\":true,\"seq\":99,\"started\":\"2026-11-03T00:00:00Z\",\"status\":\"ok\",\"attrs\":{\"release\":\"a@1\"}}\n",
        "{\"type\":\"session\"}\n{\"sid\":\"11111111-0000-4000-8000-000000000000\",\"seq\":5,\"started\":\"2026-11-03T00:00:00Z\",\"status\":\"crashed\",\"attrs\":{\"release\":\"a@1\"}}\n",
        "{}\n{\"type\":\"session\"}\nno JSON at all\n",
    );
    let (result, skipped) = of_file(text.as_bytes(), 13);
    assert_eq!(skipped, 1);
    let totals: Vec<_> = result
        .groups
        .iter()
        .map(|g| {
            (
                g.by.project,
                g.by.environment.clone().unwrap(),
                g.total.sessions.all,
                g.total.sessions.crashed,
            )
        })
        .collect();
    assert_eq!(
        totals,
        [
            (Some(42), "prod".to_owned(), 10, 2),
            (Some(42), String::new(), 1, 1)
        ]
    );
}

#[test]
fn several_files_packed_or_not_make_one_source() {
    let (one, two) = (lines(0, "2026-11-01", 40), lines(100, "2026-11-02", 30));
    let again = lines(0, "2026-11-01", 40);
    let source = source(vec![
        ("a.ndjson", one.into_bytes()),
        ("b.json.gz", gzip(as_array(&two).as_bytes())),
        ("c.ndjson", again.into_bytes()),
    ]);
    let told = RefCell::new(Vec::new());
    let report = now(
        source.load(days("2026-11-01", "2026-11-02"), &|p: Progress| {
            told.borrow_mut().push(p)
        }),
    )
    .unwrap();
    assert_eq!(
        (report.rows, report.skipped, report.partial),
        (110, 0, None)
    );
    let told = told.into_inner();
    assert!(
        told.windows(2)
            .all(|w| w[0].rows <= w[1].rows && w[0].bytes <= w[1].bytes)
    );
    assert!(
        told[0].bytes_expected.is_some() && told.last().unwrap().bytes_expected.is_none(),
        "a packed file's end is not known"
    );
    // The third file is the first once more.
    let result = now(source.sessions(&[query()])).unwrap().remove(0).unwrap();
    assert_eq!(result.groups[0].total.sessions.all, 70);
    assert_eq!(source.name(), "3 files");
    let catalog = now(source.catalog()).unwrap();
    assert_eq!(
        (
            catalog.projects[0].id,
            catalog.environments[0].name.as_str()
        ),
        (1, "prod")
    );
    let releases = now(source.releases(ReleasesQuery::default())).unwrap();
    assert_eq!(
        (releases[0].version.as_str(), releases[0].created()),
        ("app@1", Some(at("2026-11-01")))
    );
    assert_eq!(source.newest(), Some(at("2026-11-02T23:00:01Z")));
}

/// A file that comes to a halt after so many chunks, once, and tells what became of its readers.
struct Halting {
    bytes: Vec<u8>,
    halt_after: Cell<Option<usize>>,
    open: Rc<Cell<i32>>,
}

struct Reader(Rc<Cell<i32>>);

impl Drop for Reader {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl FileBytes for Halting {
    fn name(&self) -> String {
        "large.ndjson".to_owned()
    }

    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn open(&self) -> LocalBoxFuture<'_, Result<(Body, bool), Broken>> {
        self.open.set(self.open.get() + 1);
        let reader = Reader(self.open.clone());
        let halt = self.halt_after.take().unwrap_or(usize::MAX);
        let chunks: Vec<Vec<u8>> = self.bytes.chunks(1000).map(<[u8]>::to_vec).collect();
        let body = stream::iter(chunks.into_iter().enumerate()).then(move |(n, chunk)| {
            let _ = &reader;
            match n == halt {
                true => pending().boxed_local(),
                false => ready(Ok(chunk)).boxed_local(),
            }
        });
        ready(Ok((body.boxed_local(), false))).boxed_local()
    }
}

#[test]
fn a_file_is_read_in_slices_and_let_go_when_nobody_wants_it_any_more() {
    let text = lines(0, "2026-11-01", 4000);
    let open = Rc::new(Cell::new(0));
    let file = Halting {
        bytes: text.clone().into_bytes(),
        halt_after: Cell::new(Some(100)),
        open: open.clone(),
    };
    let world = World::default();
    let source = FileSource::new(
        world.clone(),
        vec![Rc::new(file) as Rc<dyn FileBytes>].into(),
    );
    let range = days("2026-11-01", "2026-11-02");
    let told = RefCell::new(Progress::default());
    {
        let watch = |p: Progress| *told.borrow_mut() = p;
        let mut work = source.load(range, &watch);
        assert!((&mut work).now_or_never().is_none());
        let far = *told.borrow();
        assert!(far.rows > 0 && far.bytes < text.len() as u64, "{far:?}");
        assert_eq!(far.bytes_expected, Some(text.len() as u64));
        assert_eq!(open.get(), 1);
        // Each look at the clock takes 4 ms here, so that every third ends a slice of 10 ms.
        assert!(world.0.pauses.get() >= 100 / 3, "{}", world.0.pauses.get());
    }
    assert_eq!(open.get(), 0, "cancelled: the file is closed");
    assert!(!source.holds(range));
    // What was read by then is nowhere: the next reading begins anew.
    let report = now(source.load(range, &|_| ())).unwrap();
    assert_eq!((report.rows, report.partial), (4000, None));
    let result = now(source.sessions(&[query()])).unwrap().remove(0).unwrap();
    assert_eq!(result.groups[0].total.sessions.all, 4000);
    assert!(world.0.pauses.get() as usize >= text.len() / 1000 / 3);
    assert_eq!(open.get(), 0);
}

#[test]
fn what_a_file_cannot_tell_is_said() {
    let source = source(vec![("a.ndjson", lines(0, "2026-11-01", 4).into_bytes())]);
    let query = IssuesQuery {
        range: days("2026-11-01", "2026-11-02"),
        projects: vec![],
        environments: vec![],
        search: String::new(),
        sort: IssueSort::LastSeen,
        limit: 5,
    };
    let error = now(source.issues(query)).unwrap_err();
    assert_eq!(error.to_string(), "This source does not provide issues.");
}

#[test]
fn broken_files_keep_what_could_be_read() {
    let text = lines(0, "2026-11-01", 2000);
    let packed = gzip(text.as_bytes());
    let half = source(vec![("half.gz", packed[..packed.len() / 2].to_vec())]);
    let report = now(half.load(days("2026-11-01", "2026-11-02"), &|_| ())).unwrap();
    assert!(report.rows > 0 && report.rows < 2000);
    assert_eq!(
        report.partial,
        Some(SourceError::Truncated { rows: report.rows })
    );

    let error = |bytes: &[u8]| now(source(vec![("x.bin", bytes.to_vec())]).catalog()).unwrap_err();
    assert!(error(b"").to_string().contains("x.bin"));
    let words = error(b"<!doctype html><p>Sign in").to_string();
    assert!(
        words.contains("x.bin") && words.contains("not a JSON object"),
        "{words}"
    );
    assert!(matches!(
        error(&[0x1f, 0x8b, 8, 0, 1, 2]),
        SourceError::NoSessionsInFile { .. }
    ));
}

/// Pieces that files are made of, good and bad.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40),
        (0u32..50).prop_map(|n| lines(n, "2026-11-01", 1).into_bytes()),
        proptest::sample::select(vec![
            "[",
            "]",
            ",",
            "\n",
            "{",
            "}",
            "\"",
            "\\",
            "{}\n",
            "{\"type\":\"session\"}\n",
            "{\"type\":\"sessions\",\"length\":40}\n",
            "{\"type\":\"x\",\"length\":18446744073709551615}\n",
            "{\"dsn\":\"https://a@b/7\"}\n",
            "{\"aggregates\":[{},3,null]}\n",
            "\u{feff}",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

proptest! {
    /// Whatever a file holds, it is read the same however it is cut, and nothing panics.
    #[test]
    fn any_bytes_are_read_the_same_however_they_are_cut(pieces in proptest::collection::vec(piece(), 0..12), chunk in 1usize..60) {
        let bytes = pieces.concat();
        prop_assert_eq!(of_file(&bytes, chunk), of_file(&bytes, bytes.len()));
    }
}
