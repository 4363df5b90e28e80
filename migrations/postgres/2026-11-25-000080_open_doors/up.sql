-- Groups and channels that the bot is in or that some plan opens (is_door), with the bot's own standing there.
CREATE TABLE door_chats (
    door BIGINT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    is_door BOOLEAN NOT NULL,
    -- What is wrong with the bot's rights, as a bounded word; NULL while all is well, or nobody has looked.
    trouble TEXT,
    -- Where the bot is, as far as it was told: administrator, member, left and so on.
    status TEXT NOT NULL,
    checked_at TIMESTAMPTZ,
    check_at TIMESTAMPTZ,
    claimed_until TIMESTAMPTZ,
    attempts INTEGER NOT NULL,
    -- When the admins were told of the trouble; NULL while there is none.
    alarmed_at TIMESTAMPTZ,
    -- When the admins were told that the bot is in this chat, which is no door.
    told_at TIMESTAMPTZ
);
CREATE INDEX door_chats_check_at ON door_chats (check_at) WHERE check_at IS NOT NULL;
-- Who asked to come in, is inside, or was. A row is looked at when check_at is over: it is let in, put out, or left.
CREATE TABLE door_members (
    door BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    -- asked, inside, leaving (being put out), outside
    status TEXT NOT NULL,
    -- The bot let them in, or they came with access: so the bot sees them out.
    is_ours BOOLEAN NOT NULL,
    -- They run the chat, and are never put out.
    is_admin BOOLEAN NOT NULL,
    -- The owner wants them out, whoever let them in.
    is_unwanted BOOLEAN NOT NULL,
    asked_at TIMESTAMPTZ,
    joined_at TIMESTAMPTZ,
    check_at TIMESTAMPTZ,
    claimed_until TIMESTAMPTZ,
    attempts INTEGER NOT NULL,
    failed_at TIMESTAMPTZ,
    last_error TEXT,
    dead_at TIMESTAMPTZ,
    -- Their newest one-time link.
    link TEXT,
    link_until TIMESTAMPTZ,
    PRIMARY KEY (door, user_id)
);
CREATE INDEX door_members_check_at ON door_members (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX door_members_user_id ON door_members (user_id);
