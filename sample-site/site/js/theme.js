// Runs before the first paint, so that a chosen theme never flashes.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  try {
    const chosen = localStorage.getItem('theme');
    if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen;
  } catch { /* no storage, no memory: the system's preference holds */ }
})();
