"""Draws the panels of the dashboards as pictures: one for each dashboard, from what a Prometheus answered to their queries."""

import json
import re
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter

SECONDS = {"s", "dtdurations"}
COLOURS = ["#7eb26d", "#eab839", "#6ed0e0", "#ef843c", "#e24d42", "#1f78c1", "#ba43a9", "#705da0"]


def name_of(query, series):
    labels = dict(series["metric"])
    words = re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda found: labels.get(found[1], ""), query["name"] or "")
    return words or ", ".join(f"{key}={value}" for key, value in labels.items() if key != "__name__") or "value"


def human(unit):
    def written(value, _place=None):
        if unit == "bytes":
            for name in ["B", "KiB", "MiB", "GiB"]:
                if abs(value) < 1024:
                    return f"{value:.3g} {name}"
                value /= 1024
        if unit in SECONDS:
            return f"{value * 1000:.3g} ms" if abs(value) < 1 else f"{value:.3g} s"
        return f"{value:.4g}"

    return written


def peak(values):
    return max((float(value) for _, value in values if value != "NaN"), default=0)


def draw(panel, axes):
    axes.set_title(panel["title"], loc="left", fontsize=9, color="white")
    every = [(name_of(query, one), one["values"]) for query in panel["queries"] for one in query["course"]]
    if panel["kind"] == "stat":
        axes.axis("off")
        last = [float(values[-1][1]) for _, values in every]
        words = human(panel["unit"])(last[0]) if last else "no data"
        if panel["title"] == "Version" and every:
            words = every[0][0]
        axes.text(0.5, 0.4, words, ha="center", va="center", fontsize=20, color="#7eb26d")
        return
    begin = min((float(values[0][0]) for _, values in every), default=0)
    # The ones that move first: most of what is counted by outcome never does.
    every.sort(key=lambda one: (-peak(one[1]), one[0]))
    for place, (name, values) in enumerate(every[:8]):
        points = [(float(at) - begin, float(value)) for at, value in values if value != "NaN"]
        axes.plot(*zip(*points) if points else ([], []), label=name, linewidth=1, color=COLOURS[place % len(COLOURS)])
    axes.yaxis.set_major_formatter(FuncFormatter(human(panel["unit"])))
    axes.tick_params(labelsize=7, colors="#aaaaaa")
    highest = max((peak(values) for _, values in every), default=0)
    axes.set_ylim(-0.03 * (highest or 1), 1.5 * (highest or 1))
    axes.grid(color="#333333", linewidth=0.5)
    axes.set_facecolor("#181b1f")
    if every:
        axes.legend(fontsize=6, loc="upper left", ncols=4, facecolor="#181b1f", labelcolor="white", framealpha=0.6)


def main():
    panels = json.loads(Path(sys.argv[1]).read_text())
    for dashboard in ["service", "business"]:
        own = [panel for panel in panels if panel["dashboard"] == dashboard]
        # A row above the first one, for its titles.
        rows = 1 + max(panel["place"]["y"] + panel["place"]["h"] for panel in own)
        figure = plt.figure(figsize=(14, rows * 0.32), facecolor="#111217")
        for panel in own:
            place = panel["place"]
            left, width = place["x"] / 24, place["w"] / 24
            bottom, height = 1 - (1 + place["y"] + place["h"]) / rows, place["h"] / rows
            margins = (0.035, 0.2 * height, 0.045, 0.34 * height)
            draw(panel, figure.add_axes((left + margins[0], bottom + margins[1], width - margins[2], height - margins[3])))
        target = Path(sys.argv[2]) / f"{dashboard}.png"
        figure.savefig(target, dpi=70, facecolor=figure.get_facecolor())
        print(target)


main()
