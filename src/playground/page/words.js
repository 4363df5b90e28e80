// The words of the page itself. What the bot says is the bot's own business.
const words = {
  ru: {
    banner: "Telegram и Tribute здесь ненастоящие, деньги тоже.",
    log: "Переписка с ботом", payload: "Метка в ссылке (необязательно)", start: "Начать", unblock: "Разблокировать",
    block: "Заблокировать", menu: "☰ Меню", message: "Сообщение", send: "Отправить", person: "Кто пишет", newPerson: "Новый человек",
    language: "Язык", tribute: "Оплата в ненастоящем Tribute", tributeOff: "Адрес вебхука Tribute не задан: события некуда слать.",
    plan: "Тариф", pay: "Оплатить", renew: "Продлить", cancel: "Отменить", behind: "За кулисами", ok: "Хорошо", no: "Не надо",
    edited: "изменено", bot: "бот", typing: "печатает…", upload: "отправляет файл…", empty: "Здесь пока пусто. Нажмите «Начать», чтобы познакомиться с ботом.",
    noWebhook: "Бот ещё не зарегистрировал вебхук: сообщения ждут.", waiting: "В очереди к боту: ", allThere: "Все сообщения доставлены боту.",
    lastError: "Последняя ошибка доставки: ", refused: "отказано", noAnswer: "нет ответа", lost: "Песочница не отвечает, пробую снова…",
    phone: "Поделиться номером", number: "Телефон", name: "Имя", id: "Номер (id)", photo: "Фото", photoAt: "Фото по ссылке", contact: "Контакт",
    unsupported: "Такая кнопка работает только в Telegram", copied: "Скопировано", spoiler: "Скрытый текст, нажмите, чтобы открыть", goPay: "Настоящая оплата здесь не открывается: заплатите понарошку на панели.",
  },
  en: {
    banner: "Telegram and Tribute are pretended here, and no money is real.",
    log: "Chat with the bot", payload: "Deep-link payload (optional)", start: "Start", unblock: "Unblock",
    block: "Block", menu: "☰ Menu", message: "Message", send: "Send", person: "Who is writing", newPerson: "New person",
    language: "Language", tribute: "Pay in the pretend Tribute", tributeOff: "No Tribute webhook address is set: events have nowhere to go.",
    plan: "Plan", pay: "Pay", renew: "Renew", cancel: "Cancel", behind: "Behind the scenes", ok: "OK", no: "Not now",
    edited: "edited", bot: "bot", typing: "typing…", upload: "sending a file…", empty: "Nothing here yet. Press Start to meet the bot.",
    noWebhook: "The bot has not registered its webhook yet: messages wait.", waiting: "Waiting for the bot: ", allThere: "The bot has every message.",
    lastError: "Last delivery error: ", refused: "refused", noAnswer: "no answer", lost: "The playground does not answer, trying again…",
    phone: "Share your number", number: "Phone", name: "Name", id: "Number (id)", photo: "Photo", photoAt: "Photo by address", contact: "Contact",
    unsupported: "Such a button works only in Telegram", copied: "Copied", spoiler: "Hidden text, press to reveal", goPay: "The real payment page does not open here: pay in the panel, it is pretended.",
  },
};

let current = words.ru;

export const word = (key) => current[key] ?? key;

/** Puts the words of a language on the page. */
export function speak(language) {
  current = language === "ru" ? words.ru : words.en;
  document.documentElement.lang = language === "ru" ? "ru" : "en";
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = word(node.dataset.placeholder);
}
