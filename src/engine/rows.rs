//! A list of rows that grows without ever moving what it holds: no pause for copying in a big load.

use super::row::Row;

const CHUNK: usize = 1 << 15;

/// Rows in the order they came.
#[derive(Default)]
pub(super) struct Rows {
    chunks: Vec<Vec<Row>>,
}

impl Rows {
    pub fn push(&mut self, row: Row) {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(row),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(row);
                self.chunks.push(chunk);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.chunks
            .last()
            .map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    pub fn get(&self, at: usize) -> &Row {
        &self.chunks[at / CHUNK][at % CHUNK]
    }

    pub fn get_mut(&mut self, at: usize) -> &mut Row {
        &mut self.chunks[at / CHUNK][at % CHUNK]
    }
}
