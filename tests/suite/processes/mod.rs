//! The real program, in processes of their own.

mod commands;
mod crash;
mod doctor;
mod logs;
mod playground;
mod refusals;
mod replicas;
mod stopping;
mod storm;
mod tribute;
