//! A picture of a pack: its bytes, and whether Telegram will show them.

use bytes::Bytes;

use super::limits;

/// A picture that Telegram takes as a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub bytes: Bytes,
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
}

impl Picture {
    /// Looks at a file; what is wrong with it and what to do, when it cannot be sent.
    pub(super) fn read(bytes: &Bytes) -> Result<Picture, String> {
        if bytes.len() > limits::PICTURE_BYTES {
            return Err("the picture is larger than 1 MB; save it smaller, 800 by 600 dots are plenty for a phone".to_owned());
        }
        let (media_type, seen) = if bytes.starts_with(PNG) {
            ("image/png", png(bytes))
        } else if bytes.starts_with(JPEG) {
            ("image/jpeg", jpeg(bytes))
        } else {
            return Err(
                "this is neither a PNG nor a JPEG picture; open it and save it as one of them"
                    .to_owned(),
            );
        };
        let Some((width, height)) = seen else {
            return Err("the picture is not complete; save or copy it again".to_owned());
        };
        let (short, long) = (width.min(height), width.max(height));
        if short == 0 || width.saturating_add(height) > limits::PICTURE_SIDES {
            return Err(format!(
                "{width} by {height} dots are too many; save the picture smaller"
            ));
        }
        if long > short.saturating_mul(limits::PICTURE_RATIO) {
            return Err(format!(
                "{width} by {height} dots are too narrow for Telegram; crop the picture"
            ));
        }
        Ok(Picture {
            bytes: bytes.clone(),
            media_type,
        })
    }
}

/// Whether a file of this name may lie among the pictures: it becomes the name of an upload.
pub(super) fn is_picture_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    name.len() <= 64 && name.bytes().all(plain)
}

/// Endings of files that are meant to be pictures, whether Telegram shows them or not.
pub(super) fn is_meant_as_picture(name: &str) -> bool {
    const ENDINGS: [&str; 11] = [
        "png", "jpg", "jpeg", "gif", "webp", "heic", "bmp", "tif", "tiff", "avif", "svg",
    ];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| {
        ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8";

/// Width and height, when everything is there up to the last chunk.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = (big(bytes, 16, 4)?, big(bytes, 20, 4)?);
    let mut at = PNG.len();
    loop {
        let kind = bytes.get(at + 4..at + 8)?;
        // Length, kind and checksum around the content.
        let next = at
            .checked_add(12)?
            .checked_add(usize::try_from(big(bytes, at, 4)?).ok()?)?;
        if next > bytes.len() {
            return None;
        }
        if kind == b"IEND" {
            return Some(size);
        }
        at = next;
    }
}

/// Width and height from the frame header, when the end of the picture is there too.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = JPEG.len();
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            // Filling.
            0xff => at += 1,
            // Tables share the range of the frame headers.
            0xc4 | 0xc8 | 0xcc => at += 2 + usize::try_from(big(bytes, at + 2, 2)?).ok()?,
            0xc0..=0xcf => break,
            0xda | 0xd9 => return None,
            _ => at += 2 + usize::try_from(big(bytes, at + 2, 2)?).ok()?,
        }
    }
    let size = (big(bytes, at + 7, 2)?, big(bytes, at + 5, 2)?);
    let rest = bytes.get(at..)?;
    rest.windows(2)
        .any(|two| two == b"\xff\xd9")
        .then_some(size)
}

/// A number of so many bytes, the highest first.
fn big(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let digits = bytes.get(at..at + length)?.iter();
    Some(digits.fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The smallest thing that looks like a PNG of this size.
    pub(in crate::content) fn png_of(width: u32, height: u32) -> Bytes {
        let mut bytes = PNG.to_vec();
        bytes.extend(13_u32.to_be_bytes());
        bytes.extend(b"IHDR");
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend(0_u32.to_be_bytes());
        bytes.extend(b"IEND\0\0\0\0");
        bytes.into()
    }

    fn jpeg_of(width: u16, height: u16) -> Bytes {
        let mut bytes =
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc4\x00\x03c\xff\xc2\x00\x11\x08".to_vec();
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend(b"and so on\xff\xd9");
        bytes.into()
    }

    #[test]
    fn png_and_jpeg_of_a_telling_size_are_taken() {
        for (bytes, media_type) in [
            (png_of(800, 600), "image/png"),
            (png_of(20, 400), "image/png"),
            (png_of(5_000, 5_000), "image/png"),
            (jpeg_of(800, 600), "image/jpeg"),
        ] {
            let picture = Picture::read(&bytes).expect("taken");
            assert_eq!((picture.media_type, &picture.bytes), (media_type, &bytes));
        }
    }

    #[test]
    fn what_telegram_would_not_show_is_explained() {
        let cut = |bytes: Bytes| bytes.slice(..bytes.len() - 2);
        for (bytes, words) in [
            (Bytes::from_static(b"GIF89a"), "neither a PNG nor a JPEG"),
            (Bytes::new(), "neither a PNG nor a JPEG"),
            (
                Bytes::from(vec![0; limits::PICTURE_BYTES + 1]),
                "larger than 1 MB",
            ),
            (png_of(5_001, 5_000), "too many"),
            (png_of(0, 600), "too many"),
            (png_of(19, 400), "too narrow"),
            (jpeg_of(8_000, 300), "too narrow"),
            (cut(png_of(800, 600)), "not complete"),
            (cut(jpeg_of(800, 600)), "not complete"),
            (Bytes::from_static(PNG), "not complete"),
            (Bytes::from_static(JPEG), "not complete"),
        ] {
            let problem = Picture::read(&bytes).expect_err(words);
            assert!(problem.contains(words), "{problem}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(mut bytes: Vec<u8>, start in 0..3_usize) {
            let start: &[u8] = [PNG, JPEG, b""][start];
            bytes.splice(..0, start.iter().copied());
            let _ = Picture::read(&bytes.into());
        }
    }
}
