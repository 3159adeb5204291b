// Paints the site's pictures as PPM files: node art.mjs <folder> [name ...]
// images.py runs it and encodes the results.
import { Canvas, bezier, blob, cells, clamp, fbm, hex, leaf, lerp, mix, noise, ramp, random, ribbon, scale, smooth } from './paint.mjs';

const TAU = Math.PI * 2;

/** Forested ridges, one behind another, with mist pooled between them. */
function ridges({ w = 1600, h = 1067, seed, sky, light, far, near, haze, layers = 7, top = 0.42, bottom = 0.98, mist = 1, stars = 0, moon = 0, relief = 0.13 }) {
  const img = new Canvas(w, h), rnd = random(seed), twinkle = random(seed + 1), skyAt = ramp(sky), lx = light.x * w, ly = light.y * h;
  const lc = hex(light.colour), farC = hex(far), nearC = hex(near), hazeC = hex(haze);
  img.each((x, y) => {
    const c = skyAt(y / h), cloud = smooth(0.46, 0.8, fbm(x / w * 3.2 + seed, y / h * 9 + fbm(x / w * 5, y / h * 5, 3, seed) * 1.4, 6, seed));
    return mix(c, mix(lc, hazeC, 0.45), cloud * 0.5 * smooth(0, 0.3, y / h));
  });
  for (let i = 0; i < stars; i++) {
    const y = Math.pow(twinkle(), 1.5) * h * 0.6, b = Math.pow(twinkle(), 6);
    img.glow(twinkle() * w, y, 1.6 + 2 * b, [0.86, 0.92, 1], 0.25 + 0.75 * b, 1.4);
  }
  img.glow(lx, ly, w * 0.75, lc, 0.42 * light.power, 3);
  img.glow(lx, ly, w * 0.2, lc, 0.6 * light.power, 2.4);
  if (moon) img.each((x, y) => {
    const d = Math.hypot(x - lx, y - ly) / moon;
    if (d > 1.02) return null;
    const sea = smooth(0.42, 0.62, fbm(x / moon * 1.3 + 4, y / moon * 1.3, 5, 77));
    return [...scale([1, 0.97, 0.88], 1 - 0.2 * sea - 0.15 * d * d), smooth(1.02, 0.97, d)];
  });
  else img.glow(lx, ly, w * 0.04, [1, 0.97, 0.86], 1.2, 0.8);
  for (let i = 0; i < layers; i++) {
    const t = i / (layers - 1), size = lerp(3, w / 38, Math.pow(t, 1.9)), base = lerp(top, bottom, Math.pow(t, 1.15)) * h;
    const freq = lerp(3.4, 1.7, t), off = rnd() * 90, tilt = rnd.in(-0.07, 0.07) * h, body = mix(farC, nearC, Math.pow(t, 0.8));
    const crest = new Float32Array(w), bare = new Float32Array(w);
    for (let x = 0; x < w; x++) {
      const f = fbm(x / w * freq + off, i * 9.7, 6, seed + i), r = 1 - Math.abs(2 * f - 1);
      const u = x / size, cell = Math.floor(u);
      let dome = 0;
      for (let k = cell - 1; k <= cell + 1; k++) {
        const cx = k + 0.5 + (noise(k + 0.5, 3, seed + i) - 0.5) * 0.6, tall = noise(k * 1.7 + 0.5, 8, seed + i);
        const d = Math.abs(u - cx) / (0.55 + 0.3 * tall);
        if (d < 1) dome = Math.max(dome, Math.sqrt(1 - d * d) * (0.4 + 1.1 * tall * tall));
      }
      bare[x] = base + tilt * (x / w - 0.5) * 2 - h * relief * ((1 - Math.abs(2 * fbm(x / w * freq + off, i * 9.7, 3, seed + i) - 1)) * 1.5 - 0.6);
      crest[x] = base + tilt * (x / w - 0.5) * 2 - h * relief * (r * 1.5 - 0.6) - dome * size * 0.9 - (fbm(u * 5, i, 3, seed) - 0.5) * size * 0.6;
    }
    const depth = h * lerp(0.13, 0.3, t) / mist;
    for (let x = 0; x < w; x++) for (let y = Math.max(0, Math.floor(crest[x])); y < h; y++) {
      const dy = y - crest[x];
      if (dy > depth * 3 && t < 1) break;
      const toSun = Math.exp(-Math.pow(Math.hypot((x - lx) / (w * 0.42), (y - ly) / (h * 0.6)), 2));
      const air = mix(hazeC, lc, 0.62 * toSun * Math.min(1, light.power));
      let lit = 1;
      if (size > 6) {
        const leafy = fbm(x / size * 4.5, y / size * 4.5, 4, seed + 5), wx = x / size + (leafy - 0.5) * 0.9, wy = y / (size * 0.66) + (fbm(x / size * 3, y / size * 3, 3, seed + 6) - 0.5) * 1.1;
        const k = cells(wx, wy, seed + i * 3, 1), s = cells(wx * 3.1, wy * 3.1, seed + i, 1);
        lit = 0.66 + (0.5 - k.f1) * 0.55 - k.dy * 0.42 + Math.sign(lx - x) * k.dx * 0.2 + (0.45 - s.f1) * 0.4 - s.dy * 0.25 + (leafy - 0.5) * 0.9 + (k.id - 0.5) * 0.35;
      }
      const rim = Math.exp(-dy / (size * 0.5)) * (0.25 + 0.75 * toSun);
      let c = mix(scale(body, clamp(lerp(1, lit, smooth(4, 14, size)), 0.15, 1.7)), air, 0.34 * rim * (1 - 0.5 * t));
      const swirl = fbm(x / w * 6 + i * 3, y / h * 13 + i, 5, seed + 31);
      const fog = smooth(0.04, 1, Math.min(dy, y - bare[x] + size * 0.6) / depth + (swirl - 0.5) * 0.9) * lerp(0.97, 0.42, Math.pow(t, 1.7)) * Math.min(1, mist);
      const distance = (1 - t) * 0.45;
      c = mix(c, air, clamp(Math.max(fog, distance * (0.6 + 0.4 * fog) + 0.12 * toSun)));
      const edge = clamp(y + 1 - crest[x]);
      img.blend(x, y, c, edge * (t < 1 ? 1 - smooth(2.2, 3, dy / depth) * 0.2 : 1));
    }
  }
  return img.finish({ grain: 0.035, vignette: 0.3, bloom: 0.16, seed });
}

/** Tall trunks standing in bright fog. */
function trunks({ w = 1600, h = 1067, seed = 41 } = {}) {
  const img = new Canvas(w, h), rnd = random(seed), lx = w * 0.6, ly = h * 0.16;
  const air = ramp([[0, '#f3f0d2'], [0.35, '#cfdcc0'], [0.7, '#8fae9a'], [1, '#5d8076']]), dark = hex('#12201a');
  const airAt = (x, y) => air(Math.hypot((x - lx) / w * 1.25, (y - ly) / h * 0.85));
  img.each((x, y) => scale(airAt(x, y), 0.93 + 0.14 * fbm(x / 260, y / 200, 5, seed)));
  for (let i = 0; i < 7; i++) {
    const t = i / 6, near = Math.pow(t, 1.4), tint = (x, y, k = 1) => mix(airAt(x, y), scale(dark, k), 0.16 + 0.8 * near);
    const ground = h * lerp(0.72, 1.04, t);
    for (let n = 0; n < lerp(16, 3, t); n++) { // trunks, mossy on one side
      const width = lerp(9, 105, near) * rnd.in(0.55, 1.25), s = rnd() * 99;
      let x = i === 6 ? [0.09, 0.87, 0.3][n] * w : rnd() * w;
      const lean = rnd.in(-0.05, 0.05) * h;
      const line = Array.from({ length: 60 }, (_, k) => [x + lean * (k / 59) + (noise(k / 14, s, seed) - 0.5) * width * 0.7, -20 + (ground + 40) * (k / 59)]);
      const girth = (k) => width * (0.72 + 0.2 * k + 0.8 * Math.pow(k, 14)) * (0.92 + 0.16 * noise(k * 40, s, 5));
      img.polygon(ribbon(line, girth), (px, py) => {
        const side = (px - (x + lean * py / h)) / width, bark = fbm(px / width * 7 + s, py / width * 1.1, 4, seed), moss = smooth(0.45, 0.7, fbm(px / 40 + s, py / 55, 4, seed + 2) + 0.25 * (px < lx ? side : -side));
        const c = tint(px, py, 0.55 + bark * 1.3 + 1.1 * smooth(-0.1, 0.6, px < lx ? side : -side) * (0.5 + bark));
        return mix(c, mix(airAt(px, py), hex('#4d6b2a'), 0.3 + 0.55 * near), moss * 0.6 * near);
      });
      for (let b = 0; b < 14 * near + 2; b++) { // epiphytes
        const at = line[Math.floor(rnd.in(3, 48))], r = width * rnd.in(0.3, 0.8);
        for (let l = 0; l < 13; l++) { const shade = rnd.in(0.7, 2.2), moss = rnd.in(0.1, 0.35) * near; img.polygon(leaf(at[0] + rnd.in(-0.4, 0.4) * width, at[1], r * rnd.in(0.7, 1.3), r * 0.12, -Math.PI / 2 + rnd.in(-1.4, 1.4), rnd.in(-0.4, 0.4)), (px, py) => mix(tint(px, py, shade), hex('#6f8f3d'), moss)); }
      }
    }
    for (let n = 0; n < 3; n++) { // lianas
      const x0 = rnd() * w, x1 = x0 + (rnd() < 0.5 ? -1 : 1) * rnd.in(0.1, 0.3) * w, sag = rnd.in(0.15, 1.5) * h;
      img.polygon(ribbon(bezier([x0, -10], [x0, sag], [x1, sag * 1.3], [x1, -10], 50), () => lerp(1.2, 7, near)), (px, py) => tint(px, py));
    }
    for (let n = 0; n < lerp(260, 150, t); n++) { // crowns above, ferns below
      const up = rnd() < 0.45, x = rnd() * w, size = lerp(10, 95, near) * rnd.in(0.6, 1.3);
      const y = up ? Math.pow(rnd(), 2.2) * h * lerp(0.5, 0.16, t) : ground + rnd.in(-0.04, 0.12) * h;
      const a = up ? rnd.in(0, TAU) : -Math.PI / 2 + rnd.in(-1.2, 1.2), shade = rnd.in(0.6, 1.7);
      const colour = (px, py) => mix(tint(px, py, shade), hex('#3f5f2c'), 0.22 * near);
      if (up) { img.polygon(leaf(x, y, size, size * rnd.in(0.2, 0.36), a, rnd.in(-0.5, 0.5)), colour); continue; }
      const rib = bezier([x, y], [x + Math.cos(a) * size, y + Math.sin(a) * size], [x + Math.cos(a) * size * 1.6, y + Math.sin(a) * size * 1.3], [x + Math.cos(a) * size * 2.1, y + Math.sin(a) * size * 0.9], 18);
      img.polygon(ribbon(rib, (k) => 1 + 2 * near * (1 - k)), colour);
      for (let k = 2; k < 18; k++) for (const side of [-1, 1]) {
        const dir = Math.atan2(rib[k][1] - rib[k - 1][1], rib[k][0] - rib[k - 1][0]), L = size * 0.42 * Math.sin(Math.PI * Math.pow(k / 19, 0.7));
        img.polygon(leaf(rib[k][0], rib[k][1], L, L * 0.26, dir + side * 1.05), colour);
      }
    }
    if (t < 1) img.each((x, y) => [...airAt(x, y), 0.2 * fbm(x / w * 5 + i * 7, y / h * 6, 4, seed + 9) * (0.5 + y / h)]);
    if (i === 4) for (let n = 0; n < 13; n++) { // shafts of light
      const a = lerp(0.5, 2.6, (n + rnd()) / 13), spread = rnd.in(0.01, 0.045), ox = lx + w * 0.1, oy = -h * 0.3;
      const far = (q) => [ox + Math.cos(q) * w * 1.5, oy + Math.sin(q) * w * 1.5];
      img.polygon([[ox, oy], far(a - spread), far(a + spread)], (x, y) => [1, 0.98, 0.8, 0.22 * (1 - clamp(Math.hypot(x - ox, y - oy) / (h * 1.5)))]);
    }
  }
  return img.finish({ grain: 0.03, vignette: 0.28, bloom: 0.22, seed });
}

/** Individual hairs over a pattern of rosettes. */
function fur({ w = 1600, h = 1067, seed = 7 } = {}) {
  const img = new Canvas(w, h), rnd = random(seed), ground = ramp([[0, '#f0d9ae'], [0.45, '#d9a866'], [1, '#b57a3c']]);
  const coat = (x, y) => {
    const wx = x + 70 * (fbm(x / 240, y / 240, 3, seed) - 0.5), wy = y + 70 * (fbm(x / 240, y / 240, 3, seed + 9) - 0.5);
    const k = cells(wx / 205 + 0.2 * wy / 205, wy / 135, seed, 0.75), a = Math.atan2(k.dy, k.dx);
    const edge = (k.f2 - k.f1), ring = smooth(0.1, 0.17, edge) * smooth(0.46, 0.36, edge), gap = smooth(0.3, 0.46, noise(Math.cos(a) * 1.8 + k.id * 50, Math.sin(a) * 1.8, seed) + 0.08);
    const spot = smooth(0.12, 0.05, k.f1) * (k.id > 0.62 ? 1 : 0);
    let c = ground(0.2 + 0.65 * fbm(x / 420, y / 320, 3, seed + 4) + 0.22 * smooth(0.2, 0.5, edge));
    return mix(c, [0.13, 0.075, 0.045], clamp(ring * gap + spot) * 0.95);
  };
  img.each((x, y) => scale(coat(x, y), 0.55));
  for (let i = 0; i < 330000; i++) {
    const x = rnd.in(-30, w + 30), y = rnd.in(-30, h + 30), len = rnd.in(12, 30), a = 0.5 + 1.5 * (fbm(x / 500, y / 500, 2, seed + 2) - 0.5) + rnd.in(-0.25, 0.25);
    const fold = 0.78 + 0.42 * fbm(x / 300 + 4, y / 150, 3, seed + 6), c = scale(coat(x, y), fold * rnd.in(0.62, 1.28));
    const mx = x + Math.cos(a) * len * 0.5, my = y + Math.sin(a) * len * 0.5;
    img.stroke(x, y, mx, my, 1.2, c, 0.5);
    img.stroke(mx, my, mx + Math.cos(a + 0.2) * len * 0.5, my + Math.sin(a + 0.2) * len * 0.5, 0.7, mix(c, [1, 0.93, 0.78], 0.1), 0.35);
  }
  const light = (x, y) => 1.12 - 0.5 * Math.hypot(x / w - 0.42, y / h - 0.36);
  img.each((x, y) => img.get(x, y).map((v) => v * light(x, y)));
  return img.finish({ grain: 0.02, vignette: 0.34, seed });
}

/** Two eyes answering a torch from the understorey. */
function eyes({ w = 1600, h = 1067, seed = 23 } = {}) {
  const img = new Canvas(w, h), rnd = random(seed), cx = w * 0.54, cy = h * 0.46, S = h * 0.34, tilt = -0.08;
  const turn = (x, y) => { const dx = (x - cx) / S, dy = (y - cy) / S; return [dx * Math.cos(tilt) + dy * Math.sin(tilt), dy * Math.cos(tilt) - dx * Math.sin(tilt)]; };
  const face = (x, y) => { // the coat of the face in units of S, dark where the torch does not reach
    const [u, v] = turn(x, y), m = Math.abs(u), wob = fbm(u * 5, v * 5, 3, seed) - 0.5;
    let c = mix(hex('#c98f4f'), hex('#8c5a2c'), smooth(-0.2, -0.9, v));
    const pale = Math.max(smooth(0.34, 0.16, Math.hypot((m - 0.2) * 1.1, (v - 0.42) * 1.1)), smooth(0.2, 0.08, Math.hypot((m - 0.2) * 0.85, v + 0.25)), smooth(0.2, 0.1, Math.hypot((m - 0.44) * 0.9, v - 0.2)));
    c = mix(c, hex('#f1e2c3'), pale * 0.85);
    const line = (d, wd) => smooth(wd, wd * 0.45, Math.abs(d + wob * 0.05));
    let dark = line(m - 0.14 - 0.16 * (-v - 0.2), 0.035) * smooth(-0.18, -0.3, v) * smooth(-0.95, -0.8, v);
    dark = Math.max(dark, line(m - 0.045, 0.02) * smooth(-0.4, -0.5, v) * smooth(-0.9, -0.8, v));
    dark = Math.max(dark, line(v - 0.16 - 0.32 * (m - 0.5), 0.03) * smooth(0.44, 0.55, m), line(v - 0.36 - 0.34 * (m - 0.4), 0.03) * smooth(0.38, 0.48, m));
    dark = Math.max(dark, smooth(0.035, 0.02, Math.hypot(m - 0.2 - 0.09 * Math.round((m - 0.2) / 0.09), (v - 0.47) - 0.085 * Math.round((v - 0.47) / 0.085))) * smooth(0.17, 0.12, Math.hypot(m - 0.22, v - 0.46)));
    c = mix(c, [0.1, 0.06, 0.035], dark * 0.95);
    c = mix(c, hex('#7d463e'), smooth(0.02, -0.01, Math.max(m * 0.85 + (v - 0.27) * 0.9 - 0.1, 0.2 - v)));
    c = mix(c, [0.08, 0.04, 0.03], Math.max(smooth(0.014, 0.004, m) * smooth(0.3, 0.32, v) * smooth(0.42, 0.4, v), smooth(0.016, 0.006, Math.abs(v - 0.41 - 0.09 * Math.sin(m * 14))) * smooth(0.24, 0.2, m)));
    const head = Math.hypot(u / (0.78 + 0.05 * wob), (v + 0.04) / 0.92), round = Math.sqrt(clamp(1 - head * head * 0.9));
    const reach = Math.exp(-Math.pow(Math.hypot(u - 0.05, (v - 0.02) * 1.05) / 0.46, 2));
    return scale(c, clamp(round * reach * 1.05) * smooth(1.04, 0.9, head));
  };
  const backdrop = (x, y) => scale(mix(hex('#0a1412'), hex('#16281f'), fbm(x / 300, y / 240, 4, seed)), 0.75);
  img.each((x, y) => { const b = backdrop(x, y), f = face(x, y); return [b[0] * 0.8 + f[0], b[1] * 0.8 + f[1], b[2] * 0.8 + f[2]]; });
  for (let i = 0; i < 210000; i++) { // hair, growing outward from the nose
    const x = cx + rnd.in(-0.95, 0.95) * S, y = cy + rnd.in(-1.05, 1.05) * S, [u, v] = turn(x, y), c = face(x, y);
    if (c[0] + c[1] < 0.02) continue;
    const a = Math.atan2(v - 0.22, u * 1.1) + tilt + rnd.in(-0.3, 0.3), len = rnd.in(0.015, 0.05) * S * (0.5 + Math.hypot(u, v));
    img.stroke(x, y, x + Math.cos(a) * len, y + Math.sin(a) * len, 1, scale(c, rnd.in(0.6, 1.35)), 0.45);
  }
  for (const side of [-1, 1]) {
    const ex = cx + (side * 0.285 * Math.cos(tilt) + 0.02 * Math.sin(tilt)) * S, ey = cy + (-0.03 * Math.cos(tilt) + side * 0.285 * Math.sin(tilt)) * S, R = 0.165 * S;
    img.each((x, y) => {
      const dx = (x - ex) / R, dy = (y - ey) / R, d = Math.hypot(dx, dy * 1.12), slant = dy + side * dx * -0.16;
      const lid = smooth(0.98, 0.92, Math.hypot(dx * 0.93, slant * 1.24)), rim = smooth(1.3, 1.0, Math.hypot(dx * 0.93, slant * 1.24));
      if (rim <= 0) return null;
      const a = Math.atan2(dy, dx), fibre = fbm(a * 9, d * 3, 3, seed + side);
      let c = mix(hex('#d8b04a'), hex('#5f5a1c'), smooth(0.45, 1, d) * 0.85 + (fibre - 0.5) * 0.7);
      const pupil = smooth(0.72, 0.66, Math.hypot(dx * 1.1, dy));
      c = mix(c, mix(hex('#c9f2a4'), hex('#3f8d57'), smooth(0, 0.6, Math.hypot(dx + 0.1, dy + 0.1))), pupil);
      c = scale(c, 1.02 - 0.5 * smooth(0.1, -0.75, slant));
      c = mix(c, [1, 1, 0.95], smooth(0.15, 0.08, Math.hypot(dx - 0.26, dy + 0.34)));
      return [...mix([0.03, 0.02, 0.015], c, lid), rim];
    });
    img.glow(ex, ey, R * 3.2, hex('#9fe08a'), 0.16, 2.2);
  }
  for (let i = 0; i < 18; i++) { // whiskers
    const s = i % 2 ? 1 : -1, x = cx + s * rnd.in(0.16, 0.28) * S, y = cy + rnd.in(0.36, 0.5) * S, a = rnd.in(-0.25, 0.45);
    const line = bezier([x, y], [x + s * 0.3 * S, y + (a - 0.15) * 0.3 * S], [x + s * 0.5 * S, y + a * 0.5 * S], [x + s * 0.72 * S, y + (a + 0.25) * 0.72 * S], 30);
    img.polygon(ribbon(line, (t) => 2.4 * (1 - t) + 0.3), (px, py) => [0.95, 0.92, 0.82, 0.75 * Math.exp(-Math.pow(Math.hypot(px - cx, py - cy) / (S * 0.85), 2))]);
  }
  for (let layer = 0; layer < 3; layer++) { // wet leaves, nearer and darker
    for (let i = 0; i < [46, 30, 17][layer]; i++) {
      const a0 = rnd() * TAU, reach = rnd.in(0.8, 1.15) * [0.78, 0.92, 1.15][layer], x = cx + Math.cos(a0) * w * 0.46 * reach, y = cy + Math.sin(a0) * h * 0.62 * reach;
      const size = h * rnd.in(0.14, 0.3) * (1 + layer * 0.5), a = a0 + Math.PI + rnd.in(-1.1, 1.1), width = size * rnd.in(0.25, 0.42);
      const glow = [0.22, 0.13, 0.05][layer] * rnd.in(0.5, 1.3), ca = Math.cos(a), sa = Math.sin(a);
      img.polygon(leaf(x, y, size, width, a, rnd.in(-0.4, 0.4)), (px, py) => {
        const along = (px - x) * ca + (py - y) * sa, across = (py - y) * ca - (px - x) * sa, near = Math.exp(-Math.pow(Math.hypot(px - cx, py - cy) / (h * 0.66), 2));
        const vein = smooth(0.12, 0, Math.abs(((along - Math.abs(across) * 0.7) / (size * 0.085)) % 1 - 0.5)) * 0.25 + smooth(2.5, 0.5, Math.abs(across)) * 0.5;
        return scale(mix(hex('#2f6a45'), hex('#a9c98a'), vein + 0.3 * fbm(px / 30, py / 30, 3, i)), 0.08 + glow * 2.2 * near * (across > 0 ? 1 : 0.72));
      });
    }
    img.each((x, y) => { const d = Math.hypot((x - cx) / w, (y - cy) / h); return [0.02, 0.045, 0.04, 0.28 * smooth(0.25, 0.7, d)]; });
    if (layer === 1) { const soft = new Canvas(w, h); soft.px.set(img.px); soft.blur(3); img.each((x, y) => [...soft.get(x, y), smooth(0.26, 0.5, Math.hypot((x - cx) / w, (y - cy) / h))]); }
  }
  return img.finish({ grain: 0.035, vignette: 0.4, bloom: 0.3, seed });
}

/** A margay sits with its back to us, in front of the moon. */
function moonCat({ w = 1600, h = 1067, seed = 64 } = {}) {
  const img = new Canvas(w, h), rnd = random(seed), mx = w * 0.56, my = h * 0.42, R = h * 0.27, ink = hex('#04090c');
  const sky = ramp([[0, '#d9e2cf'], [0.1, '#8fb0ae'], [0.3, '#3b6474'], [0.6, '#15303f'], [1, '#081521']]);
  img.each((x, y) => {
    const d = Math.hypot(x - mx, y - my), cloud = smooth(0.4, 0.78, fbm(x / w * 3 + 2 * fbm(x / w * 2, y / h * 3, 3, seed), y / h * 5, 6, seed + 3));
    let c = mix(sky(Math.max(0, (d - R) / w) * 1.3), sky(0.28), 0);
    c = mix(c, sky(clamp((d - R) / w * 0.75)), cloud * 0.75);
    if (d < R + 1) {
      const u = (x - mx) / R, v = (y - my) / R, z = Math.sqrt(Math.max(0, 1 - u * u - v * v)), k = cells(u * 5 / (0.4 + z), v * 5 / (0.4 + z), seed);
      const sea = smooth(0.44, 0.6, fbm(u * 1.5 + 3.3, v * 1.5 + 1.2, 6, seed + 8)), crater = smooth(0.16, 0.1, Math.abs(k.f1 - 0.25 * k.id)) * (k.id > 0.6 ? 0.06 : 0.01);
      const m = scale(hex('#fdf6df'), 0.86 + 0.14 * z - 0.24 * sea + crater + 0.08 * (fbm(u * 14, v * 14, 4, seed) - 0.5));
      c = mix(c, mix(m, sky(0.06), cloud * 0.3 * smooth(-0.2, 1, v)), smooth(R + 1, R - 1, d));
    }
    return c;
  });
  img.glow(mx, my, R * 2.6, hex('#cfe0d2'), 0.42, 2.2);
  const leaves = (x, y, n, size, colour, spread) => {
    for (let i = 0; i < n; i++) img.polygon(leaf(x + rnd.in(-spread, spread), y + rnd.in(-spread, spread) * 0.6, size * rnd.in(0.6, 1.2), size * rnd.in(0.2, 0.34), rnd() * TAU, rnd.in(-0.5, 0.5)), colour);
  };
  const twig = (x, y, a, len, width, colour, size, level) => {
    const ex = x + Math.cos(a) * len, ey = y + Math.sin(a) * len, bend = rnd.in(-0.25, 0.25) * len;
    const line = bezier([x, y], [x + Math.cos(a) * len * 0.3 - Math.sin(a) * bend, y + Math.sin(a) * len * 0.3 + Math.cos(a) * bend], [ex, ey], [ex, ey]);
    img.polygon(ribbon(line, (t) => width * (1 - 0.55 * t)), colour);
    if (level === 0) return leaves(ex, ey, 7, size, colour, size * 0.5);
    for (let i = 0; i < 3; i++) { const p = line[Math.floor(rnd.in(9, 24))]; twig(p[0], p[1], a + rnd.in(-0.9, 0.9), len * rnd.in(0.45, 0.7), width * 0.5, colour, size, level - 1); }
    leaves(ex, ey, 4, size, colour, size * 0.6);
  };
  for (let i = 0; i < 15; i++) twig(rnd() * w, i % 3 ? -20 : h + 20, i % 3 ? rnd.in(0.4, 2.7) : rnd.in(-2.4, -0.7), h * rnd.in(0.14, 0.26), 9, hex('#1b3b47'), 38, 2);
  img.blur(3);
  for (let i = 0; i < 12; i++) { const left = i % 2; twig(left ? -20 : w + 20, h * rnd.in(-0.05, 0.5), left ? rnd.in(-0.2, 0.9) : Math.PI - rnd.in(-0.2, 0.9), h * rnd.in(0.16, 0.3), 14, hex('#0b1f27'), 52, 2); }
  // The branch, its moss and bromeliads, then the cat with a thin rim of moonlight.
  const branch = bezier([-40, h * 0.86], [w * 0.3, h * 0.7], [w * 0.62, h * 0.72], [w + 40, h * 0.6], 90), by = (x) => branch.find((p) => p[0] >= x)[1];
  img.polygon(ribbon(branch, (t) => 74 - 34 * t + 12 * noise(t * 14, 2, seed)), ink);
  for (let i = 0; i < 900; i++) { const p = branch[Math.floor(rnd() * 90)], q = p[0] + rnd.in(-9, 9); img.stroke(q, p[1] + 20, q + rnd.in(-6, 6), p[1] + rnd.in(34, 78), 1.4, ink, 0.85); }
  for (const x of [w * 0.17, w * 0.8, w * 0.9]) for (let i = 0; i < 30; i++) img.polygon(leaf(x + rnd.in(-16, 16), by(x) - 10, h * rnd.in(0.07, 0.15), 11, -Math.PI / 2 + rnd.in(-1.35, 1.35), rnd.in(-0.35, 0.35)), ink);
  const k = h / 300, ox = w * 0.535, oy = by(w * 0.535) - 8 * k;
  const at = (x, y) => [ox + x * k, oy + y * k];
  const path = (...c) => c.flatMap((q) => bezier(at(q[0], q[1]), at(q[2], q[3]), at(q[4], q[5]), at(q[6], q[7])));
  const body = path([-12, -58, -17, -50, -22, -42, -25, -27], [-25, -27, -30, -12, -27, 3, -15, 7], [-15, 7, -6, 10, 10, 10, 18, 7], [18, 7, 30, 3, 31, -14, 25, -29], [25, -29, 21, -43, 17, -50, 13, -58]);
  const head = path([-17, -62, -22, -68, -21, -77, -17, -82], [-17, -82, -19, -90, -17, -96, -14, -97], [-14, -97, -9, -97, -5, -92, -3.5, -88.5], [-3.5, -88.5, 0, -89.5, 4, -89.5, 7, -88], [7, -88, 9, -92, 13, -96, 18, -95.5], [18, -95.5, 21, -94, 22, -87, 19.5, -81], [19.5, -81, 23, -76, 23, -67, 18, -61], [18, -61, 11, -54, -10, -54, -17, -62]);
  const tail = ribbon([...bezier(at(20, 0), at(36, 6), at(40, 24), at(36, 44)), ...bezier(at(36, 44), at(32, 62), at(40, 74), at(52, 70)).slice(1)], (t) => k * (10.5 - 2.5 * t - 6 * Math.pow(t, 12)));
  for (const [dx, dy, c] of [[0, 0, hex('#7f9fa0')], [0, 1, ink]]) for (const shape of [tail, body, head]) {
    img.polygon(shape.map((p) => (dy ? [p[0] + (p[0] > ox ? -1.6 : 1.6), p[1] + 1.8] : [p[0] + dx, p[1]])), c);
  }
  for (let i = 0; i < 2600; i++) { // fur breaks the outline
    const s = [tail, body, head][i % 3], j = Math.floor(rnd() * s.length), p = s[j], q = s[(j + 1) % s.length], t = rnd();
    const x = lerp(p[0], q[0], t), y = lerp(p[1], q[1], t), out = i % 3 ? Math.atan2(y - oy + 45 * k, x - ox) : Math.PI / 2;
    if (Math.hypot(q[0] - p[0], q[1] - p[1]) < 30) img.stroke(x, y, x + Math.cos(out) * 3 + rnd.in(-2, 2), y + Math.sin(out) * 3 + 4, 1, ink, 0.8);
  }
  for (let i = 0; i < 9; i++) twig(rnd.in(0, w), i % 2 ? h + 30 : -30, i % 2 ? rnd.in(-2.4, -0.7) : rnd.in(0.6, 2.5), h * rnd.in(0.08, 0.17), 18, ink, 78, 1);
  for (const x of [-30, w + 30]) for (let i = 0; i < 6; i++) twig(x, h * rnd.in(0, 1), x < 0 ? rnd.in(-0.5, 0.5) : Math.PI + rnd.in(-0.5, 0.5), h * rnd.in(0.1, 0.2), 20, ink, 84, 1);
  return img.finish({ grain: 0.035, vignette: 0.35, bloom: 0.25, seed });
}

/** A sun print: fern fronds laid on cyanotype paper. */
function fern({ w = 1600, h = 1067, seed = 5 } = {}) {
  const img = new Canvas(w, h), shade = new Canvas(w, h), rnd = random(seed);
  shade.each(() => [0, 0, 0]);
  const frond = (x, y, a, len, curl, light) => {
    const line = []; let px = x, py = y, q = a;
    for (let i = 0; i <= 70; i++) { line.push([px, py, q]); px += Math.cos(q) * len / 70; py += Math.sin(q) * len / 70; q += curl * (0.3 + i / 70) / 70; }
    shade.polygon(ribbon(line, (t) => len * 0.009 * (1 - t) + 1), [light, light, light], 0.95);
    for (let i = 6; i < 69; i += 2) for (const s of [-1, 1]) {
      const t = i / 70, [cx, cy, dir] = line[i], L = len * 0.25 * Math.pow(Math.sin(Math.PI * Math.pow(t, 0.62)), 0.85) * (1 - 0.2 * t), b = dir + s * (1.25 - 0.45 * t);
      const k = light * rnd.in(0.82, 1);
      const steps = Math.max(4, Math.round(L / (len * 0.0125)));
      const rib = Array.from({ length: steps + 1 }, (_, j) => [cx + Math.cos(b - s * 0.25 * j / steps) * L * j / steps, cy + Math.sin(b - s * 0.25 * j / steps) * L * j / steps]);
      shade.polygon(ribbon(rib, () => 1.6), [k, k, k]);
      for (let j = 1; j <= steps; j++) for (const z of [-1, 1]) {
        const u = j / steps, l = len * 0.0135 * (1.15 - u) * (0.5 + 0.5 * Math.min(1, L / (len * 0.16)));
        shade.polygon(leaf(rib[j][0], rib[j][1], l, l * 0.6, b - s * 0.25 * u + z * (1.15 - 0.5 * u)), [k, k, k], 0.9);
      }
    }
  };
  frond(w * 0.1, h * 1.04, -0.86, h * 1.12, 0.5, 0.62);
  frond(w * 0.98, h * 0.98, -2.2, h * 1.0, -0.7, 0.72);
  shade.blur(2);
  frond(w * 0.44, h * 1.02, -1.42, h * 1.08, -0.42, 1);
  frond(w * 0.66, h * 1.05, -1.12, h * 0.82, 0.7, 0.92);
  const soft = new Canvas(w, h); soft.px.set(shade.px); soft.blur(5);
  const paper = hex('#eef1e8'), blue = ramp([[0, '#0c2f5c'], [0.5, '#174d86'], [1, '#3f7fb0']]);
  img.each((x, y) => {
    const fibre = fbm(x / 3, y / 9, 3, seed) - 0.5, wash = fbm(x / 420, y / 300, 5, seed + 3), brush = fbm(x / 500, y / 14, 3, seed + 6);
    const m = Math.min(x, y, w - x, h - y) - 46 - 34 * (fbm(x / 60, y / 60, 4, seed + 8) - 0.5) - 22 * (brush - 0.5), coat = smooth(-6, 10, m);
    const s = clamp(0.86 * shade.get(x, y)[0] + 0.22 * soft.get(x, y)[0]);
    let c = blue(clamp(0.1 + wash * 0.55 + 0.25 * (brush - 0.5) + fibre * 0.1));
    c = mix(c, mix(hex('#dfe9ea'), hex('#8fb4cc'), 0.35 * fbm(x / 50, y / 50, 4, seed + 11)), s * 0.97);
    return scale(mix(scale(paper, 0.98 + fibre * 0.06), c, coat * (0.96 + 0.2 * fibre)), 1 + fibre * 0.05);
  });
  return img.finish({ grain: 0.02, vignette: 0.1, seed });
}

/** Looking straight down into a tank bromeliad. */
function bromeliad({ w = 1600, h = 1067, seed = 31 } = {}) {
  const img = new Canvas(w, h), rnd = random(seed), cx = w * 0.5, cy = h * 0.5;
  img.each((x, y) => {
    const k = cells(x / 46, y / 40, seed, 1), litter = fbm(x / 60, y / 60, 5, seed);
    return scale(mix(hex('#0d1a12'), hex('#2c3a1c'), litter), 0.35 + 0.9 * k.id * (1 - k.f1));
  });
  for (let i = 0; i < 90; i++) { // leaf litter
    const c = mix(hex('#4b3420'), hex('#6d5a2c'), rnd()), x = rnd() * w, y = rnd() * h;
    img.polygon(leaf(x, y, rnd.in(60, 150), rnd.in(22, 50), rnd() * TAU, rnd.in(-0.5, 0.5)), (px, py) => scale(c, 0.3 + 0.45 * fbm(px / 16, py / 16, 3, i)));
  }
  img.blur(4);
  const count = 62;
  for (let i = 0; i < count; i++) { // outer leaves first
    const t = i / (count - 1), a = i * 2.39996 + rnd.in(-0.1, 0.1), len = h * lerp(0.86, 0.13, Math.pow(t, 0.75)) * rnd.in(0.93, 1.07), width = h * lerp(0.15, 0.075, t), bend = rnd.in(-0.12, 0.12);
    const ca = Math.cos(a), sa = Math.sin(a), tipX = cx + Math.cos(a + bend) * len, tipY = cy + Math.sin(a + bend) * len;
    const line = bezier([cx, cy], [cx + ca * len * 0.4, cy + sa * len * 0.4], [cx + ca * len * 0.75, cy + sa * len * 0.75], [tipX, tipY], 40);
    const shape = (k) => ribbon(line, (u) => width * k * Math.min(1, 0.55 + u * 2) * Math.pow(1 - Math.pow(u, 5), 0.8) * (1 - 0.35 * u) + 1);
    for (let s = 3; s > 0; s--) img.polygon(shape(1 + s * 0.12).map((p) => [p[0] + 8 * (1 - t) + 2, p[1] + 12 * (1 - t) + 3]), [0.01, 0.03, 0.02], 0.2);
    const outer = mix(hex('#2f5d34'), hex('#5c8a3c'), rnd()), inner = mix(hex('#b3273f'), hex('#e2604a'), rnd());
    img.polygon(shape(1), (x, y) => {
      const dx = x - cx, dy = y - cy, along = Math.hypot(dx, dy) / len, b = bend * along * along * len * along, across = ((dy * ca - dx * sa) - b) / (width * 0.5);
      const streak = fbm(across * 9 + i * 5, along * 5, 4, seed), band = smooth(0.5, 0.62, fbm(along * 16 + i, across * 0.9 + i, 3, seed + 4));
      let c = mix(outer, inner, smooth(0.1, 0.6, t) * smooth(0.95, 0.35, along * (1.25 - 0.3 * t)));
      c = mix(c, hex('#d8dca0'), 0.22 * band * (1 - t * 0.6));
      c = mix(c, hex('#7b2a35'), smooth(0.9, 1, along) * 0.7);
      const lightSide = 0.62 + 0.34 * Math.sin(a + 2.2), groove = 0.72 + 0.5 * Math.abs(across) - 0.35 * Math.pow(Math.abs(across), 4);
      const root = smooth(0.02, 0.32 - 0.1 * t, along), gloss = Math.exp(-Math.pow((across + 0.35 * Math.sin(a)) / 0.2, 2)) * smooth(0.2, 0.5, along) * smooth(1, 0.65, along);
      c = scale(c, (0.2 + 0.95 * root) * groove * lightSide * (0.78 + 0.44 * streak) * 1.55);
      return mix(c, hex('#e6f4e4'), 0.3 * gloss * lightSide);
    });
  }
  const R = h * 0.075; // the tank: dark water with the sky in it
  img.polygon(blob(cx, cy, R, rnd, 0.12), (x, y) => mix(hex('#0b1512'), hex('#b9d3d2'), smooth(0.42, 0.75, fbm((x - cx) / R * 1.1 + 3, (y - cy) / R * 1.1, 4, seed)) * smooth(R, R * 0.5, Math.hypot(x - cx + 10, y - cy + 12))));
  for (let i = 0; i < 150; i++) { // rain beads
    const a = rnd() * TAU, d = h * rnd.in(0.12, 0.62), x = cx + Math.cos(a) * d, y = cy + Math.sin(a) * d, r = 2 + 8 * Math.pow(rnd(), 3);
    img.polygon(blob(x + r * 0.3, y + r * 0.5, r * 1.1, rnd, 0.05), [0, 0.03, 0.02], 0.35);
    img.polygon(blob(x, y, r, rnd, 0.05), (px, py) => { const k = (px - x + py - y) / (2 * r); return [0.8, 0.95, 0.85, 0.12 + 0.4 * smooth(-0.2, 0.7, k)]; });
    img.glow(x - r * 0.35, y - r * 0.35, r * 0.5, [1, 1, 1], 1, 0.8);
  }
  return img.finish({ grain: 0.025, vignette: 0.55, bloom: 0.2, seed });
}

/** Twenty seconds of fireflies under the trees. */
function fireflies({ w = 1600, h = 1067, seed = 88 } = {}) {
  const img = new Canvas(w, h), rnd = random(seed), sky = ramp([[0, '#0b1b2c'], [0.45, '#1c4450'], [0.62, '#2b5a55'], [1, '#07130f']]);
  img.each((x, y) => scale(sky(y / h + 0.1 * (fbm(x / 300, y / 300, 4, seed) - 0.5)), 0.85 + 0.3 * fbm(x / 200, y / 90, 4, seed + 1)));
  const flash = (x, y, r, k) => { const c = hex(rnd() < 0.8 ? '#e7f06a' : '#ffd766'); img.glow(x, y, r * 7, c, 0.35 * k, 2.6); img.glow(x, y, r * 1.6, c, 1.1 * k, 0.8); img.glow(x, y, r * 0.7, [1, 1, 0.9], k, 0.6); };
  for (let layer = 0; layer < 5; layer++) {
    const t = layer / 4, ink = mix(hex('#1d4a4c'), hex('#030807'), Math.pow(t, 0.7)), ground = h * lerp(0.66, 0.98, t);
    for (let n = 0; n < [26, 15, 9, 5, 2][layer]; n++) {
      const x = layer === 4 ? [w * 0.1, w * 0.94][n] : rnd() * w, width = lerp(7, 120, Math.pow(t, 1.7)) * rnd.in(0.6, 1.3), s = rnd() * 50;
      const line = Array.from({ length: 40 }, (_, k) => [x + (noise(k / 9, s, seed) - 0.5) * width * 1.2, -10 + k / 39 * (ground + 40)]);
      img.polygon(ribbon(line, (k) => width * (0.75 + 0.7 * Math.pow(k, 16))), ink);
      for (let b = 0; b < 3; b++) { const p = line[4 + b * 7], d = rnd() < 0.5 ? -1 : 1, L = width * rnd.in(3, 6); img.polygon(ribbon(bezier(p, [p[0] + d * L * 0.4, p[1] - L * 0.1], [p[0] + d * L * 0.7, p[1] - L * 0.5], [p[0] + d * L, p[1] - L * 0.7]), (k) => width * 0.3 * (1 - k) + 1), ink); }
    }
    for (let n = 0; n < 420; n++) { // grass, fern and low leaves
      const x = rnd() * w, L = lerp(16, 120, t) * rnd.in(0.5, 1.4);
      img.polygon(leaf(x, ground + rnd.in(0, 0.05) * h, L, L * rnd.in(0.06, 0.22), -Math.PI / 2 + rnd.in(-1.1, 1.1), rnd.in(-0.8, 0.8)), scale(ink, rnd.in(0.7, 1.25)));
    }
    for (let n = 0; n < lerp(300, 70, t); n++) {
      const L = lerp(14, 110, t) * rnd.in(0.6, 1.3);
      img.polygon(leaf(rnd() * w, Math.pow(rnd(), 2) * h * lerp(0.4, 0.2, t), L, L * rnd.in(0.2, 0.4), rnd() * TAU, rnd.in(-0.5, 0.5)), scale(ink, rnd.in(0.8, 1.2)));
    }
    img.polygon([[0, ground + 0.03 * h], [w, ground + 0.03 * h], [w, h + 1], [0, h + 1]], (x, y) => [...ink, smooth(ground + 0.02 * h, ground + 0.12 * h, y)]);
    img.each((x, y) => [...hex('#4b8a80'), 0.1 * (1 - t) * fbm(x / 300 + layer * 9, y / 120, 4, seed) * smooth(0.2, 0.7, y / h)]);
    if (layer < 4) for (let n = 0; n < [150, 90, 44, 16][layer]; n++) {
      const x = w * (0.5 + rnd.in(-0.5, 0.5) * rnd.in(0.5, 1)), y = h * lerp(0.62, 0.72, t) + (rnd() + rnd() - 1) * h * lerp(0.14, 0.24, t);
      flash(x, y, lerp(1.8, 7, t) * rnd.in(0.6, 1.2), rnd.in(0.4, 1));
      if (rnd() < 0.16) { // a wandering trail
        let a = rnd() * TAU, px = x, py = y;
        for (let j = 0; j < 90; j++) { a += rnd.in(-0.3, 0.3); const nx = px + Math.cos(a) * lerp(1, 4, t), ny = py + Math.sin(a) * lerp(0.6, 2.4, t); img.stroke(px, py, nx, ny, lerp(0.6, 2, t), hex('#dfe873'), 0.28 * Math.pow(Math.sin(j / 90 * Math.PI), 2)); if (j % 30 === 15) flash(nx, ny, lerp(1.2, 4, t), 0.8); px = nx; py = ny; }
      }
    }
  }
  return img.finish({ grain: 0.04, vignette: 0.35, bloom: 0.45, seed });
}

/** A backlit leaf with its veins, after rain. */
function leafVeins({ w = 1600, h = 1067, seed = 17 } = {}) {
  const img = new Canvas(w, h), rnd = random(seed), slope = -0.34, ca = Math.cos(slope), sa = Math.sin(slope);
  const drops = Array.from({ length: 120 }, () => [rnd() * w, rnd() * h, 4 + 34 * Math.pow(rnd(), 4)]).filter((d, i, all) => all.every((e, j) => j >= i || Math.hypot(d[0] - e[0], d[1] - e[1]) > d[2] + e[2] + 6));
  const blade = (x, y) => {
    const dx = x - w * 0.5, dy = y - h * 0.56, u = dx * ca + dy * sa, v0 = dy * ca - dx * sa + 36 * Math.sin(u / 640), v = Math.abs(v0), side = v0 > 0 ? 1 : 0;
    const warp = 9 * (fbm(x / 90, y / 90, 3, seed) - 0.5), q = (u - v * 0.62 - v * v * 0.0006 + side * 62 + warp) / 128, f = q - Math.floor(q), d2 = Math.min(f, 1 - f) * 128;
    const mid = smooth(15 - u * 0.006, 4, v), rib = smooth(0.85, 0.15, d2 / (5.5 - 3.6 * Math.min(1, v / 620)));
    const n1 = cells(q * 2.8 + v / 60, v / 44, seed + 3, 0.9), n2 = cells(x / 15, y / 15, seed + 5, 1);
    const net = smooth(0.09, 0.01, n1.f2 - n1.f1) * 0.6, fine = smooth(0.1, 0, n2.f2 - n2.f1) * 0.22;
    const light = 0.36 + 0.9 * Math.exp(-Math.pow(Math.hypot((x - w * 0.66) / (w * 0.5), (y - h * 0.34) / (h * 0.62)), 2));
    const pillow = 0.8 + 0.34 * Math.sin(Math.PI * f) * (side ? f + 0.35 : 1.3 - f);
    let c = mix(hex('#1f5a24'), hex('#8fc03a'), clamp(light * pillow * (0.8 + 0.4 * fbm(x / 130, y / 130, 4, seed + 7)) - 0.16));
    c = mix(c, mix(hex('#3d7c33'), hex('#e9f3a0'), light), clamp(Math.max(net * 0.55, fine, rib * 0.85, mid)));
    c = mix(c, hex('#6b4a1e'), 0.75 * smooth(0.765, 0.8, fbm(x / 70, y / 70, 5, seed + 12)));
    return scale(c, (0.42 + 0.72 * light) * (1 - 0.22 * smooth(15, 40, v) * smooth(90, 40, v)));
  };
  img.each(blade);
  for (const [x, y, r] of drops) {
    img.polygon(blob(x + r * 0.2, y + r * 0.28, r * 1.06, rnd, 0.04), [0.02, 0.1, 0.02], 0.4);
    img.polygon(blob(x, y, r, rnd, 0.05, 1, 40), (px, py) => { // a drop magnifies what lies beneath it
      const dx = (px - x) / r, dy = (py - y) / r, d = Math.min(1, Math.hypot(dx, dy)), k = 0.45 + 0.4 * d * d;
      return mix(scale(blade(x + dx * r * k, y + dy * r * k), 0.8 + 0.65 * smooth(-0.6, 0.9, dx * 0.5 + dy * 0.8) - 0.35 * Math.pow(d, 6)), [0.96, 1, 0.86], 0.35 * smooth(0.55, 0.95, dx * 0.5 + dy * 0.8));
    });
    img.glow(x - r * 0.34, y - r * 0.4, r * 0.34, [1, 1, 1], 1.1, 0.5);
  }
  return img.finish({ grain: 0.025, vignette: 0.42, bloom: 0.22, seed });
}

const dawn = { seed: 12, sky: [[0, '#4d7480'], [0.22, '#8aa39b'], [0.4, '#e3c79b'], [0.52, '#f6dcae']], light: { x: 0.66, y: 0.37, colour: '#ffdca0', power: 1 }, far: '#8fa39a', near: '#14261d', haze: '#c3cfc2', layers: 8, top: 0.46, bottom: 0.97 };
const night = { ...dawn, seed: 12, sky: [[0, '#060d18'], [0.3, '#10233a'], [0.55, '#2b4a5e']], light: { x: 0.66, y: 0.2, colour: '#bcd6e6', power: 0.62 }, far: '#3a5668', near: '#050c0d', haze: '#5a7c8c', stars: 420, moon: 46, mist: 0.9 };
const scenes = {
  'hero-dawn': () => ridges({ ...dawn, w: 2000, h: 1125 }),
  'hero-night': () => ridges({ ...night, w: 2000, h: 1125 }),
  'cloud-sea': () => ridges({ seed: 91, sky: [[0, '#39406b'], [0.2, '#7d6a8f'], [0.36, '#e79c86'], [0.5, '#fbd3a0']], light: { x: 0.28, y: 0.4, colour: '#ffc48f', power: 1.05 }, far: '#85729a', near: '#231f33', haze: '#dcb6b4', layers: 6, top: 0.5, bottom: 0.99, mist: 1.75, relief: 0.19 }),
  trunks, fur, eyes, 'moon-margay': moonCat, fern, bromeliad, fireflies, leaf: leafVeins,
};
const [out, ...names] = process.argv.slice(2);
for (const name of names.length ? names : Object.keys(scenes)) {
  const began = Date.now();
  scenes[name]().save(`${out}/${name}.ppm`);
  console.log(`${name} ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
