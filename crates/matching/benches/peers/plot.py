"""Cost against size as SVG, both axes logarithmic: a line a program, its name at its end."""

import math

COLOURS = ["#0b5394", "#b45309", "#15803d", "#7e22ce", "#be123c", "#475569"]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 830, 420, 70, 320, 48, 52


def ticks(least, most):
    return [10**power for power in range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)]


def plain(value):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def apart(ends, step=15):
    """Heights of the names, moved apart where lines end close together."""
    placed = []
    for wanted, name, colour in sorted(ends):
        placed.append((max(wanted, placed[-1][0] + step) if placed else wanted, name, colour))
    over = max(0, placed[-1][0] - (HEIGHT - BOTTOM)) if placed else 0
    return [(height - over, name, colour) for height, name, colour in placed]


def draw(title, across, up, series):
    """`series` is a list of a name and its points."""
    points = [point for _, own in series for point in own]
    xs, ys = sorted({x for x, _ in points}), [y for _, y in points]
    x0, x1 = math.log10(xs[0]) - 0.05, math.log10(xs[-1]) + 0.05
    marks = ticks(min(ys), max(ys))
    y0, y1 = math.log10(marks[0]), math.log10(marks[-1])
    at_x = lambda x: LEFT + (math.log10(x) - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT)
    at_y = lambda y: HEIGHT - BOTTOM - (math.log10(y) - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}" '
        'font-family="system-ui, sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="15" font-weight="600">{title}</text>',
    ]
    for mark in marks:
        y = at_y(mark)
        out.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e2e8f0"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{plain(mark)}</text>')
    for x in xs:
        out.append(f'<text x="{at_x(x):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{plain(x)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{across}</text>')
    out.append(f'<text x="{LEFT}" y="{TOP - 8}">{up}</text>')
    ends = []
    for at, (name, own) in enumerate(series):
        colour = COLOURS[at % len(COLOURS)]
        way = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in own)
        out.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="{3 if at == 0 else 1.5}"/>')
        out.extend(f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3" fill="{colour}"/>' for x, y in own)
        ends.append((at_y(own[-1][1]) + 4, name, colour))
    for height, name, colour in apart(ends):
        out.append(f'<text x="{WIDTH - RIGHT + 10}" y="{height:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*out, "</svg>", ""])
