// Turns the gallery's links into a light box. Without it they simply open the picture.
import { Lightbox } from './lightbox.js';

const figures = [...document.querySelectorAll('.wall figure')];
const box = new Lightbox(figures.map((figure) => ({
  src: figure.querySelector('a').href,
  alt: figure.querySelector('img').alt,
  caption: figure.querySelector('figcaption strong').textContent,
})));

figures.forEach((figure, index) => figure.querySelector('a').addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  box.open(index);
}));
