// The same service beside our own pretend Telegram, over its HTTP interface.
'use strict';

const { folder, freePort, post, rows, start, until } = require('./support');

const TOKEN = '700000001:playground-token-not-a-secret';

/** Starts the playground and waits until its bot has registered. */
async function open(program) {
    const port = await freePort();
    const root = `http://127.0.0.1:${port}`;
    const address = ['--listen', `127.0.0.1:${port}`];
    const memory = ['--database', `sqlite:${folder}/playground.db`, '--chats', `${folder}/chats.jsonl`];
    start(program, 'playground', ['playground', ...address, ...memory], {});
    const state = async (user) => (await fetch(`${root}/playground/state?user=${user}`)).json();
    const tell = async (what, body) => {
        const { status, body: answer } = await post(`${root}/playground/${what}`, body);
        if (status !== 200) throw new Error(`${what}: ${status} ${JSON.stringify(answer)}`);
    };
    await until('the playground opens', async () => (await state(1)).webhook.set);
    return {
        api: (method, token = TOKEN) => `${root}/bot${token}/${method}`,
        meet: (user, name, language) => tell('person', { id: user, first_name: name, language_code: language }),
        say: (user, text) => tell('text', { user, text }),
        press: (user, message, data) => tell('press', { user, message: message.id, data }),
        async chat(user) {
            const { bot, messages } = await state(user);
            const own = messages.filter((message) => message.from?.id === bot.id && !message.deleted);
            return own.map((message) => ({
                id: message.message_id,
                text: (message.text ?? message.caption ?? '').trim(),
                buttons: rows(message.reply_markup),
            }));
        },
        async close() {},
    };
}

module.exports = { open };
