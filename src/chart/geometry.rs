//! Points and boxes in CSS pixels, y downwards.

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// Shorthand for a [`Point`].
pub const fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// An extent; never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Horizontal.
    pub width: f64,
    /// Vertical.
    pub height: f64,
}

/// A box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge, not left of the left one.
    pub right: f64,
    /// Bottom edge, not above the top one.
    pub bottom: f64,
}

impl Rect {
    /// Right minus left.
    pub fn width(self) -> f64 {
        self.right - self.left
    }

    /// Bottom minus top.
    pub fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}
