//! Files for people to keep: a plan becomes a PDF, figures a picture, leads a table, a person's data JSON. Pure: the same data gives the same
//! bytes.
//!
//! The conversation says what stands in a document, already in the person's language ([`Plan`]); the outbox keeps that
//! as a [`Recipe`]; the deliverer makes the bytes just before it sends them. In reading order: `compose` puts the
//! sections below one another, `sheet` breaks them over pages, `lines` breaks paragraphs into lines, `typeface` shapes
//! text, `paint` writes the PDF (tagged, so that screen readers follow it: PDF/UA-1).

mod chart;
mod compose;
mod export;
mod lead_table;
mod lines;
mod paint;
mod payment_table;
mod plan;
mod products;
mod qr;
mod sheet;
mod style;
mod table;
mod tags;
mod typeface;

#[cfg(test)]
mod tests;

pub use chart::{Chart, Series};
pub use export::{Export, ExportRow, ExportTable};
pub use lead_table::{LeadRow, LeadTable};
pub use payment_table::{PaymentRow, PaymentTable};
pub use plan::{
    Action, Actions, Intake, IntakeRow, Level, Order, Passage, Plan, Product, Products,
};

use serde::{Deserialize, Serialize};

/// What a document is made of, as the outbox keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Recipe {
    /// A person's plan as a PDF.
    Plan(Box<Plan>),
    /// Figures by day as a picture.
    Chart(Box<Chart>),
    /// Requests for a consultation as a table.
    Leads(Box<LeadTable>),
    /// Payments as a table.
    Payments(Box<PaymentTable>),
    /// Everything about a person, for themselves.
    Export(Box<Export>),
}

/// Why a document could not be made. Holds nothing of what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The embedded fonts cannot be read.
    #[error("the embedded fonts cannot be read")]
    Fonts,
    /// The PDF cannot be written.
    #[error("the PDF cannot be written")]
    Pdf,
    /// The picture cannot be drawn.
    #[error("the picture cannot be drawn")]
    Picture,
    /// The table cannot be written.
    #[error("the table cannot be written")]
    Table,
    /// The file with a person's data cannot be written.
    #[error("the file cannot be written")]
    Export,
}

impl Recipe {
    /// Its media type.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Plan(_) => "application/pdf",
            Self::Chart(_) => "image/png",
            Self::Leads(_) | Self::Payments(_) => "text/csv",
            Self::Export(_) => "application/json",
        }
    }

    /// Makes the document: some milliseconds of work for a processor.
    ///
    /// # Errors
    /// The fonts cannot be read or the PDF cannot be written; trying again does not help.
    pub fn make(&self) -> Result<Vec<u8>, DocumentError> {
        match self {
            Self::Plan(plan) => {
                let faces = typeface::Typefaces::load().ok_or(DocumentError::Fonts)?;
                let laid = compose::compose(&faces, plan);
                paint::paint(&faces, laid, plan).ok_or(DocumentError::Pdf)
            }
            Self::Export(export) => export::write(export).ok_or(DocumentError::Export),
            Self::Payments(table) => payment_table::write(table).ok_or(DocumentError::Table),
            Self::Leads(table) => lead_table::write(table).ok_or(DocumentError::Table),
            Self::Chart(chart) => {
                let faces = typeface::Typefaces::load().ok_or(DocumentError::Fonts)?;
                chart::draw(&faces, chart).ok_or(DocumentError::Picture)
            }
        }
    }
}
