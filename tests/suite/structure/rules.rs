//! The table of who may know whom.

pub struct Rule {
    pub module: &'static str,
    /// Our modules that it may use beside itself.
    pub may_use: &'static [&'static str],
    /// Crates that it must not name.
    pub crates: &'static [&'static str],
    /// Words that must not stand in its code.
    pub words: &'static [&'static str],
}

/// What decides must give the same answer tomorrow and on another machine.
const IMPURE_CRATES: &[&str] = &[
    "actix_web",
    "reqwest",
    "diesel",
    "diesel_async",
    "tokio",
    "tokio_postgres",
    "futures_util",
    "fastrand",
];
const IMPURE_WORDS: &[&str] = &[
    "async ",
    ".await",
    "Timestamp::now",
    "Zoned::now",
    "SystemTime",
    "Instant::now",
    "clock::",
    "std::env",
    "std::fs",
    "std::net",
    "std::thread",
    "std::process",
];
const DATABASE: &[&str] = &["diesel", "diesel_async", "tokio_postgres", "bb8"];

pub const RULES: &[Rule] = &[
    Rule {
        module: "bot",
        may_use: &["content", "document", "telegram"],
        crates: IMPURE_CRATES,
        words: IMPURE_WORDS,
    },
    Rule {
        module: "tribute",
        may_use: &["bot", "content", "telegram"],
        crates: IMPURE_CRATES,
        words: IMPURE_WORDS,
    },
    Rule {
        module: "content",
        may_use: &[],
        crates: IMPURE_CRATES,
        words: &["async ", ".await", "Timestamp::now", "std::env"],
    },
    Rule {
        module: "document",
        may_use: &[],
        crates: IMPURE_CRATES,
        words: IMPURE_WORDS,
    },
    Rule {
        module: "assistant",
        may_use: &[
            "bot",
            "clock",
            "content",
            "delivery",
            "outgoing",
            "store",
            "telegram",
            "telemetry",
        ],
        crates: &["actix_web", "diesel", "diesel_async"],
        words: &["Timestamp::now", "std::env"],
    },
    Rule {
        module: "outgoing",
        may_use: &[],
        crates: &["actix_web", "diesel", "diesel_async"],
        words: &["std::env"],
    },
    Rule {
        module: "cabinet",
        may_use: &["content", "outgoing", "store", "tribute"],
        crates: &["actix_web", "diesel", "diesel_async"],
        words: &["Timestamp::now", "clock::", "std::env"],
    },
    Rule {
        module: "telegram",
        may_use: &["outgoing"],
        crates: &["actix_web", "diesel", "diesel_async"],
        words: &["std::env"],
    },
    Rule {
        module: "store",
        may_use: &["bot", "telegram"],
        crates: &["actix_web", "reqwest", "fastrand"],
        words: &["Timestamp::now", "SystemTime", "std::env"],
    },
    Rule {
        module: "intake",
        may_use: &[
            "assistant",
            "bot",
            "cabinet",
            "tribute",
            "store",
            "content",
            "telegram",
            "telemetry",
            "delivery",
            "clock",
        ],
        crates: &["actix_web", "reqwest", "diesel", "diesel_async"],
        words: &["Timestamp::now", "std::env"],
    },
    Rule {
        module: "jobs",
        may_use: &[
            "bot",
            "cabinet",
            "clock",
            "delivery",
            "intake",
            "store",
            "telegram",
            "telemetry",
            "tribute",
        ],
        crates: &["actix_web", "reqwest", "diesel", "diesel_async"],
        words: &["Timestamp::now", "std::env"],
    },
    Rule {
        module: "http",
        may_use: &[
            "intake",
            "jobs",
            "telegram",
            "tribute",
            "telemetry",
            "config",
            "clock",
        ],
        crates: &["reqwest", "diesel", "diesel_async"],
        words: &[
            "bot::handlers",
            "tribute::decide",
            "Timestamp::now",
            "std::env",
        ],
    },
    Rule {
        module: "delivery",
        may_use: &["bot", "document", "store", "telegram", "telemetry", "clock"],
        crates: &["actix_web", "diesel", "diesel_async"],
        words: &["Timestamp::now", "std::env"],
    },
    Rule {
        module: "playground",
        may_use: &[],
        crates: DATABASE,
        words: &["std::env"],
    },
    Rule {
        module: "telemetry",
        may_use: &["store", "telegram", "tribute"],
        crates: DATABASE,
        words: &["std::env"],
    },
    Rule {
        module: "config",
        may_use: &["content", "store", "telegram", "telemetry", "tribute"],
        crates: DATABASE,
        words: &[],
    },
    Rule {
        module: "clock",
        may_use: &[],
        crates: IMPURE_CRATES,
        words: &[],
    },
    Rule {
        module: "registration",
        may_use: &["app", "config", "content", "telegram"],
        crates: DATABASE,
        words: &["std::env"],
    },
    Rule {
        module: "app",
        may_use: &[
            "assistant",
            "bot",
            "cabinet",
            "clock",
            "config",
            "content",
            "delivery",
            "http",
            "intake",
            "jobs",
            "registration",
            "store",
            "telegram",
            "telemetry",
        ],
        crates: &["diesel", "diesel_async"],
        words: &["std::env"],
    },
];
