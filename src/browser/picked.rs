//! Files that a person chose or dropped: names, sizes and streamed bytes, unpacked where they are gzip. They stay here.

use super::fetch::{Failed, stream_of};
use futures_util::stream::LocalBoxStream;
use js_sys::{Array, Function, Reflect, Uint8Array};
use leptos::web_sys;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList, ReadableStream};

/// One file.
#[derive(Clone)]
pub struct Picked(File);

/// The files of a list.
pub fn picked(list: Option<FileList>) -> Vec<Picked> {
    let Some(list) = list else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.get(index))
        .map(Picked)
        .collect()
}

impl Picked {
    /// Without a path.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Bytes on disk.
    pub fn size(&self) -> u64 {
        self.0.size() as u64
    }

    /// Its bytes from the start, unpacked; and whether they were packed.
    ///
    /// # Errors
    /// It cannot be read, or this browser cannot unpack.
    pub async fn open(
        &self,
    ) -> Result<(LocalBoxStream<'static, Result<Vec<u8>, Failed>>, bool), Failed> {
        let packed = self.begins_with(&[0x1f, 0x8b]).await?;
        let bytes = self.0.stream();
        let bytes = if packed { unpacked(&bytes)? } else { bytes };
        Ok((stream_of(&bytes), packed))
    }

    async fn begins_with(&self, magic: &[u8]) -> Result<bool, Failed> {
        let head = self
            .0
            .slice_with_i32_and_i32(0, magic.len() as i32)
            .map_err(|_| Failed)?;
        let buffer = JsFuture::from(head.array_buffer())
            .await
            .map_err(|_| Failed)?;
        Ok(Uint8Array::new(&buffer).to_vec() == magic)
    }
}

/// Through the browser's own `DecompressionStream`.
fn unpacked(packed: &ReadableStream) -> Result<ReadableStream, Failed> {
    let window = web_sys::window().ok_or(Failed)?;
    let make = Reflect::get(&window, &"DecompressionStream".into()).map_err(|_| Failed)?;
    let make: Function = make.dyn_into().map_err(|_| Failed)?;
    let through = Reflect::construct(&make, &Array::of1(&"gzip".into())).map_err(|_| Failed)?;
    Ok(packed.pipe_through(through.unchecked_ref()))
}
