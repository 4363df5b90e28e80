//! Every query, written once. `pg` and `sqlite` both include this folder, after defining `Owned`, `Conn`,
//! `lock`, `meet`, `record` and the macros `on!`, `again!`, `flight!`, `each!`, `atomically!`, `holding!`, `closing!` and `quarter!`.

mod changes;
mod kept;
mod leads;
mod ledger;
mod notices;
mod referrals;

pub(in crate::store) mod catalogue;
pub(in crate::store) mod claims;
pub(in crate::store) mod doors;
pub(in crate::store) mod figures;
pub(in crate::store) mod inbox;
pub(in crate::store) mod keeping;
pub(in crate::store) mod measuring;
pub(in crate::store) mod moving;
pub(in crate::store) mod noticing;
pub(in crate::store) mod oblivion;
pub(in crate::store) mod outbox;
pub(in crate::store) mod parked;
pub(in crate::store) mod payment_news;
pub(in crate::store) mod people;
pub(in crate::store) mod portrait;
pub(in crate::store) mod questions;
pub(in crate::store) mod reconciling;
pub(in crate::store) mod refold;
pub(in crate::store) mod reminders;
pub(in crate::store) mod replicas;
pub(in crate::store) mod reports;
pub(in crate::store) mod rulings;
pub(in crate::store) mod tasks;
pub(in crate::store) mod tribute;
pub(in crate::store) mod unit;
pub(in crate::store) mod unreachable;
