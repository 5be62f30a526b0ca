"""Two kinds of picture as SVG, on a light ground, readable without colour."""

import math
from html import escape

INK, QUIET, GRID = "#212b32", "#4c6272", "#d8dde0"
COLOURS = ("#005eb8", "#d5281b", "#007f3b", "#7c2855", "#b85c00", "#330072")
DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 5", "1 4")


def text(x, y, words, anchor="start", size=13, colour=INK, weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}"'
            f' fill="{colour}">{escape(str(words))}</text>')


def line(x1, y1, x2, y2, colour=GRID, width=1):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
            f' stroke-width="{width}"/>')


def picture(title, width, height, parts):
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' font-family="Arial, Helvetica, sans-serif" role="img" aria-label="{escape(title)}">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        text(24, 32, title, size=16, weight="bold"), *parts,
        "</svg>"]) + "\n"


def bars(title, rows):
    """Pairs of lying bars: (label, the floor, Footbridge)."""
    width, left, top, step = 860, 290, 80, 64
    most = max(max(floor, own) for _, floor, own in rows)
    scale, parts = (width - left - 130) / most, []
    for place, (label, floor, own) in enumerate(rows):
        y = top + place * step
        parts.append(text(left - 12, y + 24, label, "end"))
        for offset, value, colour, words in ((0, floor, "#aeb7bd", f"{floor:,.0f}"),
                                             (22, own, COLOURS[0], f"{own:,.0f} ({own / floor:.2f})")):
            parts.append(f'<rect x="{left}" y="{y + offset}" width="{max(1, value * scale):.1f}" height="18"'
                         f' fill="{colour}"/>')
            parts.append(text(left + value * scale + 8, y + offset + 14, words))
    for x, colour, words in ((left, "#aeb7bd", "the raw engine"), (left + 150, COLOURS[0], "Footbridge (ratio)")):
        parts += [f'<rect x="{x}" y="50" width="14" height="14" fill="{colour}"/>', text(x + 20, 62, words)]
    height = top + len(rows) * step + 20
    return picture(title, width, height, [*parts, line(left, top - 6, left, height - 24, INK)])


def curves(title, at, series):
    """Milliseconds over the number of exchanges, both by powers of ten."""
    width, height, left, right, top, bottom = 820, 480, 80, 190, 80, 60
    values = [value for times in series.values() for value in times]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(at[0]), math.log10(at[-1])

    def x(size):
        return left + (math.log10(size) - first) / (last - first) * (width - left - right)

    def y(value):
        return height - bottom - (math.log10(value) - low) / (high - low) * (height - top - bottom)

    parts = []
    for power in range(low, high + 1):
        parts += [line(left, y(10**power), width - right, y(10**power)),
                  text(left - 10, y(10**power) + 5, f"{10.0**power:g}", "end", colour=QUIET)]
    for size in at:
        parts += [line(x(size), top, x(size), height - bottom),
                  text(x(size), height - bottom + 20, f"{size:,}", "middle",
                                                                     colour=QUIET)]
    parts += [text((left + width - right) / 2, height - 14, "exchanges in the database", "middle", colour=QUIET),
              text(left - 56, top - 10, "p99, ms", colour=QUIET)]
    # Names stand beside the ends of their curves, moved apart where these meet.
    beside, below = {}, -math.inf
    for name in sorted(series, key=lambda name: y(series[name][-1])):
        beside[name] = below = max(y(series[name][-1]) + 4, below + 17)
    for place, (name, times) in enumerate(series.items()):
        points = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in zip(at, times))
        colour, dash = COLOURS[place % 6], DASHES[place % 6]
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"'
                     f' stroke-dasharray="{dash}"/>')
        parts += [f'<circle cx="{x(size):.1f}" cy="{y(value):.1f}" r="4" fill="{colour}"/>'
                  for size, value in zip(at, times)]
        parts.append(text(width - right + 12, beside[name], f"{name} {times[-1]:.1f}", colour=colour))
    return picture(title, width, height, parts)
