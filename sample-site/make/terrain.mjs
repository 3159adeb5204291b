// Makes the reserve: terrain, streams, trails and sightings.
//   node terrain.mjs <site folder> <folder for contours.ppm>
// Writes js/contour-map.js, data/sightings.json and a three-ink contour print.
import { readFileSync, writeFileSync } from 'node:fs';
import { Canvas, clamp, fbm, hex, lerp, mix, random, smooth } from './paint.mjs';

const [site, out] = process.argv.slice(2);
const cols = 321, rows = 241, cell = 25, N = cols * rows, rnd = random(2026);
const at = (i, j) => j * cols + i;

// A small binary heap serves both the flood and the trail search.
class Heap {
  a = [];
  push(k, v) { const a = this.a; let i = a.push([k, v]) - 1; while (i && a[(i - 1) >> 1][0] > a[i][0]) { const p = (i - 1) >> 1; [a[p], a[i]] = [a[i], a[p]]; i = p; } }
  pop() { const a = this.a, top = a[0], last = a.pop(); if (a.length) { a[0] = last; for (let i = 0; ;) { let c = 2 * i + 1; if (c >= a.length) break; if (c + 1 < a.length && a[c + 1][0] < a[c][0]) c++; if (a[c][0] >= a[i][0]) break; [a[c], a[i]] = [a[i], a[c]]; i = c; } } return top; }
  get size() { return this.a.length; }
}
const around = (o) => { const i = o % cols, j = (o - i) / cols, list = []; for (let q = -1; q <= 1; q++) for (let p = -1; p <= 1; p++) if ((p || q) && i + p >= 0 && j + q >= 0 && i + p < cols && j + q < rows) list.push(o + q * cols + p); return list; };

// Land rises to the east; rivers cut it down while it rises (stream power, solved from the outlets upward).
const z = new Float32Array(N), uplift = new Float32Array(N), down = new Int32Array(N), flow = new Float32Array(N);
let order = [];
for (let j = 0; j < rows; j++) for (let i = 0; i < cols; i++) {
  const u = i / cols, v = j / rows, main = Math.exp(-Math.pow((v - 0.55 - 0.1 * Math.sin(u * 5)) / 0.13, 2));
  z[at(i, j)] = 1360 + 640 * Math.pow(u, 1.2) + 420 * (fbm(u * 4, v * 3, 6, 21) - 0.5) - 260 * main * (1 - u) + 200 * Math.pow(Math.abs(2 * v - 1.05), 2);
  uplift[at(i, j)] = (2.2 + 9 * fbm(u * 3.2, v * 2.4, 3, 61) * (0.45 + 0.75 * u)) * (1 - 0.5 * main);
}
function drain() { // fill hollows from the border inward; the flood's parent is where the water of a cell runs
  const heap = new Heap();
  order = []; down.fill(-2); flow.fill(1);
  for (let o = 0; o < N; o++) { const i = o % cols, j = (o - i) / cols; if (!i || !j || i === cols - 1 || j === rows - 1) { down[o] = -1; heap.push(z[o], o); } }
  while (heap.size) {
    const [k, o] = heap.pop(); order.push(o);
    for (const n of around(o)) if (down[n] === -2) { down[n] = o; z[n] = Math.max(z[n], k + 0.02); heap.push(z[n], n); }
  }
  for (const o of order) if (down[o] >= 0) { // the steepest way down, with some chance in it, so that rivers do not keep to the lattice
    let best = 0;
    for (const n of around(o)) { const diagonal = Math.abs(n - o) !== 1 && Math.abs(n - o) !== cols, s = (z[o] - z[n]) * (diagonal ? 0.66 : 1) * (0.35 + rnd()); if (z[n] < z[o] && s > best) { best = s; down[o] = n; } }
  }
  for (let k = N - 1; k >= 0; k--) if (down[order[k]] >= 0) flow[down[order[k]]] += flow[order[k]];
}
for (let age = 0; age < 90; age++) {
  drain();
  for (const o of order) if (down[o] >= 0) { const f = 0.12 * Math.pow(flow[o], 0.45); z[o] = (z[o] + uplift[o] + f * z[down[o]]) / (1 + f); }
  const old = Float32Array.from(z);
  for (let o = 0; o < N; o++) if (down[o] >= 0) z[o] += 0.2 * ((old[o - 1] + old[o + 1] + old[o - cols] + old[o + cols]) / 4 - old[o]);
  for (let o = 0; o < N; o++) if (down[o] === -1 && flow[o] < 800 && o % cols) z[o] += 0.75 * uplift[o]; // the border rises too, but for the outlets
}
for (let o = 0; o < N; o++) { // the rim itself was only a wall to drain through
  const i = o % cols, j = (o - i) / cols, p = clamp(i, 3, cols - 4), q = clamp(j, 3, rows - 4);
  if (p !== i || q !== j) z[o] = 2 * z[at(p, q)] - z[at(2 * p - i, 2 * q - j)];
}
const low = z.reduce((a, b) => Math.min(a, b)), high = z.reduce((a, b) => Math.max(a, b));
for (let o = 0; o < N; o++) z[o] = 1240 + (z[o] - low) / (high - low) * 1640 + 9 * (fbm((o % cols) / 9, Math.floor(o / cols) / 9, 4, 5) - 0.5);
drain();

const xy = (o) => [(o % cols) * cell, Math.floor(o / cols) * cell];
const tidy = (line) => line.filter((_, i) => i % 2 === 0 || i === line.length - 1);
const streams = [], feeders = new Map(), MIN = 420;
for (let o = 0; o < N; o++) if (flow[o] >= MIN && down[o] >= 0) { if (!feeders.has(down[o])) feeders.set(down[o], []); feeders.get(down[o]).push(o); }
const size = (o) => (flow[o] > 9000 ? 3 : flow[o] > 2200 ? 2 : 1);
for (let o = 0; o < N; o++) { // every reach between sources, joints and changes of size
  const inn = feeders.get(o) || [];
  if (flow[o] < MIN || down[o] < 0 || (inn.length === 1 && size(inn[0]) === size(o))) continue;
  const line = [xy(o)]; let p = o;
  do { p = down[p]; line.push(xy(p)); } while (down[p] >= 0 && (feeders.get(p) || []).length === 1 && size(p) === size(o));
  streams.push({ order: size(o), line: tidy(line) });
}

// Places and trails.
const pick = (x0, x1, y0, y1, score) => { let best = -1, top = -Infinity; for (let j = Math.round(y0 * rows); j < y1 * rows; j++) for (let i = Math.round(x0 * cols); i < x1 * cols; i++) { const s = score(at(i, j)); if (s > top) { top = s; best = at(i, j); } } return best; };
const slope = (o) => Math.max(...around(o).map((n) => Math.abs(z[n] - z[o])));
const spots = {
  station: pick(0.3, 0.42, 0.36, 0.62, (o) => -slope(o) - Math.abs(z[o] - 1640) * 0.05),
  mirador: pick(0.5, 0.68, 0.12, 0.4, (o) => z[o]), torre: pick(0.74, 0.94, 0.14, 0.5, (o) => z[o]), cola: pick(0.55, 0.9, 0.66, 0.92, (o) => z[o]),
  ford: pick(0.14, 0.26, 0.5, 0.8, (o) => flow[o]), plot: pick(0.55, 0.7, 0.48, 0.66, (o) => -slope(o)), west: pick(0.06, 0.24, 0.1, 0.36, (o) => z[o]),
};
const place = (key, name, kind) => { const [x, y] = xy(spots[key]); return { name, kind, x, y }; };
const places = [place('station', 'Quebrada Niebla Station', 'hut'), place('mirador', 'El Mirador', 'peak'), place('torre', 'La Torre', 'peak'), place('cola', 'Cola Larga', 'peak'), place('west', 'Loma del Tigrillo', 'peak'), place('ford', 'Lower Ford', 'hut'), place('plot', 'Plot Three', 'hut')];
function walk(from, to) {
  const cost = new Float64Array(N).fill(Infinity), prev = new Int32Array(N).fill(-1), open = new Heap();
  cost[from] = 0; open.push(0, from);
  while (open.size) {
    const [k, o] = open.pop(); if (o === to) break; if (k > cost[o]) continue;
    for (const n of around(o)) {
      const run = Math.abs(n - o) === 1 || Math.abs(n - o) === cols ? cell : cell * 1.414, grade = Math.abs(z[n] - z[o]) / run;
      const c = k + run * (1 + 26 * grade * grade + (flow[n] > 1500 ? 1.5 : 0));
      if (c < cost[n]) { cost[n] = c; prev[n] = o; open.push(c, n); }
    }
  }
  const line = []; for (let o = to; o >= 0; o = prev[o]) line.unshift(xy(o));
  return line.filter((_, i) => i % 3 === 0 || i === line.length - 1);
}
const trails = [['Ridge Trail', 'station', 'mirador'], ['River Trail', 'station', 'ford'], ['Long Tail Trail', 'plot', 'cola'], ['Plot Trail', 'station', 'plot'], ['Tower Trail', 'mirador', 'torre']].map(([name, a, b]) => ({ name, line: walk(spots[a], spots[b]) }));

// Camera traps stand near trails; sightings gather in the forest between 1500 and 2300 m.
const traps = [], marks = trails.flatMap((t) => t.line.slice(3, -2));
for (let k = 0; k < 4000 && traps.length < 14; k++) {
  const [mx, my] = marks[Math.floor(rnd() * marks.length)], x = Math.round(mx + rnd.in(-160, 160)), y = Math.round(my + rnd.in(-160, 160));
  if (x > 300 && y > 300 && x < 7700 && y < 5700 && traps.every((t) => Math.hypot(t.x - x, t.y - y) > 420)) traps.push({ id: `CT-${String(traps.length + 1).padStart(2, '0')}`, x, y });
}
const seen = {
  'camera trap': ['Crossed the frame from left to right, tail high.', 'Sat under the camera for four minutes, then climbed.', 'Carrying a mouse opossum.', 'Two animals, one behind the other; likely mother and young.', 'Scent-marked the buttress root and left uphill.', 'Walked the length of the fallen trunk.', 'Tail only. The rest of the cat had already gone.', 'Looked into the lens, then at something behind it.', 'Rain on the lens; the spots are enough to name it.', 'Stretched, yawned, and showed every tooth.'],
  'on foot': ['Came down a strangler fig head first.', 'Eyeshine in the crown, about eighteen metres up.', 'Leapt from liana to liana and missed nothing.', 'Drinking from a tank bromeliad.', 'Heard a thin chirp twice before it showed.', 'Watched us from a branch until we moved on.', 'Crossed the trail above our heads.', 'Fresh prints at the edge of the stream, then the cat.'],
};
const cats = ['Neblina', 'Corteza', 'Luna', 'Farol', 'unknown'];
const elevation = (x, y) => Math.round(z[at(Math.round(x / cell), Math.round(y / cell))]);
const sightings = [];
for (let k = 0; k < 9000 && sightings.length < 36; k++) {
  const t = traps[Math.floor(rnd() * traps.length)], trap = rnd() < 0.72;
  const x = Math.round(clamp(t.x + (trap ? rnd.in(-25, 25) : rnd.in(-500, 500)), 200, 7800)), y = Math.round(clamp(t.y + (trap ? rnd.in(-25, 25) : rnd.in(-500, 500)), 200, 5800)), e = elevation(x, y);
  const day = new Date(Date.UTC(2025, 2, 3 + Math.floor(rnd() * 200))), hour = (19 + Math.floor(rnd() * 11)) % 24, cat = cats[Math.floor(Math.pow(rnd(), 0.9) * cats.length)], notes = seen[trap ? 'camera trap' : 'on foot'], note = notes[Math.floor(rnd() * notes.length)], minute = Math.floor(rnd() * 60);
  if (e < 1450 || e > 2450 || sightings.some((s) => Math.hypot(s.x - x, s.y - y) < 20 || (s.note === note && Math.hypot(s.x - x, s.y - y) < 900))) continue;
  sightings.push({ date: day.toISOString().slice(0, 10), time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`, cat, method: trap ? 'camera trap' : 'on foot', trap: trap ? t.id : null, x, y, elevation: e, grid: String.fromCharCode(65 + Math.floor(x / 1000)) + (1 + Math.floor(y / 1000)), note });
}
sightings.sort((a, b) => (a.date + a.time < b.date + b.time ? -1 : 1)).forEach((s, i) => Object.assign(s, { id: i + 1 }));

// Write them down.
const metres = Array.from(z, Math.round), min = Math.min(...metres), max = Math.max(...metres);
const json = (v) => JSON.stringify(v);
const table = Array.from({ length: rows }, (_, j) => `    [${metres.slice(j * cols, (j + 1) * cols).join(', ')}],`).join('\n');
const data = `
/* ---------- the survey ---------- */

ContourMap.reserve = {
  name: 'Quebrada Niebla', cols: ${cols}, rows: ${rows}, cell: ${cell}, min: ${min}, max: ${max},
  places: [
${places.map((p) => `    ${json(p)},`).join('\n')}
  ],
  trails: [
${trails.map((t) => `    ${json(t)},`).join('\n')}
  ],
  streams: [
${streams.map((s) => `    ${json(s)},`).join('\n')}
  ],
  // Metres above sea level, rows from north to south, each from west to east.
  elevation: [
${table}
  ],
};
`;
writeFileSync(`${site}/js/contour-map.js`, readFileSync(new URL('contour-map.src.js', import.meta.url), 'utf8') + data);
writeFileSync(`${site}/data/sightings.json`, `{\n  "season": "March to September 2025",\n  "unit": "metres from the north-west corner of the reserve",\n  "traps": [\n${traps.map((t) => `    ${json(t)}`).join(',\n')}\n  ],\n  "sightings": [\n${sightings.map(({ id, ...s }) => `    ${json({ id, ...s })}`).join(',\n')}\n  ]\n}\n`);

// The print: paper, a moss tint that steps with height, brown contours, blue water, each ink a little off register.
const W = 1600, H = 1200, img = new Canvas(W, H), paper = hex('#f3ecd8'), ink = hex('#5a2f1b'), moss = hex('#7d9a5c'), blue = hex('#1f5d86');
const height = (x, y) => { const u = clamp(x / W * (cols - 1), 0, cols - 1.001), v = clamp(y / H * (rows - 1), 0, rows - 1.001), i = Math.floor(u), j = Math.floor(v), a = u - i, b = v - j, o = at(i, j), s = (t) => t * t * (3 - 2 * t); return lerp(lerp(z[o], z[o + 1], a), lerp(z[o + cols], z[o + cols + 1], a), b); };
img.each((x, y) => {
  const h = height(x, y), step = Math.floor((h - min) / 140) / 11, m = Math.min(x - 60, y - 60, W - 60 - x, H - 60 - y);
  const fleck = fbm(x / 2.2, y / 2.2, 2, 5);
  let c = mix(paper, [1, 1, 1], 0.12 * (fbm(x / 5, y / 5, 2, 3) - 0.5));
  if (m < 0) return c;
  c = mix(c, moss, clamp(0.82 - step * 1.5) * (fleck > 0.3 ? 1 : 0.55));
  const gx = height(x + 3, y + 4) - height(x + 1, y + 4), gy = height(x + 2, y + 5) - height(x + 2, y + 3), g = Math.hypot(gx, gy) / 2 + 0.05, k = height(x + 2, y + 4);
  const line = (every, width) => { const d = Math.abs(((k / every) % 1 + 1) % 1 - 0.5) ; return smooth(width + 0.6, width - 0.4, (0.5 - d) * every / g); };
  return mix(c, ink, Math.max(line(40, 0.35) * 0.6, line(200, 1.1)) * (fleck > 0.26 ? 0.95 : 0.4));
});
for (const s of streams) s.line.slice(1).forEach((p, i) => { const q = s.line[i], f = (v) => [v[0] / cell / (cols - 1) * W - 2, v[1] / cell / (rows - 1) * H + 1], [a, b] = [f(q), f(p)]; if (Math.min(a[0], b[0]) > 60 && Math.max(a[0], b[0]) < W - 60 && Math.min(a[1], b[1]) > 60 && Math.max(a[1], b[1]) < H - 60) { img.stroke(a[0], a[1], b[0], b[1], s.order * 1.7 + 0.8, blue, 0.8); img.stroke(b[0], b[1], a[0], a[1], s.order * 1.7 + 0.8, blue, 0.8); } });
img.save(`${out}/contours.ppm`);
console.log(`terrain ${min}-${max} m, ${streams.length} reaches, ${trails.length} trails, ${sightings.length} sightings`);
