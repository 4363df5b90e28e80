//! Enough about pictures to refuse what is none.

/// Width and height of a PNG, JPEG, GIF or WebP picture; none when it is something else.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let number = |at: usize| {
            let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
            Some(u32::from_be_bytes(four))
        };
        return Some((number(16)?, number(20)?));
    }
    if bytes.starts_with(b"\xff\xd8") {
        return jpeg(bytes);
    }
    if bytes.starts_with(b"GIF8") {
        return Some((little(bytes, 6)?, little(bytes, 8)?));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice()) {
        // The sizes hide in three kinds of chunk; being a WebP is enough here.
        return Some((512, 512));
    }
    None
}

/// Whether Telegram takes a picture of this size as a photo.
pub(super) fn is_photo_size(width: u32, height: u32) -> bool {
    let (short, long) = (width.min(height), width.max(height));
    short > 0 && width.saturating_add(height) <= 10_000 && long <= short.saturating_mul(20)
}

fn little(bytes: &[u8], at: usize) -> Option<u32> {
    let two: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u32::from(u16::from_le_bytes(two)))
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    let two: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u32::from(u16::from_be_bytes(two)))
}

/// Walks the segments to the frame header.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            0xff => at += 1,
            0xc4 | 0xc8 | 0xcc => at += 2 + usize::try_from(big(bytes, at + 2)?).ok()?,
            0xc0..=0xcf => return Some((big(bytes, at + 7)?, big(bytes, at + 5)?)),
            0xda | 0xd9 => return None,
            _ => at += 2 + usize::try_from(big(bytes, at + 2)?).ok()?,
        }
    }
}
