//! What all requests share.

use crate::clock::ServerClock;
use crate::database::Database;
use crate::error::ApiError;
use crate::session_store::SessionStore;
use crate::turns::{Turn, Turns};
use std::sync::Arc;
use std::time::Duration;

/// The one organization this backend serves.
pub const ORGANIZATION: &str = "demo";

/// Handed to every handler; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// The parts of [`App`].
pub struct Shared {
    pub db: Database,
    pub sessions: SessionStore,
    pub clock: ServerClock,
    pub turns: Turns,
    /// How long a client may keep the server waiting.
    pub patience: Duration,
    /// Readers must show it, when there is one.
    pub token: Option<String>,
}

impl App {
    /// Puts the parts together.
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// Runs work that reads the database on a thread where waiting is allowed, when its turn has come.
    pub async fn reading<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let turn = self.turns.reader().await?;
        self.blocking(turn, work).await
    }

    /// The same for work that writes.
    pub async fn writing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let turn = self.turns.writer().await?;
        self.blocking(turn, work).await
    }

    /// The turn is over when the work is, whether the client still waits for it or not.
    async fn blocking<T: Send + 'static>(
        &self,
        turn: Turn,
        work: impl FnOnce(&Shared) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let app = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&app)
        });
        done.await.map_err(ApiError::internal)?
    }
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
