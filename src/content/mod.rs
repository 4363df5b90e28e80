//! The content pack.
