/** Loads the season's records. */
export async function loadSightings(url = '/data/sightings.json') {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export const when = (s) => `${DATE.format(new Date(`${s.date}T00:00:00Z`))}, ${s.time}`;
export const name = (s) => (s.cat === 'unknown' ? 'Unknown cat' : s.cat);
export const kilometres = (m) => `${(m / 1000).toFixed(1)} km`;
