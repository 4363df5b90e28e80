DROP TABLE door_members;
DROP TABLE door_chats;
