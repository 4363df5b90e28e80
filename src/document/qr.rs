//! The QR code of an address, as squares.

use qrcodegen::{QrCode, QrCodeEcc};

/// The dark stretches of a code: column, row and length, in modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    /// Modules along one side, without the quiet zone.
    pub(super) side: u16,
    pub(super) dark: Vec<(u16, u16, u16)>,
}

/// Light modules that must surround a code.
pub(super) const QUIET: u16 = 4;

/// Finer codes than this are a grey patch for a phone's camera.
const FINEST: u16 = 101;

/// The code of an address; `None` when it is too long for one that can be read from paper.
pub(super) fn code(link: &str) -> Option<Code> {
    let code = QrCode::encode_text(link, QrCodeEcc::Medium).ok()?;
    let side = u16::try_from(code.size())
        .ok()
        .filter(|side| *side <= FINEST)?;
    let mut dark: Vec<(u16, u16, u16)> = Vec::new();
    for row in 0..side {
        for column in 0..side {
            if !code.get_module(i32::from(column), i32::from(row)) {
                continue;
            }
            match dark.last_mut() {
                Some((from, same, length)) if *same == row && *from + *length == column => {
                    *length += 1;
                }
                _ => dark.push((column, row, 1)),
            }
        }
    }
    Some(Code { side, dark })
}
