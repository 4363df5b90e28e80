// What both worlds need: free ports, processes that are stopped, waiting.
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const PATIENCE = 30_000;
const running = [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'five-keys-independent-'));

/** A port that was free a moment ago. */
function freePort() {
    return new Promise((resolve, reject) => {
        const server = net.createServer().once('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

/** Waits until `find` gives something that is not false; errors count as false until time is up. */
async function until(what, find) {
    const end = Date.now() + PATIENCE;
    let last;
    while (Date.now() < end) {
        try {
            const found = await find();
            if (found) return found;
        } catch (error) {
            last = error;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`never happened: ${what}${last ? ` (${last.message})` : ''}`);
}

/** Starts the bot's program with nothing in its environment but what is given. */
function start(program, name, args, env) {
    const log = path.join(folder, `${name}.log`);
    const file = fs.openSync(log, 'w');
    const child = spawn(program, args, { env, cwd: folder, stdio: ['ignore', file, file] });
    child.once('error', (error) => {
        throw new Error(`${name} does not start: ${error.message}`);
    });
    running.push({ name, child, log });
}

/** What the processes wrote, for a failure. */
function logs() {
    return running.map(({ name, log }) => `--- ${name}\n${fs.readFileSync(log, 'utf8').slice(-4_000)}`).join('\n');
}

// However this ends, what was started is stopped, and what it left is removed.
process.on('exit', () => {
    for (const { child } of running) child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

/** Posts JSON; gives the status and the body, parsed when it is JSON. */
async function post(url, body) {
    const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
    });
    const text = await answer.text();
    try {
        return { status: answer.status, body: JSON.parse(text) };
    } catch {
        return { status: answer.status, body: text };
    }
}

/** What a person reads of Telegram's HTML. */
function plain(html) {
    const marks = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
    return html.replace(/<[^>]*>/g, '').replace(/&(lt|gt|quot|amp);/g, (mark) => marks[mark]).trim();
}

/** An inline keyboard as rows of words and what a press sends. */
function rows(markup) {
    const keyboard = markup?.inline_keyboard ?? [];
    return keyboard.map((row) => row.map(({ text, callback_data, url }) => ({ text, does: callback_data ?? url })));
}

module.exports = { folder, freePort, logs, plain, post, rows, start, until };
