//! The real program, in processes of their own.

mod cluster;
mod commands;
mod crash;
mod doctor;
mod logs;
mod playground;
mod redis;
mod refusals;
mod replicas;
mod stack;
mod stopping;
mod storm;
mod tribute;
