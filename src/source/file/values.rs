//! JSON values that do not stand one a line: an array, or objects written over several lines. Handed on one a line.

use crate::engine::ingest::Ingest;

/// Cuts a text into its outermost objects. Knows just enough JSON for that: brackets and strings.
#[derive(Default)]
pub(super) struct Values {
    /// Open brackets of the object that goes on.
    depth: u32,
    in_string: bool,
    escaped: bool,
    /// Something that is no object goes on between the objects.
    stray: bool,
    line: Vec<u8>,
}

impl Values {
    pub fn feed(&mut self, bytes: &[u8], ingest: &mut Ingest) {
        for &byte in bytes {
            match byte {
                _ if self.in_string => {
                    self.in_string = self.escaped || byte != b'"';
                    self.escaped = byte == b'\\' && !self.escaped;
                    self.put(byte);
                }
                b'{' | b'[' if self.depth > 0 || byte == b'{' => {
                    self.end_stray();
                    self.depth += 1;
                    self.put(byte);
                }
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    self.put(byte);
                    if self.depth == 0 {
                        self.line.push(b'\n');
                    }
                }
                b',' | b'[' | b']' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => {
                    self.end_stray()
                }
                _ => {
                    self.in_string = byte == b'"';
                    self.stray = self.depth == 0;
                    self.put(byte);
                }
            }
        }
        ingest.feed(&self.line);
        self.line.clear();
    }

    pub fn end(&mut self, ingest: &mut Ingest) {
        ingest.end();
        *self = Self::default();
    }

    /// A line end inside a value is no line end of ours.
    fn put(&mut self, byte: u8) {
        self.line.push(if byte == b'\n' { b' ' } else { byte });
    }

    fn end_stray(&mut self) {
        if self.stray {
            self.stray = false;
            self.line.push(b'\n');
        }
    }
}
