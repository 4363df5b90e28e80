//! What an operator sees: metrics and logs. No personal data, no secrets, bounded labels.

pub mod exposition;
pub mod glance;
pub mod logging;
pub mod metrics;

pub use metrics::Metrics;
