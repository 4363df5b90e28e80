//! Each method of the Bot API that we or the playground may know, with the types that frankenstein gives it.

use frankenstein::{methods::*, response::MessageOrBool, types::*, updates::WebhookInfo};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::reading::lossless;

/// Says what of a value a type does not hold.
type Check = fn(&Value) -> Result<(), String>;

/// A method and what reads its parameters and its result.
pub struct Method {
    pub name: &'static str,
    pub params: Check,
    pub result: Check,
}

/// The parameters of a method that has none.
#[derive(Serialize, Deserialize)]
struct Nothing {}

macro_rules! table {
    ($($name:ident: $params:ty => $result:ty,)+) => {
        const TABLE: &[Method] = &[$(Method {
            name: stringify!($name),
            params: lossless::<$params>,
            result: lossless::<$result>,
        }),+];
    };
}

table! {
    getMe: Nothing => User,
    setWebhook: SetWebhookParams => bool,
    deleteWebhook: DeleteWebhookParams => bool,
    getWebhookInfo: Nothing => WebhookInfo,
    setMyCommands: SetMyCommandsParams => bool,
    deleteMyCommands: DeleteMyCommandsParams => bool,
    getMyCommands: GetMyCommandsParams => Vec<BotCommand>,
    setMyName: SetMyNameParams => bool,
    getMyName: GetMyNameParams => BotName,
    setMyDescription: SetMyDescriptionParams => bool,
    getMyDescription: GetMyDescriptionParams => BotDescription,
    setMyShortDescription: SetMyShortDescriptionParams => bool,
    getMyShortDescription: GetMyShortDescriptionParams => BotShortDescription,
    setChatMenuButton: SetChatMenuButtonParams => bool,
    getChatMenuButton: GetChatMenuButtonParams => MenuButton,
    sendMessage: SendMessageParams => Message,
    sendPhoto: SendPhotoParams => Message,
    sendDocument: SendDocumentParams => Message,
    sendVideo: SendVideoParams => Message,
    sendAudio: SendAudioParams => Message,
    sendVoice: SendVoiceParams => Message,
    sendVideoNote: SendVideoNoteParams => Message,
    sendAnimation: SendAnimationParams => Message,
    sendSticker: SendStickerParams => Message,
    sendContact: SendContactParams => Message,
    sendLocation: SendLocationParams => Message,
    sendInvoice: SendInvoiceParams => Message,
    sendMediaGroup: SendMediaGroupParams => Vec<Message>,
    sendChatAction: SendChatActionParams => bool,
    copyMessage: CopyMessageParams => MessageId,
    copyMessages: CopyMessagesParams => Vec<MessageId>,
    forwardMessage: ForwardMessageParams => Message,
    forwardMessages: ForwardMessagesParams => Vec<MessageId>,
    setMessageReaction: SetMessageReactionParams => bool,
    pinChatMessage: PinChatMessageParams => bool,
    unpinChatMessage: UnpinChatMessageParams => bool,
    unpinAllChatMessages: UnpinAllChatMessagesParams => bool,
    editMessageText: EditMessageTextParams => MessageOrBool,
    editMessageCaption: EditMessageCaptionParams => MessageOrBool,
    editMessageMedia: EditMessageMediaParams => MessageOrBool,
    editMessageReplyMarkup: EditMessageReplyMarkupParams => MessageOrBool,
    deleteMessage: DeleteMessageParams => bool,
    deleteMessages: DeleteMessagesParams => bool,
    answerCallbackQuery: AnswerCallbackQueryParams => bool,
    answerPreCheckoutQuery: AnswerPreCheckoutQueryParams => bool,
    getFile: GetFileParams => File,
    getChat: GetChatParams => ChatFullInfo,
    getChatMember: GetChatMemberParams => ChatMember,
    getChatAdministrators: GetChatAdministratorsParams => Vec<ChatMember>,
    getChatMemberCount: GetChatMemberCountParams => u32,
    leaveChat: LeaveChatParams => bool,
    exportChatInviteLink: ExportChatInviteLinkParams => String,
    createChatInviteLink: CreateChatInviteLinkParams => ChatInviteLink,
    editChatInviteLink: EditChatInviteLinkParams => ChatInviteLink,
    revokeChatInviteLink: RevokeChatInviteLinkParams => ChatInviteLink,
    approveChatJoinRequest: ApproveChatJoinRequestParams => bool,
    declineChatJoinRequest: DeclineChatJoinRequestParams => bool,
    banChatMember: BanChatMemberParams => bool,
    unbanChatMember: UnbanChatMemberParams => bool,
    restrictChatMember: RestrictChatMemberParams => bool,
    promoteChatMember: PromoteChatMemberParams => bool,
    logOut: Nothing => bool,
    close: Nothing => bool,
}

/// The method of this name, which must be in the table.
pub fn named(name: &str) -> &'static Method {
    let mut found = TABLE.iter().filter(|method| method.name == name);
    found
        .next()
        .unwrap_or_else(|| panic!("add {name} to the table in {}", file!()))
}

/// The parameters of a call as JSON, however they came: without the method's name of a webhook's answer, and the texts
/// and files of a form as what they stand for.
pub fn as_json(params: &Value) -> Value {
    let mut params = params.as_object().expect("parameters").clone();
    params.remove("method");
    let files = params.iter().filter(|(_, value)| is_file(value));
    let files: Vec<String> = files.map(|(name, _)| name.clone()).collect();
    for (name, value) in &mut params {
        if is_file(value) {
            *value = Value::from(format!("attach://{name}"));
        } else if !files.is_empty()
            && !["text", "caption"].contains(&name.as_str())
            && let Some(meant) = value
                .as_str()
                .and_then(|text| serde_json::from_str(text).ok())
        {
            *value = meant;
        }
    }
    // A file that a medium names is no parameter of its own.
    let media = params
        .get("media")
        .map(Value::to_string)
        .unwrap_or_default();
    for name in files {
        if media.contains(&format!("\"attach://{name}\"")) {
            params.remove(&name);
        }
    }
    Value::Object(params)
}

fn is_file(value: &Value) -> bool {
    value.get("file_name").is_some() && value.get("size").is_some()
}
