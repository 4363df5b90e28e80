//! The part of the table of texts in which `doctor` says what it found.

/// Hands its rows, behind those it is given, on to the next macro.
macro_rules! doctor_keys {
    ($next:ident! $($before:tt)*) => {
        $next! { $($before)*
            DoctorTitle "doctor.title" Message needs() may() "stands above what the daily look found";
            DoctorWell "doctor.well" Message needs() may() "all is well again";
            DoctorTold "doctor.told" Message needs(text) may() "repeats what a part of the bot said by itself";
            DoctorSettings "doctor.settings" Message needs() may() "the settings are complete";
            DoctorNoOwner "doctor.no_owner" Message needs() may() "ADMIN_ID is not set";
            DoctorOwnerAsleep "doctor.owner_asleep" Message needs(number) may() "an owner has not started the bot";
            DoctorNoAddress "doctor.no_address" Message needs() may() "PUBLIC_URL is not set";
            DoctorPack "doctor.pack" Message needs() may() "the content pack is in order";
            DoctorPackBroken "doctor.pack_broken" Message needs(text) may() "the content pack has a mistake";
            DoctorDatabase "doctor.database" Message needs(text) may(number) "the database answers and has its migrations";
            DoctorNoFile "doctor.no_file" Message needs(text) may() "the SQLite file is not there yet";
            DoctorPending "doctor.pending" Message needs() may(number) "migrations are pending";
            DoctorDisk "doctor.disk" Message needs(free) may() "there is room for the database";
            DoctorDiskLow "doctor.disk_low" Message needs(free) may() "there is little room for the database";
            DoctorClock "doctor.clock" Message needs() may(number) "the clock is right";
            DoctorClockOff "doctor.clock_off" Message needs(number) may() "the clock is wrong";
            DoctorBot "doctor.bot" Message needs(name) may() "Telegram knows the bot";
            DoctorToken "doctor.token" Message needs() may() "Telegram does not know the token";
            DoctorAway "doctor.away" Message needs() may(text) "Telegram does not answer";
            DoctorWebhook "doctor.webhook" Message needs(url) may(number) "the webhook is in order";
            DoctorWebhookNone "doctor.webhook_none" Message needs() may() "no webhook is set";
            DoctorWebhookOther "doctor.webhook_other" Message needs(url expected) may() "the webhook leads elsewhere";
            DoctorWebhookWaiting "doctor.webhook_waiting" Message needs(number) may() "many updates wait";
            DoctorWebhookError "doctor.webhook_error" Message needs(text) may(number) "Telegram could not deliver";
            DoctorWebhookKinds "doctor.webhook_kinds" Message needs(text) may() "Telegram does not send all that is needed";
            DoctorService "doctor.service" Message needs(url) may() "the service answers";
            DoctorServiceAway "doctor.service_away" Message needs(url text) may() "the service does not answer";
            DoctorSecret "doctor.secret" Message needs(url) may() "the service has another secret";
            DoctorDoor "doctor.door" Message needs(door) may(number) "the bot has its rights in a chat";
            DoctorLeadsChat "doctor.leads_chat" Message needs(number) may(text) "the chat for requests cannot be written to";
            DoctorTribute "doctor.tribute" Message needs() may(url) "the service takes a signed test event";
            DoctorTributeNone "doctor.tribute_none" Message needs() may() "there is no key of Tribute";
            DoctorTributeRefused "doctor.tribute_refused" Message needs(url text) may() "the service refuses a signed test event";
            DoctorRedisAnswers "doctor.redis_answers" Message needs() may() "Redis answers";
            DoctorRedisAway "doctor.redis_away" Message needs(text) may() "Redis does not answer";
        }
    };
}

pub(super) use doctor_keys;
