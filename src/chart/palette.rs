//! Colours by name. A scene holds [`Token`]s only; the theme decides what they look like, so a change of theme is a
//! repaint and nothing else. The same values stand in `style/tokens.css`; a test compares the two.

use crate::engine::series::Tone;
use crate::session::Status;

/// A colour of the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// What the chart stands on.
    Surface,
    /// Text to be read first.
    Text,
    /// Axis labels.
    TextMuted,
    /// Grid lines.
    Grid,
    /// The axis line and the cursor.
    Axis,
    /// Release bubbles.
    Accent,
    /// A status.
    Status(Status),
    /// A categorical colour, 0 to [`CATEGORIES`] - 1.
    Series(u8),
    /// The rest of a split.
    Other,
    /// The only series.
    SeriesAccent,
    /// Good news.
    Positive,
}

/// How many categorical colours there are. More series than that take them again, dashed.
pub const CATEGORIES: usize = 8;
/// How many categories have a colour and dash of their own, with forced colours too.
pub const LOOKS: usize = 20;

impl Token {
    /// Every token.
    pub fn all() -> impl Iterator<Item = Self> {
        [
            Self::Surface,
            Self::Text,
            Self::TextMuted,
            Self::Grid,
            Self::Axis,
            Self::Accent,
        ]
        .into_iter()
        .chain(Self::marks())
    }

    /// The tokens that series are drawn with.
    pub fn marks() -> impl Iterator<Item = Self> {
        Status::ALL
            .into_iter()
            .map(Self::Status)
            .chain((0..CATEGORIES as u8).map(Self::Series))
            .chain([Self::Other, Self::SeriesAccent, Self::Positive])
    }

    /// The custom property of `style/tokens.css` that holds it.
    pub const fn css_name(self) -> &'static str {
        match self {
            Self::Surface => "--surface",
            Self::Text => "--text",
            Self::TextMuted => "--text-muted",
            Self::Grid => "--grid",
            Self::Axis => "--axis",
            Self::Accent => "--accent",
            Self::Status(Status::Healthy) => "--status-healthy",
            Self::Status(Status::Errored) => "--status-errored",
            Self::Status(Status::Unhandled) => "--status-unhandled",
            Self::Status(Status::Crashed) => "--status-crashed",
            Self::Status(Status::Abnormal) => "--status-abnormal",
            Self::Series(0) => "--series-0",
            Self::Series(1) => "--series-1",
            Self::Series(2) => "--series-2",
            Self::Series(3) => "--series-3",
            Self::Series(4) => "--series-4",
            Self::Series(5) => "--series-5",
            Self::Series(6) => "--series-6",
            Self::Series(_) => "--series-7",
            Self::Other => "--series-other",
            Self::SeriesAccent => "--series-accent",
            Self::Positive => "--series-positive",
        }
    }
}

/// The colour of a series.
pub fn token_of(tone: Tone) -> Token {
    match tone {
        Tone::Status(status) => Token::Status(status),
        Tone::Category(n) => Token::Series((n % CATEGORIES) as u8),
        Tone::Other => Token::Other,
        Tone::Accent => Token::SeriesAccent,
        Tone::Positive => Token::Positive,
    }
}

/// A line's pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dash {
    /// No gap.
    #[default]
    Solid,
    /// Long strokes.
    Long,
    /// Short strokes.
    Short,
    /// Dots.
    Dots,
    /// A stroke and a dot.
    StrokeDot,
    /// Short strokes far apart: the previous period, and no series.
    Before,
}

impl Dash {
    /// Lengths drawn and skipped in turn, in CSS pixels; empty for a solid line.
    pub const fn pattern(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Long => &[10.0, 4.0],
            Self::Short => &[5.0, 3.5],
            Self::Dots => &[1.5, 3.5],
            Self::StrokeDot => &[7.0, 3.0, 1.5, 3.0],
            Self::Before => &[3.0, 5.0],
        }
    }

    /// A name for CSS classes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Long => "long",
            Self::Short => "short",
            Self::Dots => "dots",
            Self::StrokeDot => "stroke-dot",
            Self::Before => "before",
        }
    }
}

/// With forced colours a page has five colours for categories: the sixth to eighth take the first three again.
const FORCED: usize = 5;

/// The dash of a series: every status has its own, so that its colour is never alone, and no two of twenty categories
/// share both colour and dash, with forced colours neither.
pub fn dash_of(tone: Tone) -> Dash {
    match tone {
        Tone::Status(Status::Crashed) => Dash::Solid,
        Tone::Status(Status::Healthy) => Dash::Long,
        Tone::Status(Status::Errored) => Dash::Short,
        Tone::Status(Status::Unhandled) => Dash::Dots,
        Tone::Status(Status::Abnormal) => Dash::StrokeDot,
        Tone::Category(n) => match (n / CATEGORIES, n % CATEGORIES < FORCED) {
            (0, true) => Dash::Solid,
            (0, false) => Dash::Short,
            (1, true) => Dash::Dots,
            (1, false) => Dash::Long,
            _ => Dash::StrokeDot,
        },
        Tone::Other => Dash::Dots,
        Tone::Accent => Dash::Solid,
        Tone::Positive => Dash::Short,
    }
}

/// A colour without transparency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Reads `#rrggbb`, or `rgb(…)`, `rgba(…)` and `color(srgb …)` as computed styles are written (transparency is dropped).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(mixed) = text.strip_prefix("color(srgb ") {
            let mut parts = mixed.split([' ', ')']).map(of_255);
            return Some(Self(parts.next()??, parts.next()??, parts.next()??));
        }
        if let Some(hex) = text.strip_prefix('#') {
            let n = u32::from_str_radix(hex, 16).ok()?;
            return (hex.len() == 6).then_some(Self((n >> 16) as u8, (n >> 8) as u8, n as u8));
        }
        let inner = text.strip_prefix("rgb")?.trim_start_matches('a');
        let inner = inner.strip_prefix('(')?.strip_suffix(')')?;
        let mut parts = inner.split([',', ' ', '/']).filter(|p| !p.is_empty());
        let mut part = || parts.next()?.split('.').next()?.parse::<u8>().ok();
        Some(Self(part()?, part()?, part()?))
    }

    const fn hex(n: u32) -> Self {
        Self((n >> 16) as u8, (n >> 8) as u8, n as u8)
    }
}

/// A number from 0 to 1 as one to 255, read to three digits.
fn of_255(text: &str) -> Option<u8> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = part.bytes().chain(*b"000").take(3);
    let thousandths = digits.fold(whole.parse::<u32>().ok()?, |n, digit| {
        10 * n + u32::from(digit.saturating_sub(b'0').min(9))
    });
    u8::try_from(thousandths.min(1000) * 255 / 1000).ok()
}

/// What the tokens look like, and the family of the labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    colors: Vec<(Token, Rgb)>,
    /// As CSS wants it.
    pub font_family: String,
}

impl Theme {
    /// A theme that asks `look_up` for every token; one it does not know is grey.
    pub fn new(font_family: String, look_up: impl Fn(Token) -> Option<Rgb>) -> Self {
        let colors = Token::all()
            .map(|t| (t, look_up(t).unwrap_or(Rgb(128, 128, 128))))
            .collect();
        Self {
            colors,
            font_family,
        }
    }

    /// The light theme.
    pub fn light() -> Self {
        Self::new("Inter, sans-serif".to_owned(), |t| Some(built_in(t).0))
    }

    /// The dark theme.
    pub fn dark() -> Self {
        Self::new("Inter, sans-serif".to_owned(), |t| Some(built_in(t).1))
    }

    /// The colour of `token`.
    pub fn color(&self, token: Token) -> Rgb {
        self.colors
            .iter()
            .find(|(t, _)| *t == token)
            .map_or(Rgb(128, 128, 128), |(_, c)| *c)
    }
}

/// Light and dark.
fn built_in(token: Token) -> (Rgb, Rgb) {
    let (light, dark) = match token {
        Token::Surface => (0xffffff, 0x13171e),
        Token::Text => (0x14171f, 0xe9ebf1),
        Token::TextMuted => (0x586070, 0x9aa3b5),
        Token::Grid => (0xe9ebf0, 0x212834),
        Token::Axis => (0x9aa1af, 0x5d6678),
        Token::Accent => (0x4b45d6, 0x9d9bff),
        Token::Status(Status::Healthy) => (0x337fc3, 0x5cd5f4),
        Token::Status(Status::Errored) => (0xcd7d00, 0xfbcb5a),
        Token::Status(Status::Unhandled) => (0xa83506, 0xfa8a4e),
        Token::Status(Status::Crashed) => (0xd42f59, 0xe54f65),
        Token::Status(Status::Abnormal) => (0x6939b6, 0x9488f0),
        Token::Series(0) => (0x554ad9, 0x7291fe),
        Token::Series(1) => (0xbf4a1a, 0xd9692c),
        Token::Series(2) => (0x00a296, 0x6cd09e),
        Token::Series(3) => (0x89117f, 0xfcbafb),
        Token::Series(4) => (0xc08620, 0xcfb23a),
        Token::Series(5) => (0x167cb9, 0x56b0ea),
        Token::Series(6) => (0x6823a4, 0x8e6ad8),
        Token::Series(_) => (0x699c59, 0xa4d46f),
        Token::Other => (0x696a71, 0x888e9c),
        Token::SeriesAccent => (0x4b45d6, 0x9d9bff),
        Token::Positive => (0x0a8f76, 0x35d0ac),
    };
    (Rgb::hex(light), Rgb::hex(dark))
}
