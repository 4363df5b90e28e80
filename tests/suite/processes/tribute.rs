//! `tribute check`, as a person or a monitor runs it.

use five_keys_bot::playground::Playground;
use serde_json::Value;

use crate::{
    support::{
        app::pretend,
        database::TestDatabase,
        on_both,
        process::{Ended, run},
    },
    tribute_check::{pack, paid_in_silence, sells},
};

async fn check(
    telegram: &Playground,
    database: &TestDatabase,
    arguments: &[&str],
    more: &[(&str, &str)],
) -> Ended {
    let api = telegram.tribute_api_url();
    let mut environment = vec![
        ("DATABASE_URL", database.url.as_str()),
        ("TRIBUTE_API_KEY", telegram.settings().tribute_key.as_str()),
        ("TRIBUTE_API_URL", api.as_str()),
        ("CONTENT_DIR", "pack"),
    ];
    environment.extend_from_slice(more);
    let arguments = [&["tribute", "check"], arguments].concat();
    run(database.folder(), &arguments, &environment).await
}

on_both! {
    async fn the_check_ends_with_zero_one_or_two(backend) {
        let (telegram, database) = (pretend().await, TestDatabase::create(backend).await);
        let url = [("DATABASE_URL", database.url.as_str())];
        run(database.folder(), &["migrate"], &url).await.success();
        pack(&database.folder().join("pack"));
        sells(&telegram);
        telegram.set_tribute_webhook("https://bot.example.com/tribute/webhook");

        let public = [("PUBLIC_URL", "https://bot.example.com")];
        let said = check(&telegram, &database, &[], &public).await.success();
        assert!(said.contains("everything fits together"), "{said}");
        let said = check(&telegram, &database, &["--json"], &public).await.success();
        let report: Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!((&report["ok"], report["findings"].as_array().map(Vec::len)), (&Value::Bool(true), Some(0)));

        let (_, uuid) = paid_in_silence(&telegram, 5_301_000_111).await;
        let elsewhere = [("PUBLIC_URL", "https://new.example.com")];
        let ended = check(&telegram, &database, &[], &elsewhere).await;
        assert_eq!(ended.status.code(), Some(1), "{ended:#?}");
        let said = ended.said;
        for words in [uuid.as_str(), "never heard", "https://new.example.com/tribute/webhook", "2 finding(s)"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert!(!said.contains('<'), "{said}");
        let ended = check(&telegram, &database, &["--json"], &[]).await;
        assert_eq!(ended.status.code(), Some(1), "{ended:#?}");
        let report: Value = serde_json::from_str(&ended.said).expect("JSON");
        let finding = &report["findings"][0];
        assert_eq!((finding["kind"].as_str(), finding["uuid"].as_str()), (Some("order_unheard"), Some(uuid.as_str())));
        assert_eq!((finding["amount"].as_i64(), finding["shop_id"].as_i64()), (Some(250_000), Some(731)));

        for (name, value, words) in [
            ("TRIBUTE_API_KEY", "trbt_distinctive", "does not accept the key"),
            ("TRIBUTE_API_KEY", "", "TRIBUTE_API_KEY is not set"),
            ("TRIBUTE_API_URL", "http://127.0.0.1:9", "cannot be reached"),
        ] {
            let ended = check(&telegram, &database, &[], &[(name, value)]).await;
            assert_eq!(ended.status.code(), Some(2), "{ended:#?}");
            let all = format!("{}{}", ended.said, ended.complained);
            assert!(ended.complained.contains(words) && !all.contains("distinctive"), "{all}");
            let ended = check(&telegram, &database, &["--json"], &[(name, value)]).await;
            assert_eq!(ended.status.code(), Some(2), "{ended:#?}");
            let report: Value = serde_json::from_str(&ended.said).expect("JSON");
            assert!(report["ok"] == Value::Bool(false) && report["error"].as_str().expect("why").contains(words), "{report}");
        }
    }
}
