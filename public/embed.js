// Defines <tidemark-diagram scenario="…" | link="#s=…" at="14.2s" from to controls theme panel>: a lazy frame around
// embed.html, which lies beside this file. What stands inside the element is shown where frames are forbidden.

const page = new URL('embed.html', import.meta.url);
const watched = ['scenario', 'link', 'at', 'from', 'to', 'controls', 'theme', 'panel'];

/** The parts of the address that stand beside the scenario, by the attributes that give them. */
const parts = { at: 't', from: 'from', to: 'to', controls: 'controls', theme: 'theme', panel: 'panel' };

function withResolvers() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

class TidemarkDiagram extends HTMLElement {
  static observedAttributes = watched;

  #frame;
  #nextId = 1;
  #waiting = new Map();
  #ready = withResolvers();

  connectedCallback() {
    if (this.#frame === undefined) {
      const root = this.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        ':host { display: block; width: 100%; aspect-ratio: 16 / 9; min-height: 240px } iframe { width: 100%; height: 100%; border: 0 }',
      );
      root.adoptedStyleSheets = [sheet];
      this.#frame = document.createElement('iframe');
      this.#frame.loading = 'lazy';
      this.#frame.allow = 'clipboard-write; fullscreen';
      // A frame that never loads leaves the fallback on the page.
      root.append(document.createElement('slot'));
      this.#frame.addEventListener('load', () => root.querySelector('slot')?.remove(), { once: true });
      root.append(this.#frame);
    }
    addEventListener('message', this);
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener('message', this);
    for (const { reject } of this.#waiting.values()) reject(new Error('The diagram was taken out of the page.'));
    this.#waiting.clear();
  }

  attributeChangedCallback(_, before, after) {
    if (before !== after && this.#frame !== undefined) this.#load();
  }

  /** Says one line of the message interface to the diagram, once that is there: `send('seek', { at: '14s' })`. Resolves with the answer. */
  async send(command, fields = {}) {
    await this.#ready.promise;
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#frame.contentWindow.postMessage({ target: 'tidemark', version: 1, ...fields, id, do: command }, '*');
    });
  }

  handleEvent({ source, data }) {
    if (source !== this.#frame.contentWindow || data?.source !== 'tidemark') return;
    if (data.event !== undefined) {
      if (data.event === 'ready') this.#ready.resolve();
      this.dispatchEvent(new CustomEvent(`tidemark-${data.event}`, { detail: data, bubbles: true }));
      return;
    }
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if (data.ok) waiting?.resolve('value' in data ? data.value : data);
    else waiting?.reject(new Error(data.error));
  }

  #load() {
    const link = this.getAttribute('link')?.replace(/^#/, '');
    const words = [link ?? `scenario=${encodeURIComponent(this.getAttribute('scenario') ?? 'first-event')}`];
    for (const [attribute, part] of Object.entries(parts)) {
      const value = this.getAttribute(attribute);
      // Controls are separated by commas and colons, which an address may hold as they are.
      if (value !== null)
        words.push(`${part}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':')}`);
    }
    const address = new URL(page);
    address.hash = words.join('&');
    if (!this.#frame.title) this.#frame.title = this.getAttribute('title') ?? 'Tidemark diagram';
    if (this.#frame.src === address.href) return;
    this.#frame.src = address.href;
  }
}

if (customElements.get('tidemark-diagram') === undefined) customElements.define('tidemark-diagram', TidemarkDiagram);
