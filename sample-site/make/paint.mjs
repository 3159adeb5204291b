// A very small software painter: float RGB canvas, seeded noise, anti-aliased polygons.
// No dependencies; everything is deterministic for a given seed.
import { writeFileSync } from 'node:fs';

export const clamp = (v, lo = 0, hi = 1) => (v < lo ? lo : v > hi ? hi : v);
export const lerp = (a, b, t) => a + (b - a) * t;
export const mix = (a, b, t) => [lerp(a[0], b[0], t), lerp(a[1], b[1], t), lerp(a[2], b[2], t)];
export const scale = (c, k) => [c[0] * k, c[1] * k, c[2] * k];
export const smooth = (a, b, v) => { const t = clamp((v - a) / (b - a)); return t * t * (3 - 2 * t); };
export const hex = (s) => [1, 3, 5].map((i) => parseInt(s.slice(i, i + 2), 16) / 255);

export function random(seed) { // mulberry32
  let a = seed >>> 0;
  const next = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  next.in = (lo, hi) => lo + (hi - lo) * next();
  return next;
}

const hash = (x, y, s) => {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(s, 1274126177);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
};

/** Value noise in 0..1. */
export function noise(x, y, s = 0) {
  const xi = Math.floor(x), yi = Math.floor(y);
  let u = x - xi, v = y - yi;
  u = u * u * u * (u * (u * 6 - 15) + 10);
  v = v * v * v * (v * (v * 6 - 15) + 10);
  const a = hash(xi, yi, s), b = hash(xi + 1, yi, s), c = hash(xi, yi + 1, s), d = hash(xi + 1, yi + 1, s);
  return a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v;
}

/** Fractal noise in about 0..1; each octave is turned a little to hide the lattice. */
export function fbm(x, y, octaves = 5, s = 0) {
  let sum = 0, amp = 0.5, norm = 0;
  for (let i = 0; i < octaves; i++) {
    sum += amp * noise(x, y, s + i); norm += amp; amp *= 0.5;
    const nx = 1.62 * x + 1.18 * y + 7.3; y = 1.62 * y - 1.18 * x + 3.1; x = nx;
  }
  return sum / norm;
}

/** Cellular noise: nearest and second distance, offset to the nearest point, and the cell's own random number. */
export function cells(x, y, s = 0, jitter = 0.9) {
  const xi = Math.floor(x), yi = Math.floor(y);
  let f1 = 9, f2 = 9, dx = 0, dy = 0, id = 0;
  for (let j = yi - 1; j <= yi + 1; j++) for (let i = xi - 1; i <= xi + 1; i++) {
    const px = i + 0.5 + (hash(i, j, s) - 0.5) * jitter - x, py = j + 0.5 + (hash(i, j, s + 1) - 0.5) * jitter - y;
    const d = Math.sqrt(px * px + py * py);
    if (d < f1) { f2 = f1; f1 = d; dx = -px; dy = -py; id = hash(i, j, s + 2); } else if (d < f2) f2 = d;
  }
  return { f1, f2, dx, dy, id };
}

/** Colour from stops [[position, '#rrggbb'], ...]. */
export function ramp(stops) {
  const list = stops.map(([p, c]) => [p, typeof c === 'string' ? hex(c) : c]);
  return (t) => {
    if (t <= list[0][0]) return list[0][1];
    for (let i = 1; i < list.length; i++) if (t <= list[i][0]) {
      return mix(list[i - 1][1], list[i][1], smooth(list[i - 1][0], list[i][0], t));
    }
    return list[list.length - 1][1];
  };
}

export class Canvas {
  constructor(w, h) { this.w = w; this.h = h; this.px = new Float32Array(w * h * 3); }

  /** paint(x, y) gives [r, g, b] or [r, g, b, alpha] or null for every pixel. */
  each(paint) {
    const { w, h } = this;
    for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) {
      const c = paint(x, y);
      if (c) this.blend(x, y, c, c.length > 3 ? c[3] : 1);
    }
    return this;
  }

  get(x, y) { const i = (y * this.w + x) * 3; return [this.px[i], this.px[i + 1], this.px[i + 2]]; }

  blend(x, y, c, a) {
    if (x < 0 || y < 0 || x >= this.w || y >= this.h) return;
    const i = (y * this.w + x) * 3, p = this.px;
    p[i] += (c[0] - p[i]) * a; p[i + 1] += (c[1] - p[i + 1]) * a; p[i + 2] += (c[2] - p[i + 2]) * a;
  }

  /** Additive soft light. */
  glow(cx, cy, r, c, k = 1, power = 2) {
    const x0 = Math.max(0, Math.floor(cx - r)), x1 = Math.min(this.w - 1, Math.ceil(cx + r));
    const y0 = Math.max(0, Math.floor(cy - r)), y1 = Math.min(this.h - 1, Math.ceil(cy + r));
    for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) {
      const d = Math.hypot(x - cx, y - cy) / r;
      if (d >= 1) continue;
      const a = k * Math.pow(1 - d, power), i = (y * this.w + x) * 3;
      for (let j = 0; j < 3; j++) this.px[i + j] += (1 - Math.min(1, this.px[i + j])) * c[j] * a;
    }
  }

  /** Non-zero filled polygon with coverage anti-aliasing; colour is [r,g,b] or a function of (x, y). */
  polygon(pts, colour, alpha = 1) {
    const { w, h } = this, SUB = 4, n = pts.length;
    let top = Infinity, bottom = -Infinity;
    for (const p of pts) { top = Math.min(top, p[1]); bottom = Math.max(bottom, p[1]); }
    const y0 = Math.max(0, Math.floor(top)), y1 = Math.min(h - 1, Math.ceil(bottom));
    const row = new Float32Array(w + 2);
    for (let y = y0; y <= y1; y++) {
      let lo = w, hi = -1;
      for (let k = 0; k < SUB; k++) {
        const sy = y + (k + 0.5) / SUB, hits = [];
        for (let i = 0; i < n; i++) {
          const a = pts[i], b = pts[(i + 1) % n];
          if ((a[1] <= sy) !== (b[1] <= sy)) hits.push([a[0] + ((sy - a[1]) / (b[1] - a[1])) * (b[0] - a[0]), a[1] < b[1] ? 1 : -1]);
        }
        hits.sort((p, q) => p[0] - q[0]);
        for (let i = 0, wind = 0; i + 1 < hits.length; i++) {
          wind += hits[i][1];
          if (!wind) continue;
          const xa = clamp(hits[i][0], 0, w), xb = clamp(hits[i + 1][0], 0, w);
          if (xb <= xa) continue;
          const ia = Math.floor(xa), ib = Math.floor(xb);
          lo = Math.min(lo, ia); hi = Math.max(hi, ib);
          if (ia === ib) row[ia] += xb - xa;
          else { row[ia] += ia + 1 - xa; for (let x = ia + 1; x < ib; x++) row[x] += 1; row[ib] += xb - ib; }
        }
      }
      for (let x = lo; x <= Math.min(hi, w - 1); x++) {
        if (row[x] > 0) {
          const c = typeof colour === 'function' ? colour(x, y) : colour;
          this.blend(x, y, c, alpha * Math.min(1, row[x] / SUB) * (c.length > 3 ? c[3] : 1));
        }
      }
      row.fill(0);
    }
  }

  /** Soft round dots along a line: hairs, rain, twigs. */
  stroke(x0, y0, x1, y1, width, c, alpha) {
    const n = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0)));
    for (let i = 0; i <= n; i++) {
      const t = i / n, x = lerp(x0, x1, t), y = lerp(y0, y1, t), r = width * (1 - 0.8 * t) * 0.5 + 0.5;
      const xi = Math.floor(x - r), yi = Math.floor(y - r);
      for (let b = yi; b <= yi + 2 * r + 1; b++) for (let a = xi; a <= xi + 2 * r + 1; a++) {
        const k = clamp(r + 0.5 - Math.hypot(a - x, b - y));
        if (k > 0) this.blend(a, b, c, k * alpha);
      }
    }
  }

  /** Three box passes, close to a Gaussian. */
  blur(r) {
    const { w, h, px } = this, tmp = new Float32Array(px.length);
    const pass = (src, dst, len, lines, step, jump) => {
      for (let l = 0; l < lines; l++) for (let c = 0; c < 3; c++) {
        const at = (i) => src[l * jump + clamp(i, 0, len - 1) * step + c];
        let sum = 0;
        for (let i = -r; i <= r; i++) sum += at(i);
        for (let i = 0; i < len; i++) { dst[l * jump + i * step + c] = sum / (2 * r + 1); sum += at(i + r + 1) - at(i - r); }
      }
    };
    for (let k = 0; k < 3; k++) { pass(px, tmp, w, h, 3, w * 3); pass(tmp, px, h, w, w * 3, 3); }
    return this;
  }

  /** Film-like finish: bloom, vignette and grain. */
  finish({ grain = 0.03, vignette = 0.25, bloom = 0, seed = 1 } = {}) {
    const { w, h } = this;
    if (bloom) {
      const soft = new Canvas(w, h); soft.px.set(this.px); soft.blur(Math.round(w / 90));
      this.each((x, y) => { const a = this.get(x, y), b = soft.get(x, y); return a.map((v, i) => 1 - (1 - Math.min(1, v)) * (1 - clamp(b[i]) * bloom)); });
    }
    const rnd = random(seed);
    return this.each((x, y) => {
      const d = Math.hypot((x / w - 0.5) * 1.25, (y / h - 0.5) * 1.15), k = 1 - vignette * smooth(0.3, 0.85, d);
      const g = (rnd() + rnd() - 1) * grain;
      return this.get(x, y).map((v) => clamp(v * k + g));
    });
  }

  save(file) {
    const head = Buffer.from(`P6 ${this.w} ${this.h} 255\n`), out = Buffer.alloc(head.length + this.px.length);
    head.copy(out);
    for (let i = 0; i < this.px.length; i++) out[head.length + i] = Math.round(clamp(this.px[i]) * 255);
    writeFileSync(file, out);
  }
}

/** Points of a cubic Bezier curve. */
export function bezier(p0, p1, p2, p3, n = 24) {
  return Array.from({ length: n + 1 }, (_, i) => {
    const t = i / n, u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    return [a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0], a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1]];
  });
}

/** A ribbon of varying width along a line of points. */
export function ribbon(line, width) {
  const left = [], right = [];
  line.forEach((p, i) => {
    const a = line[Math.max(0, i - 1)], b = line[Math.min(line.length - 1, i + 1)];
    const len = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1, half = width(i / (line.length - 1)) / 2;
    const nx = (-(b[1] - a[1]) / len) * half, ny = ((b[0] - a[0]) / len) * half;
    left.push([p[0] + nx, p[1] + ny]); right.unshift([p[0] - nx, p[1] - ny]);
  });
  return left.concat(right);
}

/** Outline of a pointed leaf from (x, y), with its bend to one side. */
export function leaf(x, y, length, width, angle, bend = 0) {
  const tip = [x + Math.cos(angle + bend) * length, y + Math.sin(angle + bend) * length];
  const mid = [x + Math.cos(angle) * length * 0.5, y + Math.sin(angle) * length * 0.5];
  return ribbon(bezier([x, y], mid, mid, tip, 14), (t) => width * Math.pow(Math.sin(Math.PI * Math.pow(t, 0.8)), 0.9) + 0.4);
}

export const blob = (x, y, r, rnd, rough = 0.25, squash = 1, n = 26) => {
  const s = Math.floor(rnd() * 1e6);
  return Array.from({ length: n }, (_, i) => {
    const a = (i / n) * Math.PI * 2, k = r * (1 - rough + 2 * rough * noise(Math.cos(a) * 2.4 + 9, Math.sin(a) * 2.4 + 9, s));
    return [x + Math.cos(a) * k, y + Math.sin(a) * k * squash];
  });
};
