//! The example backend: what a backend of Session Health has to do, in as little code as does it well.
//!
//! ```text
//! cargo run --example backend -- --demo            made-up data
//! cargo run --example backend -- --db health.db    your own: point any Sentry SDK to http://public@127.0.0.1:8787/1
//! ```
//!
//! Reading order, from the wire to the wire:
//! - `envelope` cuts a body into items, `items` and `grouping` read them, `ingest` merges them into the tables of
//!   `schema.sql`, which `database` opens;
//! - `raw_rows` writes sessions as JSON lines: the one endpoint that the app cannot do without (`routes/raw`);
//! - `routes` has a file for every resource of the REST API; those that count sessions ask the app's own engine, compiled
//!   natively, so that server and browser cannot disagree;
//! - `server` and `turns` put an end to what a client could draw out or heap up: connections, waiting, memory;
//! - `static_files` serves the built app with the headers a static host should send.
//!
//! Whoever writes another backend needs `GET /sessions/raw/`, `/projects/` and `/environments/`; releases and issues add
//! the release table, the drawer and the issue charts.

mod app;
mod clock;
mod database;
mod demo;
mod envelope;
mod error;
mod grouping;
mod ingest;
mod items;
mod options;
mod paging;
mod params;
mod patient;
mod raw_rows;
mod release_health;
mod release_list;
mod release_search;
mod routes;
mod server;
mod session_store;
mod static_files;
mod turns;

use app::{App, Shared};
use clap::Parser;
use clock::ServerClock;
use database::Database;
use options::Options;
use session_store::SessionStore;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;
use turns::Turns;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("backend: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Failure> {
    let clock = options.now.map_or(ServerClock::System, ServerClock::Fixed);
    let db = open(&options)?;
    if let Some(seed) = options.demo {
        demo::load(&db, seed, clock.now())
            .map_err(|e| format!("cannot load the demo: {}", e.detail))?;
    }
    let patience = Duration::from_secs(options.patience);
    let app = App::new(Shared {
        db,
        sessions: SessionStore::default(),
        clock,
        turns: Turns::new(patience),
        patience,
        token: options.token.clone(),
    });
    let router = routes::api(&app, &options.allow_origin).merge(static_files::router(&options)?);
    let address = (options.host, options.port);
    let listener = TcpListener::bind(address)
        .await
        .map_err(|e| format!("cannot listen on {address:?}: {e}"))?;
    println!("Session Health is at http://{}/", listener.local_addr()?);
    server::serve(listener, router, patience, asked_to_stop()).await;
    Ok(())
}

fn open(options: &Options) -> Result<Database, Failure> {
    let log_limit = options.log_limit.saturating_mul(1 << 20);
    match &options.db {
        None if options.demo.is_some() => Database::temporary(log_limit),
        path => {
            let path = path.as_deref().unwrap_or(Path::new("session-health.db"));
            Database::open(path, log_limit)
                .map_err(|e| format!("cannot open {}: {e}", path.display()).into())
        }
    }
}

/// Ctrl-C, or a polite kill.
async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
