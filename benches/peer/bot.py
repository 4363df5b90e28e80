"""The peer of the benchmark: the quiz journey by a competent aiogram bot.

The same work as the service: each update recorded once, in the transaction of what it changes; the person upserted;
the quiz's state in the database; one message edited in place, the press answered, both calls awaited before the 200;
the secret token checked; GET /ping after a round trip to the database. What it leaves out: an outbox, so a message is
lost when the process dies between commit and send.

What a careful author does for speed is done: uvloop, one HTTP session, one engine with a pool that its one thread can
use, prepared statements (asyncpg caches them), SQL built once, no ORM, state as JSON, no logging, no access log.

One process. `--peer 2` runs two of them, and the load takes them in turn.
Variables: BOT_TOKEN, TELEGRAM_API_URL, TELEGRAM_SECRET_TOKEN, DATABASE_URL, WEB_HOST, WEB_PORT.
"""

import asyncio
import json
import os
from datetime import UTC, datetime

import uvloop
from aiogram import BaseMiddleware, Bot, Dispatcher, F, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web
from sqlalchemy import BigInteger, Column, DateTime, MetaData, Table, Text, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

# The pool: more connections than that only wait for each other when one thread feeds them.
CONNECTIONS = 20

QUIZ = {
    "id": "energy",
    "title": "⚡ Энергия",
    "about": "Пять вопросов о силах и привычках. Ответьте, как есть: это займёт минуту.",
    "questions": [
        ("Как вы чувствуете себя утром?", ["Бодро, хочется взяться за дела", "По-разному", "Разбитым"]),
        ("Меняются ли силы в течение дня?", ["Почти не меняются", "Иногда клонит в сон", "Падают после обеда"]),
        ("Зачем вы пьёте кофе?", ["Пью для удовольствия или не пью", "Чтобы проснуться", "Без него никак"]),
        ("Как часто вы двигаетесь, ходите пешком, делаете зарядку?", ["Почти каждый день", "Пару раз в неделю", "Редко"]),
        ("Остаются ли к вечеру силы на близких и на то, что вы любите?", ["Да, обычно остаются", "Когда как", "Нет"]),
    ],
    "points": [0, 2, 4],
    "bands": [(5, "Заряжены"), (10, "Бережёте силы"), (20, "Пора подзарядиться")],
}
DOORS = ["energy", "immunity", "gut", "sleep", "stress"]

metadata = MetaData()
updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
)
users = Table(
    "users",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("first_name", Text, nullable=False),
    Column("username", Text),
    Column("language_code", Text),
    Column("state", Text),
    Column("last_result", Text),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
)

RECORD = insert(updates).on_conflict_do_nothing().returning(updates.c.update_id)
_user = insert(users)
UPSERT = _user.on_conflict_do_update(
    index_elements=[users.c.id],
    set_={name: _user.excluded[name] for name in ("first_name", "username", "language_code", "last_seen_at")},
).returning(users.c.state)  # and the row is locked until the commit
SAVE = update(users).where(users.c.id == bindparam("person")).values(state=bindparam("new_state"))
FINISH = SAVE.values(last_result=bindparam("result"))

router = Router()


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows]
    )


def question_screen(answers: list[int]) -> tuple[str, InlineKeyboardMarkup]:
    number = len(answers)
    words, choices = QUIZ["questions"][number]
    rows = [[(choice, f"qa:{QUIZ['id']}:{number}:{index}")] for index, choice in enumerate(choices)]
    rows.append([("🏠 В меню", "home")])
    title = f"<b>{QUIZ['title']}</b> · Вопрос {number + 1} из {len(QUIZ['questions'])}"
    return f"{title}\n\n{words}", keyboard(*rows)


def result_screen(answers: list[int]) -> tuple[str, str, InlineKeyboardMarkup]:
    points = sum(QUIZ["points"][answer] for answer in answers)
    band = next(name for limit, name in QUIZ["bands"] if points <= limit)
    text_ = f"<b>{QUIZ['title']}</b>: {band}\n\nВаши баллы: {points} из 20.\n• Сон в одно время\n• Прогулка каждый день"
    return band, text_, keyboard([("Пройти ещё раз", f"quiz:{QUIZ['id']}:start")], [("🏠 В меню", "home")])


class Transaction(BaseMiddleware):
    """Records the update once, upserts its person, hands the connection to the handler, commits; then sends.

    A handler returns what to send, so that no connection is held during a call to Telegram.
    """

    def __init__(self, engine):
        self.engine = engine

    async def __call__(self, handler, event: Update, data):
        person = data.get("event_from_user")
        if person is None:
            return None
        now = datetime.now(UTC)
        async with self.engine.begin() as connection:
            recorded = await connection.execute(RECORD, {"update_id": event.update_id, "received_at": now})
            if recorded.first() is None:
                return None
            row = {
                "id": person.id,
                "first_name": person.first_name,
                "username": person.username,
                "language_code": person.language_code,
                "started_at": now,
                "last_seen_at": now,
            }
            state = (await connection.execute(UPSERT, row)).scalar_one()
            data["connection"] = connection
            data["state_json"] = json.loads(state) if state else None
            send = await handler(event, data)
        if callable(send):
            await send()
        return None


@router.message(CommandStart())
@router.message(Command("menu"))
async def menu(message: Message):
    rows = [[(door, f"quiz:{door}")] for door in DOORS]
    return lambda: message.answer("Выберите ключ, с которого начнём.", reply_markup=keyboard(*rows))


def edit(press: CallbackQuery, words: str, markup: InlineKeyboardMarkup):
    async def send():
        # Neither needs the other.
        await asyncio.gather(press.bot(press.message.edit_text(words, reply_markup=markup)), press.bot(press.answer()))

    return send


@router.callback_query(F.data == "home")
async def home(press: CallbackQuery):
    rows = [[(door, f"quiz:{door}")] for door in DOORS]
    return edit(press, "Выберите ключ, с которого начнём.", keyboard(*rows))


@router.callback_query(F.data.endswith(":start"))
async def start_quiz(press: CallbackQuery, connection: AsyncConnection):
    state = json.dumps({"quiz": QUIZ["id"], "answers": []})
    await connection.execute(SAVE, {"person": press.from_user.id, "new_state": state})
    return edit(press, *question_screen([]))


@router.callback_query(F.data.startswith("quiz:"))
async def door(press: CallbackQuery):
    rows = keyboard([("Начать", f"quiz:{QUIZ['id']}:start")], [("🏠 В меню", "home")])
    return edit(press, f"<b>{QUIZ['title']}</b>\n\n{QUIZ['about']}", rows)


@router.callback_query(F.data.startswith("qa:"))
async def answer(press: CallbackQuery, connection: AsyncConnection, state_json: dict | None):
    _, _, number, choice = press.data.split(":")
    answers = state_json["answers"] if state_json else None
    if answers is None or int(number) != len(answers):
        return press.answer  # an old question: nothing changes
    answers.append(int(choice))
    if len(answers) < len(QUIZ["questions"]):
        await connection.execute(SAVE, {"person": press.from_user.id, "new_state": json.dumps(state_json)})
        return edit(press, *question_screen(answers))
    band, words, rows = result_screen(answers)
    await connection.execute(FINISH, {"person": press.from_user.id, "new_state": None, "result": band})
    return edit(press, words, rows)


def build() -> web.Application:
    scheme, address = os.environ["DATABASE_URL"].split("://", 1)
    assert scheme in ("postgres", "postgresql"), scheme
    engine = create_async_engine(f"postgresql+asyncpg://{address}", pool_size=CONNECTIONS, max_overflow=0)
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"]))
    bot = Bot(os.environ["BOT_TOKEN"], session=session, default=DefaultBotProperties(parse_mode="HTML"))
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(Transaction(engine))
    dispatcher.include_router(router)

    async def ping(_request: web.Request) -> web.Response:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        return web.json_response({"status": "ok"})

    async def open_database(_app: web.Application):
        async with engine.begin() as connection:
            # Two processes may start at once.
            await connection.execute(text("SELECT pg_advisory_xact_lock(1)"))
            await connection.run_sync(metadata.create_all)

    async def close_database(_app: web.Application):
        await engine.dispose()

    app = web.Application()
    app.router.add_get("/ping", ping)
    secret = os.environ["TELEGRAM_SECRET_TOKEN"]
    webhook = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=secret)
    webhook.register(app, path="/telegram/webhook")
    setup_application(app, dispatcher, bot=bot)
    app.on_startup.append(open_database)
    app.on_cleanup.append(close_database)
    return app


if __name__ == "__main__":
    web.run_app(
        build(),
        host=os.environ.get("WEB_HOST", "0.0.0.0"),
        port=int(os.environ.get("WEB_PORT", "8080")),
        access_log=None,
        print=None,
        loop=uvloop.new_event_loop(),
    )
