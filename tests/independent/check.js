// The same conversation in both worlds; then calls that Telegram refuses.
'use strict';

const assert = require('node:assert/strict');
const emulator = require('./emulator');
const playground = require('./playground');
const { logs, post, until } = require('./support');

const ANNA = 5_301_000_111;
const BORIS = 5_301_000_222;

/** One conversation: who does what, and what the bot's newest message then holds. A press names its button's words. */
const STEPS = [
    [ANNA, 'says', '/start', 'напоминал о себе'],
    [ANNA, 'says', 'привет', 'не понял'],
    [ANNA, 'says', '/menu', 'Главное меню'],
    [ANNA, 'presses', 'Энергия', 'Пять вопросов'],
    [ANNA, 'presses', 0, 'Вопрос 1 из 5'],
    [ANNA, 'presses', 0, 'Вопрос 2 из 5'],
    [ANNA, 'presses', 1, 'Вопрос 3 из 5'],
    [ANNA, 'presses', 'Назад', 'Вопрос 2 из 5'],
    [ANNA, 'presses', 2, 'Вопрос 3 из 5'],
    [ANNA, 'presses', 1, 'Вопрос 4 из 5'],
    [ANNA, 'presses', 1, 'Вопрос 5 из 5'],
    [ANNA, 'presses', 0, 'баллов из 20'],
    [ANNA, 'presses', 'меню', 'Главное меню'],
    [ANNA, 'presses', 'Мой план', 'баллов из 20'],
    [ANNA, 'says', '/subscription', 'Подписк'],
    [ANNA, 'says', '/help', 'Как всё устроено'],
    [BORIS, 'says', '/start friend', 'Would you like a reminder'],
    [BORIS, 'says', '/menu', 'Main menu'],
    [BORIS, 'presses', 'Subscription', 'club'],
];

/** Carries out the conversation; gives the chats as they stood after each step. */
async function talk(world) {
    await world.meet(ANNA, 'Анна', 'ru');
    await world.meet(BORIS, 'Boris', 'en');
    const seen = [];
    for (const [user, how, what, expected] of STEPS) {
        const before = await world.chat(user);
        if (how === 'says') {
            await world.say(user, what);
        } else {
            const screen = before.at(-1);
            const buttons = screen.buttons.flat();
            const button = typeof what === 'number' ? buttons[what] : buttons.find(({ text }) => text.includes(what));
            assert.ok(button, `no button ${what} in ${JSON.stringify(screen)}`);
            await world.press(user, screen, button.does);
        }
        const chat = await until(`"${expected}" after ${how} ${what}`, async () => {
            const chat = await world.chat(user);
            const isNew = JSON.stringify(chat) !== JSON.stringify(before);
            return isNew && chat.at(-1)?.text.includes(expected) && chat;
        });
        seen.push(JSON.parse(JSON.stringify(chat.map(({ text, buttons }) => ({ text, buttons })), withoutAttempt)));
    }
    return seen;
}

/** An attempt at a quiz is named after the update that began it, and each world counts in its own way. */
function withoutAttempt(name, value) {
    return name === 'does' ? value.replace(/^(q[ab]:energy):\d+/, '$1:N') : value;
}

/** Calls that the real Telegram refuses. */
const REFUSED = [
    ['a token that nobody has', 'getMe', {}, '1:wrong'],
    ['a webhook elsewhere without TLS', 'setWebhook', { url: 'http://example.com/' }],
    ['no chat', 'sendMessage', { text: 'a' }],
    ['a chat that nobody knows', 'sendMessage', { chat_id: 77, text: 'a' }],
    ['an empty text', 'sendMessage', { chat_id: ANNA, text: '' }],
    ['a text of 4,097 characters', 'sendMessage', { chat_id: ANNA, text: 'a'.repeat(4_097) }],
    ['HTML that is not closed', 'sendMessage', { chat_id: ANNA, text: '<b>a', parse_mode: 'HTML' }],
    ['callback data of 65 bytes', 'sendMessage', {
        chat_id: ANNA, text: 'a', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'a'.repeat(65) }]] },
    }],
    ['a button that does nothing', 'sendMessage', {
        chat_id: ANNA, text: 'a', reply_markup: { inline_keyboard: [[{ text: 'a' }]] },
    }],
    ['an edit of no message', 'editMessageText', { chat_id: ANNA, message_id: 4_000, text: 'a' }],
    ['an answer to no press', 'answerCallbackQuery', { callback_query_id: 'none' }],
    ['a deletion of no message', 'deleteMessage', { chat_id: ANNA, message_id: 4_000 }],
    ['a command in capitals', 'setMyCommands', { commands: [{ command: 'START', description: 'a' }] }],
    ['a method that does not exist', 'sendHologram', { chat_id: ANNA }],
];

const said = ({ status, body }) => `${status} ${body.description ?? (body.ok ? 'ok' : JSON.stringify(body).slice(0, 60))}`;

async function refusals(theirs, ours) {
    console.log('\nWhat Telegram refuses, and what was answered (telegram-test-api | playground):');
    for (const [what, method, params, token] of REFUSED) {
        const their = await post(theirs.api(method, token), params);
        const our = await post(ours.api(method, token), params);
        console.log(`  ${what}: ${said(their)} | ${said(our)}`);
        assert.equal(our.body.ok, false, `the playground takes ${what}`);
        assert.equal(our.body.error_code, our.status, `${what}: ${JSON.stringify(our.body)}`);
    }
}

function report(theirs) {
    console.log('\nWhat the bot asked of telegram-test-api, and what came back:');
    const kinds = new Map();
    for (const { method, status, body } of theirs.calls) {
        const result = JSON.parse(body).result;
        const shape = result === null ? 'null' : Array.isArray(result) ? 'array' : typeof result;
        const key = `${method}: status ${status}, result ${shape}`;
        kinds.set(key, (kinds.get(key) ?? 0) + 1);
    }
    for (const [key, times] of kinds) console.log(`  ${key}, ${times} times`);
    console.log(`  in the body of a webhook's answer, which it does not read: ${theirs.answersInWebhook.length} calls`);
}

async function main(program) {
    const theirs = await emulator.open(program);
    const ours = await playground.open(program);
    const [read, expected] = [await talk(theirs), await talk(ours)];
    STEPS.forEach(([, how, what], at) => {
        assert.deepEqual(read[at], expected[at], `step ${at + 1} (${how} ${what}) reads differently`);
    });
    const asked = new Set(theirs.calls.map(({ method }) => method));
    for (const method of ['getMe', 'setWebhook', 'sendMessage', 'editMessageText']) {
        assert.ok(asked.has(method), `${method} was not called`);
    }
    await theirs.quiet();
    const presses = STEPS.filter(([, how]) => how === 'presses').length;
    assert.equal(theirs.answersInWebhook.length, presses, 'each press is answered');
    console.log(`${STEPS.length} steps read the same in telegram-test-api and in the playground.`);
    report(theirs);
    await refusals(theirs, ours);
    await theirs.close();
}

main(require('node:path').resolve(process.argv[2])).then(
    () => process.exit(0),
    (error) => {
        console.error(`${error.stack}\n${logs()}`);
        process.exit(1);
    },
);
