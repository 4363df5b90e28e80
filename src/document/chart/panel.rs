//! One series in its place: its name with the total (which is the legend), an axis, a bar for each day.

use super::{
    super::style::{Colour, HAIR},
    Chart, PAPER, Series,
    canvas::{Align, Canvas, Word},
    scale::{axis, grouped},
};

/// Above the bars: the name, and room for the number on the tallest bar.
const HEAD: f32 = 70.0;
/// Below the bars: the days.
const FOOT: f32 = 34.0;
/// Between the numbers of the axis and the bars.
const SPACE: f32 = 12.0;
/// Between the labels of two days, at least.
const APART: f32 = 22.0;

/// Where a panel stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// The part of a panel where the bars stand, and what is counted there.
struct Plot {
    left: f32,
    bottom: f32,
    width: f32,
    height: f32,
    days: usize,
    /// The number at its upper end.
    end: u64,
}

impl Plot {
    fn slot(&self) -> f32 {
        self.width / self.days.max(1) as f32
    }

    fn middle(&self, day: usize) -> f32 {
        self.left + (day as f32 + 0.5) * self.slot()
    }

    fn rise(&self, count: u64) -> f32 {
        (count as f64 / self.end.max(1) as f64) as f32 * self.height
    }
}

/// Draws a panel.
pub(super) fn panel(
    canvas: &mut Canvas<'_>,
    frame: Frame,
    chart: &Chart,
    series: &Series,
    colour: Colour,
) {
    let number = |count| grouped(count, &chart.separator);
    let total = series
        .counts
        .iter()
        .fold(0, |sum: u64, count| sum.saturating_add(*count));
    let baseline = frame.top + 24.0;
    canvas.rectangle((frame.left, baseline - 19.0), (20.0, 20.0), colour);
    let heading = format!("{}: {}", series.name, number(total));
    canvas.words(
        &heading,
        Word::NAME,
        (frame.left + 32.0, baseline),
        Align::Left,
        frame.width - 32.0,
    );

    let most = series.counts.iter().copied().max().unwrap_or_default();
    let (end, step) = axis(most);
    let left = frame.left + canvas.width(&number(end), Word::AXIS) + SPACE;
    let plot = Plot {
        left,
        bottom: frame.top + frame.height - FOOT,
        width: frame.left + frame.width - left,
        height: frame.height - HEAD - FOOT,
        days: chart.days.len(),
        end,
    };
    let mut line = 0_u64;
    loop {
        let y = plot.bottom - plot.rise(line);
        canvas.rectangle(
            (plot.left, y),
            (plot.width, if line == 0 { 2.0 } else { 1.0 }),
            HAIR,
        );
        canvas.words(
            &number(line),
            Word::AXIS,
            (plot.left - SPACE, y + 7.0),
            Align::Right,
            frame.width,
        );
        match line.checked_add(step).filter(|next| *next <= end) {
            Some(next) => line = next,
            None => break,
        }
    }
    bars(canvas, &plot, series, colour, number);
    days(canvas, &plot, &chart.days);
}

/// The bars; a number above each when there is room for all, otherwise above the tallest.
fn bars(
    canvas: &mut Canvas<'_>,
    plot: &Plot,
    series: &Series,
    colour: Colour,
    number: impl Fn(u64) -> String,
) {
    let counts = series.counts.iter().copied().take(plot.days);
    let peak = counts
        .clone()
        .enumerate()
        .max_by_key(|(day, count)| (*count, *day));
    let widest = counts
        .clone()
        .map(|count| canvas.width(&number(count), Word::COUNT));
    let room_for_all = widest.fold(0.0, f32::max) + 8.0 <= plot.slot();
    let width = (plot.slot() * 0.72).clamp(2.0, 90.0);
    for (day, count) in counts.enumerate() {
        if count == 0 {
            continue;
        }
        let rise = plot.rise(count).max(3.0);
        let top = plot.bottom - rise;
        canvas.rectangle((plot.middle(day) - width / 2.0, top), (width, rise), colour);
        if room_for_all || peak.is_some_and(|(peak, _)| peak == day) {
            let text = number(count);
            let half = canvas.width(&text, Word::COUNT) / 2.0;
            let ends = (plot.left + half, plot.left + plot.width - half);
            let x = plot.middle(day).min(ends.1).max(ends.0);
            // So that no line of the axis runs through the number.
            let (place, size) = ((x - half - 3.0, top - 25.0), (2.0 * half + 6.0, 21.0));
            canvas.rectangle(place, size, PAPER);
            canvas.words(
                &text,
                Word::COUNT,
                (x, top - 8.0),
                Align::Middle,
                plot.width,
            );
        }
    }
}

/// The days below, as many as stand apart; the last one always.
fn days(canvas: &mut Canvas<'_>, plot: &Plot, labels: &[String]) {
    let widths = labels.iter().map(|label| canvas.width(label, Word::AXIS));
    let widest = widths.fold(0.0, f32::max);
    let every = ((widest + APART) / plot.slot()).ceil().max(1.0) as usize;
    let last = labels.len().saturating_sub(1);
    for (day, label) in labels.iter().enumerate() {
        let half = canvas.width(label, Word::AXIS) / 2.0;
        let x = plot.middle(day);
        if (last - day).is_multiple_of(every) && x - half >= plot.left - SPACE {
            canvas.words(
                label,
                Word::AXIS,
                (x, plot.bottom + 28.0),
                Align::Middle,
                plot.width,
            );
        }
    }
}
