//! Texts as files, out of the page and into it.

use super::download;
use wasm_bindgen_futures::JsFuture;
use web_sys::{FileList, HtmlInputElement};

/// Offers `text` as a file to be saved.
pub fn save(name: &str, text: &str) {
    if let Some(blob) = download::blob("application/json", text.as_bytes()) {
        download::save(name, &blob);
    }
}

/// The text of the file that was chosen; `None` when there is none or it cannot be read. The choice is forgotten, so that
/// the same file can be chosen again.
pub async fn read(input: &HtmlInputElement) -> Option<String> {
    let text = first(input.files()).await;
    input.set_value("");
    text
}

/// The text of the first of `files`, if it can be read.
pub async fn first(files: Option<FileList>) -> Option<String> {
    let file = files?.get(0)?;
    JsFuture::from(file.text()).await.ok()?.as_string()
}
