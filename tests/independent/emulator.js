// The bot's service behind telegram-test-api, an emulator of the Bot API by other people.
'use strict';

const http = require('node:http');
const axios = require('axios');
const TelegramServer = require('telegram-test-api');
const { folder, freePort, plain, rows, start, until } = require('./support');

const TOKEN = '700000002:independent-check-not-a-secret';

/** Hands calls on to the emulator and writes down what it answers. */
function listenTo(emulatorPort, calls) {
    return http.createServer((request, response) => {
        const parts = [];
        request.on('data', (part) => parts.push(part));
        request.on('end', async () => {
            const answer = await fetch(`http://127.0.0.1:${emulatorPort}${request.url}`, {
                method: request.method,
                headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
                body: parts.length ? Buffer.concat(parts) : undefined,
            });
            const text = await answer.text();
            calls.push({ method: request.url.split('/').pop(), status: answer.status, body: text });
            response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') });
            response.end(text);
        });
    });
}

/** Starts the emulator and the bot, and waits until the bot has registered its webhook. */
async function open(program) {
    const [port, webPort, apiPort] = [await freePort(), await freePort(), await freePort()];
    const server = new TelegramServer({ port, host: '127.0.0.1', storeTimeout: 600 });
    await server.start();
    const calls = [];
    const ear = listenTo(port, calls).listen(apiPort, '127.0.0.1');

    // The emulator keeps the secret that proves Telegram, but sends no header with it; the bot refuses such deliveries.
    const answersInWebhook = [];
    let inFlight = 0;
    axios.interceptors.request.use((config) => {
        const webhook = server.webhooks[TOKEN];
        if (webhook && config.url === webhook.url) {
            config.headers['X-Telegram-Bot-Api-Secret-Token'] = webhook.secret_token;
            inFlight += 1;
        }
        return config;
    });
    axios.interceptors.response.use((answer) => {
        if (answer.config.url === server.webhooks[TOKEN]?.url) {
            inFlight -= 1;
            if (answer.data?.method) answersInWebhook.push(answer.data);
        }
        return answer;
    });

    start(program, 'serve', ['serve'], {
        BOT_TOKEN: TOKEN,
        TELEGRAM_API_URL: `http://127.0.0.1:${apiPort}`,
        PUBLIC_URL: `http://127.0.0.1:${webPort}`,
        WEB_HOST: '127.0.0.1',
        WEB_PORT: String(webPort),
        DATABASE_URL: `sqlite:${folder}/serve.db`,
    });
    await until('the bot registers its webhook', () => server.webhooks[TOKEN]);

    // The emulator counts updates when a delivery has ended: one that begins earlier would have the same update_id, and
    // the bot would rightly take it for a repetition.
    const quiet = () => until('the delivery ends', () => inFlight === 0);

    const clients = new Map();
    const world = {
        calls,
        answersInWebhook,
        quiet,
        webhook: server.webhooks[TOKEN],
        api: (method, token = TOKEN) => `http://127.0.0.1:${port}/bot${token}/${method}`,
        async meet(user, name, language) {
            const client = server.getClient(TOKEN, { userId: user, chatId: user, firstName: name });
            clients.set(user, { client, language });
        },
        async say(user, text) {
            await quiet();
            const { client, language } = clients.get(user);
            const from = { from: { language_code: language } };
            if (text.startsWith('/')) await client.sendCommand(client.makeCommand(text, from));
            else await client.sendMessage(client.makeMessage(text, from));
        },
        async press(user, message, data) {
            await quiet();
            const { client, language } = clients.get(user);
            const about = { message: { message_id: message.id, text: message.text }, from: { language_code: language } };
            await client.sendCallback(client.makeCallbackQuery(data, about));
        },
        async chat(user) {
            const own = server.storage.botMessages.filter(({ message }) => Number(message.chat_id) === user);
            return own.map(({ messageId, message }) => ({
                id: messageId,
                text: plain(message.text),
                buttons: rows(message.reply_markup),
            }));
        },
        async close() {
            await quiet();
            ear.close();
            await server.stop();
        },
    };
    return world;
}

module.exports = { open };
