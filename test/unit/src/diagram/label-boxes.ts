import { textWidth, type DiagramFont } from '../../../../src/diagram/text-width';

export interface LabelBox {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The box of every text of a drawing, from its classes: the sizes are those of diagram.css. */
export function labelBoxes(svg: string): LabelBox[] {
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].flatMap(([, attributes, content]) => {
    const text = content!.replaceAll('&amp;', '&').replaceAll('&lt;', '<');
    const read = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(attributes!)?.[1] ?? '';
    const classes = read('class').split(' ');
    if (text === '' || classes.includes('cell-letter')) return [];
    const size = classes.includes('name') ? 13 : classes.includes('label') ? 12 : 11;
    const font = (['mono', 'condensed', 'bold'] as const).find((it) => classes.includes(it)) ?? 'sans';
    const width = textWidth(text, font satisfies DiagramFont, size);
    const x = Number(read('x')) - (classes.includes('end') ? width : classes.includes('middle') ? width / 2 : 0);
    const y = Number(read('y'));
    // Capitals and figures: what little hangs below the line may touch what stands below.
    return [{ text, left: x, right: x + width, top: y - size * 0.72, bottom: y + 1 }];
  });
}

/** Pairs of texts that lie on each other. */
export function overlapping(boxes: readonly LabelBox[]): string[] {
  const found: string[] = [];
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(index + 1)) {
      const isApart =
        one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
      if (!isApart) found.push(`${one.text} | ${other.text}`);
    }
  });
  return found;
}
