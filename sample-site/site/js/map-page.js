// Joins the map (contour-map.js), the season's records and the controls of the page.
import { kilometres, loadSightings, name, when } from './field-data.js';

const $ = (selector) => document.querySelector(selector);
const readout = $('#readout'), rows = $('#records'), status = $('#status');
const resting = 'Move over the map to read the height of the ground.';
const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = () => document.documentElement.dataset.theme || (dark.matches ? 'dark' : 'light');

const map = ContourMap.create($('#map'), {
  onHover: (at) => { readout.textContent = at ? `Grid ${at.square}   E ${Math.round(at.x)} m   S ${Math.round(at.y)} m   height ${Math.round(at.z)} m` : resting; },
  onSelect: (point) => mark(point ? point.id : null),
});

function mark(id) {
  for (const row of rows.rows) {
    if (row.dataset.id === String(id)) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
}

function drawProfile() {
  const trail = ContourMap.reserve.trails[$('#trail').selectedIndex];
  const p = ContourMap.profile($('#profile'), trail, theme());
  $('#trail-facts').textContent = `${kilometres(p.length)}, ${Math.round(p.climb)} m of climbing`;
}

function restyle() { map.set({ theme: theme() }); drawProfile(); }

ContourMap.reserve.trails.forEach((trail) => $('#trail').append(new Option(trail.name)));
$('#trail').addEventListener('change', drawProfile);
$('#interval').addEventListener('change', (event) => map.set({ interval: Number(event.target.value) }));
document.querySelectorAll('[data-layer]').forEach((box) => box.addEventListener('change', () => map.set({ layers: { [box.dataset.layer]: box.checked } })));
$('#closer').addEventListener('click', () => map.zoom(1.5));
$('#farther').addEventListener('click', () => map.zoom(1 / 1.5));
$('#whole').addEventListener('click', () => map.reset());
document.addEventListener('themechange', restyle);
addEventListener('resize', drawProfile);
readout.textContent = resting;
restyle();

try {
  const { traps, sightings } = await loadSightings();
  map.points([
    ...traps.map((t) => ({ id: t.id, kind: 'trap', label: t.id, x: t.x, y: t.y })),
    ...sightings.map((s) => ({ id: s.id, kind: 'sighting', label: `${name(s)}, ${when(s)}`, x: s.x, y: s.y })),
  ]);
  for (const s of sightings) {
    const row = rows.insertRow(), button = document.createElement('button');
    row.dataset.id = s.id;
    button.type = 'button';
    button.textContent = when(s);
    button.setAttribute('aria-label', `Show on the map: ${name(s)}, ${when(s)}`);
    button.addEventListener('click', () => { map.select(s.id, true); mark(s.id); $('#map').scrollIntoView({ block: 'center' }); });
    row.insertCell().append(button);
    row.insertCell().textContent = name(s);
    for (const value of [s.grid, `${s.elevation} m`]) { const cell = row.insertCell(); cell.className = 'num'; cell.textContent = value; }
    row.insertCell().textContent = s.trap || s.method;
    row.insertCell().textContent = s.note;
  }
  status.textContent = `${sightings.length} records, ${traps.length} camera traps.`;
} catch (error) {
  status.textContent = `The records could not be loaded (${error.message}).`;
}
