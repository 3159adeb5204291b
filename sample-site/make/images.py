"""Encodes the site's pictures: runs art.mjs and terrain.mjs, then writes JPEG, PNG and ICO files.

Run with a Python that has Pillow (Debian: python3-pil), and node:  python3 images.py [scene ...]
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "site"
IMG = SITE / "img"
HEROES = ("hero-dawn", "hero-night")


def save_jpeg(image, path, low, high):
    """The best quality whose file stays below `high` bytes (and above `low` where possible)."""
    for quality in (88, 84, 80, 76, 72, 68, 62, 56):
        image.save(path, quality=quality, optimize=True, progressive=True)
        if path.stat().st_size <= high or quality == 56:
            break
    if path.stat().st_size < low:
        image.save(path, quality=93, optimize=True, progressive=True)


def encode(ppm):
    name, image = ppm.stem, Image.open(ppm)
    w, h = image.size
    if name == "contours":  # few inks, so a palette PNG
        for suffix, size in (("", (1280, 960)), ("-640", (640, 480))):
            small = image.resize(size, Image.LANCZOS).quantize(40, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            small.save(IMG / f"{name}{suffix}.png", optimize=True)
    elif name in HEROES:
        save_jpeg(image, IMG / f"{name}.jpg", 80_000, 300_000)
        save_jpeg(image.resize((1000, 1000 * h // w), Image.LANCZOS), IMG / f"{name}-1000.jpg", 30_000, 120_000)
    else:
        save_jpeg(image, IMG / f"{name}.jpg", 80_000, 300_000)
        save_jpeg(image.resize((800, 800 * h // w), Image.LANCZOS), IMG / f"{name}-800.jpg", 30_000, 100_000)


def curve(d):
    """Points of a path of absolute M, C and Z commands."""
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", d)]
    points, pairs = [], list(zip(numbers[::2], numbers[1::2]))
    at = pairs[0]
    for i in range(1, len(pairs), 3):
        if i + 2 >= len(pairs):
            points.append(pairs[i])
            break
        a, b, c = pairs[i:i + 3]
        for k in range(25):
            t, u = k / 24, 1 - k / 24
            points.append(tuple(u**3 * at[j] + 3 * u * u * t * a[j] + 3 * u * t * t * b[j] + t**3 * c[j] for j in (0, 1)))
        at = c
    return points


def logo(size, background=None, margin=0.0):
    """Rasterises img/margay.svg, which keeps to filled paths, circles and ellipses."""
    big = size * 4
    image = Image.new("RGBA", (big, big), background or (0, 0, 0, 0))
    draw, k, o = ImageDraw.Draw(image), big * (1 - 2 * margin) / 64, big * margin
    for tag, attributes in re.findall(r"<(path|circle|ellipse) ([^>]*)/>", (IMG / "margay.svg").read_text()):
        a = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if tag == "path":
            draw.polygon([(x * k + o, y * k + o) for x, y in curve(a["d"])], fill=a["fill"])
        else:
            x, y = float(a["cx"]), float(a["cy"])
            rx, ry = float(a.get("rx", a.get("r", 0))), float(a.get("ry", a.get("r", 0)))
            draw.ellipse([(x - rx) * k + o, (y - ry) * k + o, (x + rx) * k + o, (y + ry) * k + o], fill=a["fill"])
    return image.resize((size, size), Image.LANCZOS)


def icons():
    logo(192).save(IMG / "icon-192.png", optimize=True)
    logo(512, "#14231d", 0.14).convert("RGB").save(IMG / "icon-512.png", optimize=True)
    logo(180, "#14231d", 0.1).convert("RGB").save(SITE / "apple-touch-icon.png", optimize=True)
    logo(48).save(SITE / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
    (SITE / "favicon.svg").write_text((IMG / "margay.svg").read_text())


def main():
    with tempfile.TemporaryDirectory() as folder:
        wanted = sys.argv[1:]
        subprocess.run(["node", HERE / "art.mjs", folder, *wanted], check=True)
        if not wanted:
            subprocess.run(["node", HERE / "terrain.mjs", SITE, folder], check=True)
        for ppm in sorted(Path(folder).glob("*.ppm")):
            encode(ppm)
    icons()


if __name__ == "__main__":
    main()
