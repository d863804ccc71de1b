import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { ReactElement } from 'react';
import { isLarge } from '../scale/is-large';
import { fitText, textWidth } from '../text-width';
import { inlineStyles } from './inline-styles';
import { logLayers } from './log-layers';
import type { Layers, Pictured, PictureWords } from './picture-types';
import { scaleLayers } from './scale-layers';
import './picture.css';

const namespace = 'http://www.w3.org/2000/svg';

/** The room of a picture, px: that of the diagram on a laptop. */
const size = { width: 1064, height: 526 };
const headHeight = 44;
const margin = 20;

export interface Picture {
  /** A whole file, with nothing in it that is fetched or run. */
  svg: string;
  width: number;
  height: number;
}

/** Draws the moment of a view in the colours of this page's theme, as a file that stands for itself. */
export function drawPicture(pictured: Pictured, words: PictureWords): Picture {
  const drawing = isLarge(pictured.view.names) ? scaleLayers(pictured, size) : logLayers(pictured, size);
  const width = drawing.width;
  const height = drawing.height + headHeight + 8;
  // Styles can be read only of what is part of the page.
  const place = document.createElement('div');
  place.className = 'diagram diagram-picture';
  place.setAttribute('aria-hidden', 'true');
  const svg = place.appendChild(document.createElementNS(namespace, 'svg'));
  setAttributes(svg, { class: 'diagram-layer', width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(ground(width, height), head(width, words), body(drawing));
  document.body.append(place);
  try {
    inlineStyles(svg);
  } finally {
    place.remove();
  }
  return { svg: fileOf(svg, words), width, height };
}

function ground(width: number, height: number): SVGElement {
  return element('rect', { class: 'picture-ground', width, height });
}

/** Which scenario, when, and what was found. */
function head(width: number, { title, moment, verdict, isBroken }: PictureWords): SVGElement {
  const group = element('g', {});
  const shownVerdict = fitText(verdict, 'bold', 13, width / 2);
  const right = width - margin - textWidth(shownVerdict, 'bold', 13) - 24;
  const shownTitle = fitText(title, 'bold', 15, right - margin - 80);
  const momentX = margin + textWidth(shownTitle, 'bold', 15) + 12;
  group.append(
    text(shownTitle, { class: 'picture-title', x: margin, y: 28 }),
    text(moment, { class: 'label mono third', x: momentX, y: 28 }),
    text(shownVerdict, { class: `name bold end ${isBroken ? 'red' : ''}`, x: width - margin, y: 28 }),
    element('path', { class: 'line-axis', d: `M0 ${headHeight - 0.5}H${width}` }),
  );
  return group;
}

function body({ layers }: Layers): SVGElement {
  const group = element('g', { transform: `translate(0 ${headHeight})` });
  for (const layer of layers) group.append(typeof layer === 'string' ? parsed(layer) : rendered(layer));
  return group;
}

/** React draws at once, and nothing of it stays. */
function rendered(layer: ReactElement): Node {
  const group = element('g', {});
  const root = createRoot(group as unknown as Element);
  flushSync(() => root.render(layer));
  const copy = group.cloneNode(true);
  root.unmount();
  return copy;
}

function parsed(markup: string): Node {
  const text = `<g xmlns="${namespace}">${visible(markup)}</g>`;
  return document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
}

function fileOf(svg: SVGSVGElement, { title, moment, description }: PictureWords): string {
  svg.setAttribute('role', 'img');
  svg.prepend(text(`${title}, ${moment}`, {}, 'title'), text(description, {}, 'desc'));
  return `${visible(new XMLSerializer().serializeToString(svg))}\n`;
}

/** Characters that no XML may hold would make the whole file unreadable. */
function visible(markup: string): string {
  // oxlint-disable-next-line no-control-regex
  return markup.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '');
}

function text(words: string, attributes: Record<string, string | number>, name = 'text'): SVGElement {
  const made = element(name, attributes);
  made.textContent = words;
  return made;
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(namespace, name) as SVGElement;
  setAttributes(made, attributes);
  return made;
}

function setAttributes(to: SVGElement, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) to.setAttribute(name, String(value));
}
