/** Where texts and lines that change with time are written: pooled SVG elements on screen, a string in tests. */
export interface LabelSink {
  /** `style` is a list of classes of diagram.css: mark, mono, bold, condensed, end, middle, halo and the tones. */
  text(x: number, y: number, text: string, style: string): void;
  path(d: string, style: string): void;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * Keeps the elements of a group and rewrites only what differs from the last time: between {@link begin} and
 * {@link end} the whole content is said anew, in the same order as ever.
 */
export class LabelPool implements LabelSink {
  private readonly texts: PooledText[] = [];
  private readonly paths: PooledPath[] = [];
  private textCount = 0;
  private pathCount = 0;

  constructor(readonly group: SVGGElement) {}

  begin(): void {
    this.textCount = 0;
    this.pathCount = 0;
  }

  text(x: number, y: number, text: string, style: string): void {
    const pooled = (this.texts[this.textCount] ??= new PooledText(this.group));
    this.textCount++;
    pooled.show(Math.round(x * 10) / 10, Math.round(y * 10) / 10, text, style);
  }

  path(d: string, style: string): void {
    const pooled = (this.paths[this.pathCount] ??= new PooledPath(this.group));
    this.pathCount++;
    pooled.show(d, style);
  }

  end(): void {
    for (let i = this.textCount; i < this.texts.length; i++) this.texts[i]!.hide();
    for (let i = this.pathCount; i < this.paths.length; i++) this.paths[i]!.hide();
  }
}

class PooledText {
  private readonly element = document.createElementNS(svgNamespace, 'text');
  private readonly content = document.createTextNode('');
  private x = NaN;
  private y = NaN;
  private style = '';

  constructor(group: SVGGElement) {
    this.element.append(this.content);
    group.append(this.element);
  }

  show(x: number, y: number, text: string, style: string): void {
    if (x !== this.x) this.element.setAttribute('x', String((this.x = x)));
    if (y !== this.y) this.element.setAttribute('y', String((this.y = y)));
    if (style !== this.style) this.element.setAttribute('class', (this.style = style));
    if (text !== this.content.data) this.content.data = text;
  }

  hide(): void {
    if (this.content.data !== '') this.content.data = '';
  }
}

class PooledPath {
  private readonly element = document.createElementNS(svgNamespace, 'path');
  private d = '';
  private style = '';

  constructor(group: SVGGElement) {
    group.prepend(this.element);
  }

  show(d: string, style: string): void {
    if (d !== this.d) this.element.setAttribute('d', (this.d = d));
    if (style !== this.style) this.element.setAttribute('class', (this.style = style));
  }

  hide(): void {
    if (this.d !== '') this.element.setAttribute('d', (this.d = ''));
  }
}

/** Writes the labels into a text of SVG elements. */
export class LabelText implements LabelSink {
  private readonly parts: string[] = [];

  get svg(): string {
    return this.parts.join('\n');
  }

  text(x: number, y: number, text: string, style: string): void {
    const words = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    this.parts.push(
      `<text x="${Math.round(x * 10) / 10}" y="${Math.round(y * 10) / 10}" class="${style}">${words}</text>`,
    );
  }

  path(d: string, style: string): void {
    if (d !== '') this.parts.push(`<path d="${d}" class="${style}"/>`);
  }
}
