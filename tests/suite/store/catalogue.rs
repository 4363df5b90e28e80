//! The product table follows the content pack.

use five_keys_bot::store::CatalogueEntry;
use futures_util::future::join_all;

use super::*;
use crate::support::on_both;

fn product(id: &str, price_minor: i64) -> CatalogueEntry {
    CatalogueEntry {
        id: id.into(),
        name_ru: format!("{id} по-русски"),
        name_en: id.into(),
        price_minor,
        currency: "rub".into(),
        link: "https://example.com".into(),
    }
}

async fn products(database: &TestDatabase) -> Vec<String> {
    let sql = "SELECT id, price_minor, CASE WHEN active THEN 'on' ELSE 'off' END FROM products ORDER BY id";
    database
        .query(sql)
        .await
        .into_iter()
        .map(|row| row.join(" "))
        .collect()
}

on_both! {
    async fn products_that_leave_the_catalogue_stay_and_become_inactive(backend) {
        let database = TestDatabase::create(backend).await;
        let store = database.store().await;
        let sync = async |entries: &[CatalogueEntry], second| store.sync_products(entries, at(second)).await.expect("synchronised");
        sync(&[product("iron", 100), product("omega", 200)], 0).await;
        sync(&[product("omega", 250), product("zinc", 300)], 1).await;
        assert_eq!(products(&database).await, ["iron 100 off", "omega 250 on", "zinc 300 on"]);
        sync(&[product("iron", 90)], 2).await;
        assert_eq!(products(&database).await, ["iron 90 on", "omega 250 off", "zinc 300 off"]);
        sync(&[], 3).await;
        assert_eq!(products(&database).await, ["iron 90 off", "omega 250 off", "zinc 300 off"]);
    }

    async fn replicas_that_start_together_synchronise_one_after_the_other(backend) {
        let database = TestDatabase::create(backend).await;
        let (one, other) = two_stores(&database).await;
        let tasks = (0..10).map(|number| {
            let store = if number % 2 == 0 { one.clone() } else { other.clone() };
            let mut entries: Vec<CatalogueEntry> = (0..20).map(|id| product(&format!("p{id:02}"), number)).collect();
            // Without the lock, opposite orders wait for each other for ever.
            if number % 2 == 0 { entries.reverse(); }
            tokio::spawn(async move { store.sync_products(&entries, at(number)).await })
        });
        for ended in join_all(tasks).await {
            ended.expect("no panic").expect("synchronised");
        }
        let prices = database.query("SELECT DISTINCT price_minor FROM products WHERE active").await;
        assert_eq!((products(&database).await.len(), prices.len()), (20, 1), "a mixture of two catalogues");
    }
}
