//! How access is spoken of, wherever it is.

use super::{Context, access::Subscription, callback_data::Press, state::Person};
use crate::{
    content::{Locale, TextKey},
    telegram::calls::Button,
};

impl Context<'_> {
    /// The name of what a person has; Tribute's own when the pack does not know the plan.
    #[must_use]
    pub fn plan_name(&self, locale: Locale, subscription: &Subscription) -> String {
        let (plan, name) = (&subscription.plan, &subscription.name);
        let name = self.content.plan_name(locale, plan, name);
        if name.is_empty() {
            return self.content.text(locale, TextKey::TributeUnknownPlan, &[]);
        }
        name.to_owned()
    }

    /// The end of access as a date by a person's clock, or the words for access that has none.
    #[must_use]
    pub fn end_for(
        &self,
        person: Option<&Person>,
        locale: Locale,
        subscription: &Subscription,
    ) -> String {
        if subscription.is_endless() {
            return self.content.text(locale, TextKey::DateEndless, &[]);
        }
        self.date_for(person, locale, subscription.access_until)
    }

    /// To the page that takes the payment for a plan. `None` when the pack does not have it.
    #[must_use]
    pub fn pay_button(&self, locale: Locale, plan: &str) -> Option<Button> {
        let plan = self.content.plan(plan)?;
        let args = [
            ("plan", plan.title.get(locale)),
            ("price", plan.price_label.get(locale)),
        ];
        let label = self.content.text(locale, TextKey::ButtonSubscribe, &args);
        Some(Button::url(label, plan.link.clone()))
    }

    /// To where Tribute lets a person change the card or stop renewal. `None` when the pack does not have the plan.
    #[must_use]
    pub fn manage_button(&self, locale: Locale, plan: &str) -> Option<Button> {
        let plan = self.content.plan(plan)?;
        let args = [("plan", plan.title.get(locale))];
        let label = self.content.text(locale, TextKey::ButtonManage, &args);
        Some(Button::url(label, plan.link.clone()))
    }

    /// To the subscription page, under a message that is to stay.
    #[must_use]
    pub fn subscription_button(&self, locale: Locale) -> Button {
        let label = self.content.text(locale, TextKey::MenuSubscription, &[]);
        Button::callback(label, Press::Subscription.encode_below())
    }
}
