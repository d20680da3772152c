//! Starts the example backend as the process that people start, on a free port and a database of its own, and talks to it
//! over HTTP.

#![allow(dead_code, clippy::unwrap_used)]

use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A running backend; killed when dropped.
pub struct Backend {
    process: Child,
    /// `http://127.0.0.1:port`
    pub url: String,
    pub client: Client,
    _folder: Option<Folder>,
}

/// A folder that is gone when the test is over.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "session-health-test-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Backend {
    /// An empty backend with these options besides port and database.
    pub fn start(options: &[&str]) -> Self {
        let folder = Folder::new();
        let mut backend = Self::on(&folder.file("test.db"), options);
        backend._folder = Some(folder);
        backend
    }

    /// A backend on this database.
    pub fn on(db: &Path, options: &[&str]) -> Self {
        let mut command = Command::new(executable());
        command
            .args(["--port", "0", "--db"])
            .arg(db)
            .args(options)
            .stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("Session Health is at ")
            .expect("the backend starts")
            .trim_end_matches('/');
        Self {
            process,
            url: url.to_owned(),
            client: Client::new(),
            _folder: None,
        }
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// SIGKILL: no chance to tidy up.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub fn get(&self, path: &str) -> Response {
        self.client
            .get(format!("{}{path}", self.url))
            .send()
            .unwrap()
    }

    /// A path below the organization.
    pub fn api(&self, path: &str) -> Response {
        self.get(&format!("/api/0/organizations/demo{path}"))
    }

    /// Like [`Self::api`], which must be answered with 200.
    pub fn json(&self, path: &str) -> Value {
        let response = self.api(path);
        assert_eq!(
            response.status(),
            200,
            "{path}: {}",
            response.text().unwrap_or_default()
        );
        response.json().unwrap()
    }

    /// All rows of a list, page by page as the `Link` header leads.
    pub fn all_pages(&self, path: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut next = Some(format!("/api/0/organizations/demo{path}"));
        while let Some(path) = next {
            let response = self.get(&path);
            assert_eq!(response.status(), 200, "{path}");
            let link = response.headers()["link"].to_str().unwrap().to_owned();
            let links: Vec<_> = link.split(", <").collect();
            let [_, following] = links[..] else {
                panic!("no previous and next in {link}")
            };
            assert!(following.contains("rel=\"next\""), "{link}");
            next = following
                .contains("results=\"true\"")
                .then(|| following.split('>').next().unwrap().to_owned());
            rows.extend(response.json::<Vec<Value>>().unwrap());
        }
        rows
    }

    /// Status and `detail` of a refusal.
    pub fn refusal(&self, path: &str) -> (u16, String) {
        let response = self.api(path);
        let status = response.status().as_u16();
        let body: Value = response.json().unwrap();
        (status, body["detail"].as_str().unwrap().to_owned())
    }

    /// All raw lines of the years that tests play in.
    pub fn raw(&self) -> Vec<Value> {
        self.raw_at("?start=2020-01-01&end=2040-01-01")
    }

    pub fn raw_at(&self, query: &str) -> Vec<Value> {
        let response = self.api(&format!("/sessions/raw/{query}"));
        assert_eq!(response.status(), 200);
        let count: usize = response.headers()["x-session-count"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        let lines: Vec<Value> = response
            .text()
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), count, "X-Session-Count");
        lines
    }

    pub fn post(&self, project: u64, body: impl Into<reqwest::blocking::Body>) -> Response {
        self.client
            .post(format!("{}/api/{project}/envelope/", self.url))
            .body(body)
            .send()
            .unwrap()
    }

    /// Posts items of `(type, payload)`, which must be accepted.
    pub fn send(&self, project: u64, items: &[(&str, Value)]) {
        let response = self.post(project, envelope(items));
        assert_eq!(
            response.status(),
            200,
            "{}",
            response.text().unwrap_or_default()
        );
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An envelope of items of `(type, payload)`.
pub fn envelope(items: &[(&str, Value)]) -> String {
    let mut text = "{}\n".to_owned();
    for (kind, payload) in items {
        let payload = payload.to_string();
        text += &format!(
            "{}\n{payload}\n",
            json!({ "type": kind, "length": payload.len() })
        );
    }
    text
}

/// A session update that started at `started`, by user `did`, in release `shop@1.0.0`; `more` replaces or adds keys.
pub fn session(number: u64, started: &str, did: &str, more: Value) -> Value {
    let mut session = json!({
        "sid": sid(number), "did": did, "init": true, "started": started, "timestamp": started,
        "status": "exited", "errors": 0, "duration": 10.0,
        "attrs": { "release": "shop@1.0.0", "environment": "production" },
    });
    for (key, value) in more.as_object().unwrap() {
        session[key] = value.clone();
    }
    session
}

/// The UUID of session `number`.
pub fn sid(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

/// The example's executable, built with the profile of the tests, so that it is there and up to date whichever tests run.
fn executable() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let build = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--example",
                "backend",
                "--profile",
                "test",
            ])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .unwrap();
        assert!(build.success(), "the example backend does not build");
        // This test is target/<profile>/deps/<name>.
        let test = std::env::current_exe().unwrap();
        test.parent()
            .unwrap()
            .parent()
            .unwrap()
            .join("examples/backend")
    })
}
