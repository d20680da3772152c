//! Accepts connections and lets the router answer, with an end to everything a client could draw out: how many connections
//! there are, how long the head of a request takes, how long an answer waits to be read. (`routes/envelope` sees to bodies.)

use crate::patient::Patient;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most connections at a time; the system lets some more wait. Each may take a few files, of which a process is often
/// allowed 1024.
const CONNECTIONS: usize = 512;

/// How long requests under way may take once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(3);

/// Serves until `stop`. A client may take `patience` for the head of a request, or to read on in an answer.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Duration,
    stop: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let running = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, place) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let stream = TokioIo::new(Patient::new(stream, patience));
        let service = TowerToHyperService::new(router.clone());
        let connection = running.watch(http.serve_connection(stream, service));
        tokio::spawn(async move {
            // A connection that breaks is the client's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    // Requests under way may finish, but a reader that does not read any more cannot hold the server up.
    let _ = tokio::time::timeout(GRACE, running.shutdown()).await;
}

/// The next client, once there is room for it.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // It is never closed, so there is always a place some time.
    let place = Arc::clone(room).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            // The client is gone again, or there are no files left: others may end meanwhile.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}
