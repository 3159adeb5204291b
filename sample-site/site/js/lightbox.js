/** A full-window viewer built on the dialog element. */
export class Lightbox {
  constructor(pictures) {
    this.pictures = pictures;
    this.index = 0;
    this.dialog = document.createElement('dialog');
    this.dialog.className = 'lightbox';
    this.dialog.setAttribute('aria-label', 'Picture viewer');
    this.image = document.createElement('img');
    const frame = document.createElement('div');
    frame.className = 'frame';
    frame.append(this.image);
    this.caption = document.createElement('p');
    this.caption.className = 'caption';
    this.caption.setAttribute('aria-live', 'polite');
    const bar = document.createElement('div');
    bar.className = 'bar';
    bar.append(
      this.caption,
      this.button('left', 'Previous picture', () => this.show(this.index - 1)),
      this.button('right', 'Next picture', () => this.show(this.index + 1)),
      this.button('close', 'Close', () => this.dialog.close()),
    );
    this.dialog.append(frame, bar);
    this.dialog.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowLeft') this.show(this.index - 1);
      if (event.key === 'ArrowRight') this.show(this.index + 1);
    });
    frame.addEventListener('click', (event) => { if (event.target === frame) this.dialog.close(); });
    document.body.append(this.dialog);
  }

  button(icon, label, action) {
    const NS = 'http://www.w3.org/2000/svg';
    const button = document.createElement('button'), svg = document.createElementNS(NS, 'svg'), use = document.createElementNS(NS, 'use');
    button.type = 'button';
    button.setAttribute('aria-label', label);
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    use.setAttribute('href', `/img/icons.svg#${icon}`);
    svg.append(use);
    button.append(svg);
    button.addEventListener('click', action);
    return button;
  }

  show(index) {
    const n = this.pictures.length;
    this.index = (index + n) % n;
    const { src, alt, caption } = this.pictures[this.index];
    this.image.src = src;
    this.image.alt = alt;
    this.caption.textContent = `${caption} (${this.index + 1} of ${n})`;
  }

  open(index) {
    this.show(index);
    this.dialog.showModal();
  }
}
