//! The real program, in processes of their own.

mod commands;
mod crash;
mod logs;
mod refusals;
mod replicas;
mod stopping;
