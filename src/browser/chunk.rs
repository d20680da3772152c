//! Parts of the program that are fetched at their first use, so that a first visit loads only what a dashboard needs.
//!
//! [`chunk!`] declares a function of such a part. Release builds (`--cfg split`, see `scripts/finish-dist.mjs`) cut what only it
//! leads to into a file of its own; all other builds call it at once.

/// A part of the page could not be fetched; the next call tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// `chunk! { in part; /// Doc. pub fn name(argument: Type) -> Output { … } }` declares `async fn name(argument: Type) ->
/// Result<Output, NotLoaded>`, whose body is in the file `part`.
macro_rules! chunk {
    (in $part:ident; $(#[$doc:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) -> $output:ty $body:block) => {
        #[cfg(split)]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        $(#[$doc])*
        $vis fn $name($($argument: $type),*) -> Result<$output, $crate::browser::chunk::NotLoaded> {
            Ok($body)
        }

        #[cfg(not(split))]
        $(#[$doc])*
        $vis async fn $name($($argument: $type),*) -> Result<$output, $crate::browser::chunk::NotLoaded> {
            Ok($body)
        }
    };
}
pub(crate) use chunk;
