//! What happens to one person, and what they must have in the end.

use super::*;

impl World {
    pub fn lives(&mut self, person: usize) {
        for sold in 0..SOLD.len() {
            if self.may(45) {
                self.subscribes(person, sold);
            }
        }
        for number in 0..self.rng.usize(..3) {
            self.buys(person, number);
        }
        self.has_days_in_a_row(person);
        if self.may(40) {
            self.orders(person);
        }
        for _ in 0..self.rng.usize(..3) {
            self.gives(person);
        }
        if self.may(20) {
            let order = 1_000 + person;
            let parcel = json!({ "order_id": order, "status": "pending", "total": 150_000, "currency": "rub",
                "products": [{ "product_name": "Кружка", "quantity": 1, "price": 150_000, "currency": "rub" }] });
            let begun = self.day();
            let at = self.happens(
                person,
                "physical_order_created",
                begun,
                parcel.clone(),
                "stored",
            );
            self.people[person].paid_by_name.push(at);
            self.happens(
                person,
                "physical_order_shipped",
                begun + DAY,
                parcel,
                "stored",
            );
        }
    }

    /// Whether something happens, by its chance in a hundred.
    fn may(&mut self, chance: u8) -> bool {
        self.is_crowded || self.rng.u8(..100) < chance
    }

    /// A day of last year, in seconds.
    fn day(&mut self) -> i64 {
        1_760_000_000 + DAY * i64::from(self.rng.u16(..300))
    }

    fn pays(&mut self, person: usize, at: i64) {
        let known = &mut self.people[person].first_paid;
        *known = Some(known.map_or(at, |known| known.min(at)));
    }

    /// Writes an event down; the moment of it, in microseconds.
    fn happens(
        &mut self,
        person: usize,
        name: &str,
        second: i64,
        mut payload: Value,
        outcome: &'static str,
    ) -> i64 {
        self.used += 1;
        let at = second * 1_000_000 + self.used % 1_000_000;
        let is_named = self.rng.u8(..100) < 65;
        let buyer = &mut self.people[person];
        if payload["anonymously"] == json!(true) {
            // Nothing says who it was.
        } else if payload.get("uuid").is_none() {
            payload["trb_user_id"] = json!(buyer.payer);
            if buyer.is_known && is_named {
                payload["telegram_user_id"] = json!(buyer.id);
            }
            buyer.is_told |= (buyer.is_known && is_named) || outcome == "applied";
        } else if buyer.is_known && person.is_multiple_of(2) {
            payload["customerId"] = json!(format!("tg:{}", buyer.id));
        } else {
            payload["customerId"] = json!(format!("acct_{person}"));
        }
        let created_at = Timestamp::from_microsecond(at)
            .expect("a moment")
            .to_string();
        let body = json!({ "name": name, "created_at": created_at, "sent_at": created_at, "payload": payload });
        let event = Event {
            body,
            person,
            outcome,
        };
        assert!(
            self.events.insert(created_at, event).is_none(),
            "two at once"
        );
        at
    }

    /// A few periods of a subscription, perhaps begun by a trial or a gift, perhaps cancelled, perhaps taken up again.
    fn subscribes(&mut self, person: usize, sold: usize) {
        let (number, plan) = SOLD[sold];
        let (mut at, mut until) = (self.day(), 0);
        let (mut renews, mut basis, mut price) = (false, "paid", 0);
        for period in 0..self.rng.usize(1..5) {
            let kind = match (period, self.rng.u8(..10)) {
                (0, 0 | 1) => "trial",
                (0, 2) => "gift",
                _ => "regular",
            };
            let is_free = kind != "regular";
            (basis, price) = if is_free {
                (kind, 0)
            } else {
                ("paid", 49_900 + i64::from(self.rng.u8(..3)) * 100)
            };
            until = until.max(at + 30 * DAY);
            let payload = json!({ "subscription_id": number, "period_id": 7, "subscription_name": "Йога 🎉", "period": "monthly",
                "type": kind, "price": price, "amount": price * 9 / 10, "currency": "rub", "expires_at": moment(until) });
            let name = if period == 0 || !renews {
                "new_subscription"
            } else {
                "renewed_subscription"
            };
            renews = true;
            let paid_at = self.happens(person, name, at, payload.clone(), "applied");
            if !is_free {
                self.pays(person, paid_at);
            }
            if self.rng.u8(..10) < 3 {
                let mut cancel = payload;
                cancel["cancel_reason"] = json!("Cancel by User");
                cancel["price"] = json!(0);
                self.happens(
                    person,
                    "cancelled_subscription",
                    at + DAY,
                    cancel,
                    "applied",
                );
                renews = false;
            }
            at += 29 * DAY;
        }
        let access = Access {
            plan: plan.to_owned(),
            until: Some(until),
            renews,
            basis,
            price,
        };
        self.people[person]
            .access
            .insert(format!("sub:{number}"), access);
    }

    /// A digital product, which may be paid back.
    fn buys(&mut self, person: usize, number: usize) {
        let purchase = 10 + person * 10 + number;
        let good = self.rng.usize(..3);
        let payload = json!({ "product_id": 456 + good, "product_name": "Клуб на месяц", "amount": 50_000, "currency": "rub",
            "purchase_id": purchase });
        let outcome = if good == 2 { "stored" } else { "applied" };
        let at = self.day();
        let paid_at = self.happens(person, "new_digital_product", at, payload.clone(), outcome);
        let mut until = [Some(at + 30 * DAY), None, None][good];
        let source = format!("purchase:{purchase}");
        if self.rng.u8(..10) < 4 {
            let back = at + DAY * i64::from(self.rng.u8(1..60));
            self.happens(person, "digital_product_refunded", back, payload, outcome);
            until = Some(until.map_or(back, |until| until.min(back)));
        } else if outcome == "stored" {
            self.people[person].paid_by_name.push(paid_at);
        } else {
            self.pays(person, paid_at);
            if good == 0 {
                self.people[person].month_passes.push((at, source.clone()));
            }
        }
        if let Some(plan) = [Some("club"), Some("club_plus"), None][good] {
            let access = Access {
                plan: plan.to_owned(),
                until,
                renews: false,
                basis: "paid",
                price: 50_000,
            };
            self.people[person].access.insert(source, access);
        }
    }

    /// A month that is bought while another one lasts comes after it.
    fn has_days_in_a_row(&mut self, person: usize) {
        let person = &mut self.people[person];
        person.month_passes.sort();
        let mut last = 0;
        for (at, source) in &person.month_passes {
            last = last.max(*at) + 30 * DAY;
            let access = person.access.get_mut(source).expect("bought");
            access.until = Some(last);
        }
    }

    /// An order that is charged again and again, whose last payment may go back.
    fn orders(&mut self, person: usize) {
        let uuid = format!("0f9b0f4e-6a1c-4c2e-9b7d-{person:012}");
        let (mut at, mut ends) = (self.day(), Vec::new());
        let order = |until: i64| {
            json!({ "uuid": uuid, "shopId": 731, "amount": 49_900, "currency": "rub", "isRecurrent": true,
            "period": "monthly", "memberStatus": "active", "memberExpiresAt": moment(until) })
        };
        let waiting = order(at);
        self.happens(
            person,
            "shop_order_payment_received",
            at - 60,
            waiting,
            "stored",
        );
        let mut first = None;
        for period in 0..self.rng.usize(1..4) {
            let name = if period == 0 {
                "shop_order"
            } else {
                "shop_order_charge_success"
            };
            let until = at + 31 * DAY;
            let paid_at = self.happens(person, name, at, order(until), "applied");
            first = first.or(Some(paid_at));
            ends.push(until);
            at += 30 * DAY;
        }
        let (mut until, mut renews) = (*ends.last().expect("one at least"), true);
        if self.rng.u8(..10) < 4 {
            let mut cancel = order(until);
            cancel["cancelReason"] = json!("cancelled_by_seller");
            self.happens(
                person,
                "shop_order_cancelled",
                at - 20 * DAY,
                cancel,
                "applied",
            );
            renews = false;
        }
        if self.rng.u8(..10) < 3 {
            let mut back = order(until);
            (back["transactionId"], back["status"]) = (json!(person), json!("initiated"));
            self.happens(
                person,
                "shop_order_refunded",
                at - 10 * DAY,
                back.clone(),
                "stored",
            );
            back["status"] = json!("completed");
            let back_at = at - 9 * DAY;
            self.happens(person, "shop_order_refunded", back_at, back, "applied");
            ends.pop();
            until = ends.last().map_or(back_at, |left| (*left).max(back_at));
            renews = false;
            first = first.filter(|_| !ends.is_empty());
        }
        if let Some(first) = first {
            self.pays(person, first);
        }
        let access = Access {
            plan: "club".to_owned(),
            until: Some(until),
            renews,
            basis: "paid",
            price: 49_900,
        };
        self.people[person]
            .access
            .insert(format!("order:{uuid}"), access);
    }

    /// A donation, of which it may not be known whose it is.
    fn gives(&mut self, person: usize) {
        let is_anonymous = self.rng.u8(..10) < 2;
        let payload = json!({ "donation_request_id": 156_031, "donation_name": "На чай", "period": "once", "amount": 15_000,
            "currency": "rub", "anonymously": is_anonymous, "message": "Спасибо <3" });
        let at = self.day();
        let given_at = self.happens(person, "new_donation", at, payload, "stored");
        if !is_anonymous {
            self.people[person].paid_by_name.push(given_at);
        }
    }
}
