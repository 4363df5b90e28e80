//! The part of the table of texts that is about doors: private channels and groups that a plan opens.

/// Hands its rows, behind those it is given, on to the next macro.
macro_rules! door_keys {
    ($next:ident! $($before:tt)*) => {
        $next! { $($before)*
            DoorButton "door.button" Button needs(door) may() "asks for a link into a private channel or group";
            DoorWait "door.wait" Toast needs() may() "the link is being made";
            DoorClosed "door.closed" Toast needs() may() "the person has no access to what they pressed for";
            DoorLink "door.link" Message needs(door) may() "stands above the link";
            DoorEnter "door.enter" Button needs() may() "is the link";
            DoorSorry "door.sorry" Message needs(door) may() "Telegram gives no link";
            DoorRequest "door.request" Message needs(door) may() "somebody asked to be let in and has no access";
            AdminDoorRemoved "admin.door.removed" Message needs(door) may(number) "the bot is not in a chat that it should open";
            AdminDoorNoAdmin "admin.door.no_admin" Message needs(door) may(number) "the bot is no administrator there";
            AdminDoorNoInvite "admin.door.no_invite" Message needs(door) may(number) "the bot may not let people in there";
            AdminDoorNoRestrict "admin.door.no_restrict" Message needs(door) may(number) "the bot may not put people out there";
            AdminDoorMoved "admin.door.moved" Message needs(door number) may() "the group has another number";
            AdminDoorMended "admin.door.mended" Message needs(door) may(number) "the bot has its rights again";
            AdminDoorNew "admin.door.new" Message needs(number) may(door) "the bot was added to a chat that no plan opens";
            AdminDoorIntruder "admin.door.intruder" Message needs(door person) may() "somebody without access came in by a link of the bot";
            AdminDoorStuckOut "admin.door.stuck_out" Message needs(door person) may(reason) "somebody could not be put out for a day";
            AdminDoorStuckIn "admin.door.stuck_in" Message needs(door person) may(reason) "somebody could not be let in for a day";
            AdminDoorsTitle "admin.doors.title" Message needs() may() "stands above the doors";
            AdminDoorsNone "admin.doors.none" Message needs() may() "no plan opens anything";
            AdminDoorsLine "admin.doors.line" Message needs(door) may(state inside strangers absent waiting failing) "one door";
            AdminDoorsStrangers "admin.doors.strangers" Message needs(people) may() "names people who are inside without access";
            AdminDoorsAbsent "admin.doors.absent" Message needs(people) may() "names people who have access and are outside";
            AdminDoorsGood "admin.doors.good" Fragment needs() may() "the bot has its rights at a door";
            AdminDoorsUnseen "admin.doors.unseen" Fragment needs() may() "nobody has looked yet";
            AdminDoorsBadRemoved "admin.doors.bad_removed" Fragment needs() may() "the bot is not there";
            AdminDoorsBadNoAdmin "admin.doors.bad_no_admin" Fragment needs() may() "the bot is no administrator";
            AdminDoorsBadNoInvite "admin.doors.bad_no_invite" Fragment needs() may() "the bot may not let people in";
            AdminDoorsBadNoRestrict "admin.doors.bad_no_restrict" Fragment needs() may() "the bot may not put people out";
            AdminDoorsBadMoved "admin.doors.bad_moved" Fragment needs() may() "the group has another number";
            AdminDoorsRemove "admin.doors.remove" Button needs(number) may(door) "asks to put out who is inside without access";
            AdminDoorsAsk "admin.doors.ask" Message needs(people) may(door) "asks once more, and names them";
            AdminDoorsYes "admin.doors.yes" Button needs() may() "puts them out";
            AdminDoorsNo "admin.doors.no" Button needs() may() "puts nobody out";
            AdminDoorsChanged "admin.doors.changed" Toast needs() may() "the people are others by now";
            AdminDoorsNobody "admin.doors.nobody" Message needs() may() "there is nobody to put out";
            AdminDoorsBegun "admin.doors.begun" Message needs() may(door) "they are being put out";
            AdminDoorsAgain "admin.doors.again" Button needs() may() "shows the doors again";
            CommandDoors "command.doors" Command needs() may() "describes /doors";
        }
    };
}

pub(super) use door_keys;
