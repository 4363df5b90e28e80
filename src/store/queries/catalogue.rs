//! The product table as a copy of the content pack's catalogue.

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, SelectableHelper, insert_into, update,
    upsert::excluded,
};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::super::{Owned, lock};
use crate::store::{moment::At, schema::products, types::CatalogueEntry};

/// Held while synchronising, so that replicas that start together do it one after the other.
const LOCK: i64 = -7_001;

/// Writes what is not so yet: a start that changes nothing writes nothing.
pub(in crate::store) async fn sync_products(
    conn: &mut Owned,
    entries: &[CatalogueEntry],
    now: Timestamp,
) -> QueryResult<()> {
    let mut offered: Vec<CatalogueEntry> = products::table
        .filter(products::active.eq(true))
        .select(CatalogueEntry::as_select())
        .load(on!(conn))
        .await?;
    let mut wanted = entries.to_vec();
    for list in [&mut offered, &mut wanted] {
        list.sort_by(|a, b| a.id.cmp(&b.id));
    }
    if offered == wanted {
        return Ok(());
    }
    atomically!(conn, async move |conn: &mut Owned| {
        lock(again!(conn), LOCK).await?;
        for entry in entries {
            let row = (
                products::id.eq(&entry.id),
                products::name_ru.eq(&entry.name_ru),
                products::name_en.eq(&entry.name_en),
                products::price_minor.eq(entry.price_minor),
                products::currency.eq(&entry.currency),
                products::link.eq(&entry.link),
                products::active.eq(true),
                products::updated_at.eq(At(now)),
            );
            insert_into(products::table)
                .values(row)
                .on_conflict(products::id)
                .do_update()
                .set((
                    products::name_ru.eq(excluded(products::name_ru)),
                    products::name_en.eq(excluded(products::name_en)),
                    products::price_minor.eq(excluded(products::price_minor)),
                    products::currency.eq(excluded(products::currency)),
                    products::link.eq(excluded(products::link)),
                    products::active.eq(excluded(products::active)),
                    products::updated_at.eq(excluded(products::updated_at)),
                ))
                .execute(on!(conn))
                .await?;
        }
        let kept: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        update(
            products::table
                .filter(products::id.ne_all(kept))
                .filter(products::active.eq(true)),
        )
        .set((products::active.eq(false), products::updated_at.eq(At(now))))
        .execute(on!(conn))
        .await
        .map(|_| ())
    })
}
