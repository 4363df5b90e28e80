// The pretend Tribute's till: one press sends an event, "more" shows the other ways to send it.
import { paper, toast } from "./dialogs.js";
import { at, busy, fill, make, renew } from "./dom.js";
import { showSent, verdict } from "./sent.js";
import { me, post, view } from "./store.js";
import { isChosen } from "./tabs.js";
import { money, plural, word } from "./words.js";

/** What can happen to each kind of product: the event, its type, and how much it stands out. */
const EVENTS = {
  plan: [["new_subscription", "regular", "main"], ["new_subscription", "trial"], ["new_subscription", "gift"], ["renewed_subscription"], ["cancelled_subscription"]],
  donation: [["new_donation", null, "main"], ["recurrent_donation"], ["cancelled_donation"]],
  digital: [["new_digital_product", null, "main"], ["digital_product_refunded"]],
  physical: [["physical_order_created", null, "main"], ["physical_order_shipped"], ["physical_order_canceled"]],
  shop: [["shop_order", null, "main"], ["shop_order_charge_success"], ["shop_order_charge_failed"], ["shop_order_cancelled"], ["shop_order_refunded"]],
};
/** What an owner meets seldom. */
const RARE = {
  shop: [["shop_order_payment_received"], ["shop_order_prepaid"], ["shop_order_payment_failed"], ["shop_token_charge_success"], ["shop_token_charge_failed"]],
};
const PING = ["ping"];

const kindOf = (product) => Object.keys(EVENTS).find((kind) => product?.kind?.includes(kind)) ?? "plan";
/** What is for sale; a playground that knows only plans sells those. */
const forSale = () => view.state.tribute.products ?? view.state.plans.map((plan, index) => ({ index, name: plan.name, kind: "plan" }));
const isFull = () => Boolean(view.state.tribute.products);
/** A product may say what can happen to it; a single donation is not repeated. */
const happens = (product, list) => list.filter(([event]) => product?.events?.includes(event) ?? true);
const chosen = () => forSale().find(({ index }) => String(index) === at("plan").value) ?? forSale()[0];

/** The name of an event in plain words, as on its button. */
export const eventWords = (event, type) => [`event_${event}_${type}`, `event_${event}`].map((key) => word(key)).find((text) => !text.startsWith("event_")) ?? event;

function options() {
  return {
    signature: at("signature").value, times: Number(at("repeat").value) || 1, twin: at("repeat").value === "twin", hold: at("hold").checked, without_telegram_id: at("without-id").checked,
  };
}

const isUnusual = () => at("signature").value !== "right" || at("repeat").value !== "1"
  || ["without-id", "hold", "edit-first"].some((id) => at(id).checked);

function usual() {
  at("signature").value = "right";
  at("repeat").value = "1";
  for (const id of ["without-id", "hold", "edit-first"]) at(id).checked = false;
  at("unusual").hidden = true;
}

async function send(event, type) {
  const product = chosen();
  if (!isFull()) {
    const answer = await post("tribute", { user: view.user, event, plan: product.index });
    if (answer) toast(`Tribute: ${verdict(answer.status)}`, answer.status !== 200);
    return;
  }
  const draft = await post("tribute/draft", { user: view.user, event, product: product.index, ...(type ? { type } : {}) });
  if (!draft) return;
  let { body } = draft;
  if (at("edit-first").checked) {
    body = await paper(eventWords(event, type), body, { text: word("paperHint"), yes: word("sendIt") });
    if (body === null) return;
  }
  const entry = await post("tribute/send", { user: view.user, body, ...options() });
  if (!entry) return;
  const last = entry.attempts?.at(-1);
  if (entry.held) toast(word("heldNow"));
  else if (last) toast(`${eventWords(event, type)}: ${verdict(last.status)}`, last.status !== 200);
}

function actionButton({ event, type, look }) {
  return make("button", {
    type: "button", className: look === "main" ? "main" : "quiet", "data-event": event, "data-type": type ?? undefined,
    onclick: (press) => { const node = press.currentTarget; busy(node, () => send(event, type)); },
  }, eventWords(event, type));
}

const entries = (list) => list.map(([event, type, look]) => [`${event}_${type ?? ""}`, { event, type, look }]);

export function showTribute() {
  if (!isChosen("tribute")) return;
  const { tribute, plans } = view.state;
  const products = forSale();
  at("tribute-off").hidden = tribute.set;
  at("pay-hint").textContent = word("tributeHint", { name: me().first_name });
  const price = (product) => {
    const { price: amount, currency } = isFull() ? product : plans[product.index];
    return amount ? ` — ${money(amount, currency)}` : "";
  };
  fill(at("plan"), products.map((product) => [product.index, `${word(`kind_${kindOf(product)}`)}: ${product.name}${price(product)}`]));
  const kind = kindOf(chosen());
  // An older playground knows subscriptions only, and no types.
  const usualOnes = isFull() ? happens(chosen(), EVENTS[kind]) : EVENTS.plan.filter(([event, type]) => type !== "trial" && type !== "gift");
  renew(at("tribute-actions"), products.length ? entries(usualOnes) : [], actionButton);
  renew(at("rare-actions"), entries([...happens(chosen(), RARE[kind] ?? []), PING]), actionButton);
  at("tribute-more").hidden = !isFull();
  for (const node of document.querySelectorAll("[data-event]")) node.disabled = !tribute.set || !products.length;
  fill(at("signature"), ["right", "wrong", "none", "previous_key"].map((key) => [key, word(`signature_${key}`)]));
  fill(at("repeat"), [1, 2, 3, 4, 5].map((n) => [n, plural("times", n)]).concat([["twin", word("twin")]]));
  at("unusual").hidden = !isUnusual();
  showSent(eventWords);
}

export function startTribute() {
  at("plan").addEventListener("change", showTribute);
  at("tribute-more").addEventListener("change", () => { at("unusual").hidden = !isUnusual(); });
  at("usual").addEventListener("click", usual);
}
