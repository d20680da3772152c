//! The command line.

use clap::{Parser, ValueEnum};
use session_health::session::Timestamp;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

/// A Session Health backend: takes envelopes from any Sentry SDK, keeps them in one SQLite file, answers the REST API that
/// the app reads, and serves the app.
#[derive(Debug, Parser)]
#[command(name = "backend", version)]
pub struct Options {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8787)]
    pub port: u16,

    /// Address to listen on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub host: IpAddr,

    /// SQLite file, made if it is not there [default: session-health.db, or with --demo a temporary one]
    #[arg(long, value_name = "FILE")]
    pub db: Option<PathBuf>,

    /// Fill an empty database with made-up data; the same SEED gives the same data
    #[arg(long, value_name = "SEED", num_args = 0..=1, default_missing_value = "1")]
    pub demo: Option<u64>,

    /// What the server takes for the present time, always (ISO 8601)
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub now: Option<Timestamp>,

    /// How long a client may take for the head of a request, for a body, or to read on in an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub patience: u64,

    /// How large the log of changes beside the database may grow while somebody reads: then readers of raw sessions are cut off
    #[arg(long, value_name = "MB", default_value_t = 256)]
    pub log_limit: u64,

    /// Folder of the built app, served at /
    #[arg(long, value_name = "DIR")]
    pub dist: Option<PathBuf>,

    /// Whose word on the data source the app gets: the folder's own config.json, or "read this backend"
    #[arg(long, value_name = "SOURCE", value_enum, default_value_t = ConfigSource::Dist)]
    pub config_source: ConfigSource,

    /// Origin whose pages may read this API; may be given more than once
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<axum::http::HeaderValue>,

    /// Source that the served app may connect to besides this backend; may be given more than once
    #[arg(long, value_name = "ORIGIN", default_values = ["https:", "http://127.0.0.1:*", "http://localhost:*"])]
    pub connect: Vec<String>,

    /// Token that readers of the API must show
    #[arg(long)]
    pub token: Option<String>,
}

/// Where `config.json` comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ConfigSource {
    /// The file in the app's folder.
    Dist,
    /// The app is to read this backend over REST.
    Rest,
}

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| format!("not a time: {text}"))
}
