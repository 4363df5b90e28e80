//! The repository's own rules: who may know whom, and documents that say what the program does.

mod deploy;
mod documents;
mod files;
mod imports;
mod paths;
mod rules;
mod security;
