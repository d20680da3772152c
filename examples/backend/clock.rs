//! What time it is: the one place that asks the operating system.

use session_health::session::Timestamp;
use std::time::UNIX_EPOCH;

/// The server's clock.
#[derive(Clone, Copy, Debug)]
pub enum ServerClock {
    /// The time of day.
    System,
    /// Always the same time, so that a test can compute its answers beforehand.
    Fixed(Timestamp),
}

impl ServerClock {
    /// The time now.
    #[allow(clippy::disallowed_methods)]
    pub fn now(self) -> Timestamp {
        match self {
            Self::Fixed(time) => time,
            Self::System => {
                let since_epoch = std::time::SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                Timestamp::from_millis(since_epoch.as_millis() as i64)
            }
        }
    }
}
