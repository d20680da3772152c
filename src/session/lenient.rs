//! Rows of a list are read as far as they make sense: what is `null` counts as left out.

use serde::{Deserialize, Deserializer};

/// A value, or its default where there is `null`.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    d: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(d).map(Option::unwrap_or_default)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Number(u64),
    Text(String),
}

impl Number {
    fn read<E: serde::de::Error>(self) -> Result<u64, E> {
        match self {
            Self::Number(n) => Ok(n),
            Self::Text(t) => t
                .parse()
                .map_err(|_| E::custom(format!("not a number: {t:?}"))),
        }
    }
}

/// A number, which Sentry may send as text.
pub(super) fn number<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> {
    Number::deserialize(d)?.read()
}

/// The same, or 0 where there is `null`.
pub(super) fn number_or_default<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> {
    Option::<Number>::deserialize(d)?.map_or(Ok(0), Number::read)
}
