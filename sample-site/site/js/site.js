// Small comforts for every page; the site works without them.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);

  const toggle = document.querySelector('.theme');
  const describe = () => {
    toggle.setAttribute('aria-label', isDark() ? 'Switch to the light theme' : 'Switch to the dark theme');
    document.dispatchEvent(new CustomEvent('themechange', { detail: isDark() ? 'dark' : 'light' }));
  };
  toggle.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try { localStorage.setItem('theme', root.dataset.theme); } catch { /* not remembered */ }
    describe();
  });
  system.addEventListener('change', describe);
  describe();

  const menu = document.querySelector('.menu');
  const nav = document.querySelector('.nav');
  menu.addEventListener('click', () => {
    menu.setAttribute('aria-expanded', String(nav.classList.toggle('open')));
  });
  nav.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && nav.classList.contains('open')) { menu.click(); menu.focus(); }
  });
})();
