//! The structure of the document for screen readers: what is a heading, a list, a table.

use std::num::NonZeroU16;

use krilla::tagging::{
    Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

/// A part of the structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// With its level and its words.
    Heading(u16, String),
    Paragraph,
    List,
    Item,
    Label,
    ItemBody,
    Table,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    Link,
    /// With words for those who do not see it.
    Figure(String),
}

/// Names an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ElementId(usize);

#[derive(Debug)]
struct Element {
    role: Role,
    parent: Option<ElementId>,
}

/// All elements, in reading order.
#[derive(Debug, Default)]
pub(super) struct Elements(Vec<Element>);

impl Elements {
    pub(super) fn add(&mut self, role: Role, parent: Option<ElementId>) -> ElementId {
        self.0.push(Element { role, parent });
        ElementId(self.0.len() - 1)
    }

    /// The tree, with what was painted for each element.
    pub(super) fn into_tree(self, painted: Vec<(ElementId, Identifier)>) -> TagTree {
        let mut groups: Vec<TagGroup> = self
            .0
            .iter()
            .map(|element| TagGroup::new(tag(&element.role)))
            .collect();
        for (element, identifier) in painted {
            if let Some(group) = groups.get_mut(element.0) {
                group.push(identifier);
            }
        }
        // Children stand behind their parents: from the last one, each group goes into its parent.
        let mut roots: Vec<Node> = Vec::new();
        for element in self.0.iter().rev() {
            let Some(mut group) = groups.pop() else {
                break;
            };
            // What was pushed from behind is in reverse; content of its own stands before.
            let own = group
                .children
                .iter()
                .take_while(|node| matches!(node, Node::Leaf(_)))
                .count();
            if let Some(children) = group.children.get_mut(own..) {
                children.reverse();
            }
            let parent = element.parent.and_then(|parent| groups.get_mut(parent.0));
            match parent {
                Some(parent) => parent.push(group),
                None => roots.push(group.into()),
            }
        }
        roots.reverse();
        TagTree::from(roots)
    }
}

fn tag(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, words) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::List => Tag::L(ListNumbering::Decimal).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::ItemBody => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::Link => Tag::Link.into(),
        Role::Figure(alt) => Tag::Figure(Some(alt.clone())).into(),
    }
}
