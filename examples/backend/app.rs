//! What all requests share.

use crate::clock::ServerClock;
use crate::database::Database;
use crate::error::ApiError;
use crate::session_store::SessionStore;
use std::sync::Arc;

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
    /// Readers must show it, when there is one.
    pub token: Option<String>,
}

impl App {
    /// Puts the parts together.
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// Runs work that reads or writes the database on a thread where waiting is allowed.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let app = self.clone();
        tokio::task::spawn_blocking(move || work(&app))
            .await
            .map_err(ApiError::internal)?
    }
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
