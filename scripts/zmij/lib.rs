//! The shortest text that reads back as the same number, by the standard library: what serde_json asks of `zmij`, and no more.

use std::fmt::{Debug, Write};

/// A number that [`Buffer`] writes.
pub trait Float: Debug {}
impl Float for f32 {}
impl Float for f64 {}

/// Holds the text.
#[derive(Clone, Default)]
pub struct Buffer(String);

impl Buffer {
    /// Without a text.
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// The text of a number; `NaN`, `inf` and `-inf` where it is not finite.
    pub fn format(&mut self, number: impl Float) -> &str {
        self.0.clear();
        // A `String` takes whatever is written.
        let _ = write!(self.0, "{number:?}");
        &self.0
    }

    /// The text of a finite number.
    pub fn format_finite(&mut self, number: impl Float) -> &str {
        self.format(number)
    }
}

#[cfg(test)]
mod tests {
    use super::Buffer;

    #[test]
    fn numbers_are_written_as_json_reads_them() {
        let text = |number: f64| Buffer::new().format_finite(number).to_owned();
        let cases = [
            (0.0, "0.0"),
            (-0.5, "-0.5"),
            (99.62, "99.62"),
            (1e21, "1e21"),
            (5e-324, "5e-324"),
        ];
        for (number, expected) in cases {
            assert_eq!(text(number), expected);
        }
    }
}
