//! How many people came how far, what came in, how much is kept: counted from time to time, once for all replicas.

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use super::Metrics;
use crate::{
    store::{Funnel, Measured, Rows, Stale},
    tribute::reconcile::Memory,
};

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct StageLabels {
    stage: &'static str,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct TableLabels {
    table: &'static str,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct EarnedLabels {
    currency: String,
    part: &'static str,
}

/// What Tribute is paid in: there from the start.
const USUAL: [&str; 3] = ["eur", "rub", "usd"];
/// Currencies that get a series at most.
const CURRENCIES: usize = 10;

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct CheckLabels {
    check: &'static str,
}

/// What the daily look looks at; a test compares it with what it finds.
pub const CHECKS: [&str; 8] = [
    "settings", "content", "disk", "clock", "webhook", "service", "tribute", "redis",
];

#[derive(Debug, Default)]
pub(super) struct Business {
    people: Family<StageLabels, Gauge>,
    revenue: Family<EarnedLabels, Gauge>,
    rows: Family<TableLabels, Gauge>,
    bytes: Gauge,
    cleaned: Family<TableLabels, Counter>,
    found: Family<CheckLabels, Gauge>,
}

impl Business {
    /// Gives each metric its name and its help, and makes the expected series.
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "bot_people",
            "People that the bot knows, by how far they came",
            self.people.clone(),
        );
        registry.register(
            "bot_revenue_30d_minor",
            "Money of the last thirty days in minor units: paid less given back, and after the commission",
            self.revenue.clone(),
        );
        registry.register(
            "bot_table_rows",
            "Rows of the tables that grow",
            self.rows.clone(),
        );
        registry.register(
            "bot_database_size_bytes",
            "Size of the database",
            self.bytes.clone(),
        );
        registry.register(
            "bot_cleaned_rows",
            "Rows that were removed because of their age",
            self.cleaned.clone(),
        );
        registry.register(
            "bot_doctor_findings",
            "What the daily look around the bot found last, by what it looked at",
            self.found.clone(),
        );
        self.set(&Measured::default());
        self.set_found(None);
        for kind in Stale::ALL {
            let table = kind.as_str();
            drop(self.cleaned.get_or_create(&TableLabels { table }));
        }
    }

    /// Takes over what was counted last.
    pub(super) fn set(&self, measured: &Measured) {
        let Funnel {
            started,
            advised,
            asked,
            paid,
            unreachable,
        } = measured.funnel;
        for (stage, count) in [
            ("started", started),
            ("advised", advised),
            ("asked", asked),
            ("paid", paid),
            ("unreachable", unreachable),
        ] {
            self.people.get_or_create(&StageLabels { stage }).set(count);
        }
        let Rows {
            users,
            inbox,
            outbox,
            events,
            tribute_events,
            leads,
        } = measured.rows;
        for (table, count) in [
            ("users", users),
            ("inbox", inbox),
            ("outbox", outbox),
            ("events", events),
            ("tribute_events", tribute_events),
            ("leads", leads),
        ] {
            self.rows.get_or_create(&TableLabels { table }).set(count);
        }
        self.bytes.set(measured.bytes);
        // Of any other currency there is a series while it was paid in within the month.
        self.revenue.clear();
        for currency in USUAL {
            self.set_revenue(currency, 0, 0);
        }
        for earned in measured.earned.iter().take(CURRENCIES) {
            self.set_revenue(&earned.currency, earned.paid, earned.net);
        }
    }

    /// Takes over what the daily look remembers.
    pub(super) fn set_found(&self, line: Option<&str>) {
        let told = line.and_then(Memory::read).map(|memory| memory.told);
        for check in CHECKS {
            let kinds = told.iter().flat_map(|told| told.split(','));
            let own = kinds.filter(|kind| kind.split(':').next() == Some(check));
            let count = i64::try_from(own.count()).unwrap_or_default();
            self.found.get_or_create(&CheckLabels { check }).set(count);
        }
    }

    fn set_revenue(&self, currency: &str, paid: i64, net: i64) {
        for (part, minor) in [("paid", paid), ("net", net)] {
            let currency = currency.to_owned();
            self.revenue
                .get_or_create(&EarnedLabels { currency, part })
                .set(minor);
        }
    }
}

impl Metrics {
    /// Rows of a kind were removed because of their age.
    pub fn cleaned(&self, kind: Stale, count: usize) {
        let table = kind.as_str();
        self.business
            .cleaned
            .get_or_create(&TableLabels { table })
            .inc_by(u64::try_from(count).unwrap_or(u64::MAX));
    }
}
