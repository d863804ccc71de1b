/**
 * Writes the styles that a drawing has on this page into its own attributes, so that it looks the same where there is no
 * style sheet: in another page, in a slide, in a drawing program.
 */

/** Properties that children take over, and whose initial value needs no attribute at the root. */
const lines = ['stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'paint-order', 'shape-rendering'] as const;
const words = ['font-family', 'font-size', 'font-weight', 'font-stretch', 'text-anchor'] as const;
const paints = ['fill', 'stroke'] as const;

const initial: Readonly<Record<string, string>> = {
  'stroke-width': '1',
  'stroke-dasharray': 'none',
  'stroke-linejoin': 'miter',
  'paint-order': 'normal',
  'shape-rendering': 'auto',
  'font-weight': '400',
  'font-stretch': '100%',
  'text-anchor': 'start',
};

interface Paint {
  colour: string;
  opacity: string;
}

type Resolved = Record<string, string> & { fill: string; stroke: string };

/** What an element will say of itself; undefined: what it says now goes. */
type Said = Record<string, string | undefined>;

const unsaid: Said = { class: undefined, style: undefined, 'data-chip': undefined, 'aria-hidden': undefined };

/** Resolves every element of `root`, which must be part of the page while this runs. */
export function inlineStyles(root: SVGSVGElement): void {
  const first: Resolved = {
    ...initial,
    fill: '#000000',
    'fill-opacity': '1',
    stroke: 'none',
    'stroke-opacity': '1',
    'font-family': '',
    'font-size': '',
  };
  const found: [Element, Said][] = [];
  resolve(root, first, found);
  // Not before all is read: rules reach an element through the classes of those around it.
  for (const [element, said] of found) {
    for (const [name, value] of Object.entries(said)) {
      if (value === undefined) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  }
}

function resolve(element: Element, parent: Resolved, found: [Element, Said][]): void {
  const style = getComputedStyle(element);
  const own: Resolved = { ...parent };
  for (const name of paints) {
    const { colour, opacity } = paintOf(style.getPropertyValue(name));
    own[name] = colour;
    own[`${name}-opacity`] = opacity;
  }
  for (const name of [...lines, ...words]) own[name] = plain(style.getPropertyValue(name));
  const said: Said = { ...unsaid };
  for (const [name, value] of Object.entries(own)) said[name] = value === parent[name] ? undefined : value;
  said.opacity = style.opacity === '1' ? undefined : String(Math.round(Number(style.opacity) * 1000) / 1000);
  if (element instanceof SVGTextElement && (element.textContent?.length ?? 0) > 2) {
    // Another font takes the same room, so that words which stand side by side stay so.
    said.textLength = String(Math.round(element.getComputedTextLength() * 10) / 10);
    said.lengthAdjust = 'spacingAndGlyphs';
  }
  found.push([element, said]);
  for (const child of element.children) resolve(child, own, found);
}

/** "4px, 3px" is "4 3" in an attribute. */
function plain(value: string): string {
  return value.replaceAll(/(\d)px/g, '$1').replaceAll(/(\d), /g, '$1 ');
}

/** A computed colour as drawing programs read it: six digits, and how much of it is seen. */
export function paintOf(computed: string): Paint {
  const parts = /^(rgba?|color)\((?:srgb )?([^)]*)\)$/.exec(computed);
  if (parts === null) return { colour: computed.replaceAll(/["']/g, ''), opacity: '1' };
  const numbers = parts[2]!.split(/[\s,/]+/).map(Number);
  const whole = parts[1] === 'color' ? 255 : 1;
  const digits = numbers.slice(0, 3).map((number) =>
    Math.round(Math.max(0, Math.min(255, number * whole)))
      .toString(16)
      .padStart(2, '0'),
  );
  const seen = numbers[3] ?? 1;
  return seen === 0
    ? { colour: 'none', opacity: '1' }
    : { colour: `#${digits.join('')}`, opacity: String(Math.round(seen * 1000) / 1000) };
}
