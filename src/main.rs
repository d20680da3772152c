//! The page's entry point; everything else is in the library.

#[cfg(target_arch = "wasm32")]
fn main() {
    session_health::view::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Session Health runs in a browser: `make run` builds and serves it.");
    std::process::exit(2);
}
