//! The values at the cursor, beside it.
