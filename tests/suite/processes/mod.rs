//! The real program, in processes of their own.

pub mod cluster;
mod commands;
mod crash;
mod doctor;
mod logs;
mod playground;
mod redis;
mod refusals;
mod replicas;
mod stack;
mod starting;
mod stopping;
pub mod storm;
mod tribute;
