//! A list that grows without ever moving what it holds: no pause for copying in a big load.

const CHUNK: usize = 1 << 15;

/// Items in the order they came.
pub(super) struct Rows<T> {
    chunks: Vec<Vec<T>>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
    }
}

impl<T> Rows<T> {
    pub fn push(&mut self, item: T) {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(item),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(item);
                self.chunks.push(chunk);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.chunks
            .last()
            .map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    pub fn get(&self, at: usize) -> &T {
        &self.chunks[at / CHUNK][at % CHUNK]
    }

    pub fn get_mut(&mut self, at: usize) -> &mut T {
        &mut self.chunks[at / CHUNK][at % CHUNK]
    }

    /// Drops all but the first `len`.
    pub fn truncate(&mut self, len: usize) {
        self.chunks.truncate(len.div_ceil(CHUNK));
        if let Some(last) = self.chunks.last_mut() {
            last.truncate(len - (len - 1) / CHUNK * CHUNK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_list_goes_on_where_it_was_cut() {
        for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7] {
            let mut rows = Rows::default();
            (0..2 * CHUNK + 7).for_each(|n| rows.push(n));
            rows.truncate(len);
            assert_eq!(rows.len(), len);
            rows.push(usize::MAX);
            assert_eq!((rows.len(), *rows.get(len)), (len + 1, usize::MAX));
            assert!((0..len).all(|n| *rows.get(n) == n));
        }
    }
}
