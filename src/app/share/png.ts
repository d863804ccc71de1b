import type { Picture } from '../../diagram';

/** Points of the picture for one px of the drawing: sharp on a dense screen and in print. */
const SCALE = 2;

/** The picture as PNG, twice as large as it is drawn, with this page's own fonts. */
export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  // A picture is drawn apart from the page and sees none of its fonts, unless they lie within it.
  const fonts = await fontFaces(svg);
  const whole = svg.replace(/^(<svg[^>]*>)/, (open) => `${open}<style>${fonts.join('')}</style>`);
  const address = URL.createObjectURL(new Blob([whole], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture is too large.')) : resolve(blob)));
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The upright faces of this page's own style sheets that the picture names, with their files inside. */
async function fontFaces(svg: string): Promise<string[]> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => ({ rule, sheet })));
  const faces = rules.flatMap(({ rule, sheet }) => {
    if (!(rule instanceof CSSFontFaceRule)) return [];
    const { style, cssText } = rule;
    const family = style.getPropertyValue('font-family').replaceAll(/["']/g, '');
    const isMeant = svg.includes(family) && style.getPropertyValue('font-style') !== 'italic';
    return isMeant ? [{ cssText, base: sheet.href ?? document.baseURI }] : [];
  });
  return Promise.all(faces.map(({ cssText, base }) => withFile(cssText, base)));
}

async function withFile(face: string, base: string): Promise<string> {
  const address = /url\(["']?([^"')]+)["']?\)/.exec(face);
  if (address === null) return '';
  const file = await fetch(new URL(address[1]!, base));
  return face.replace(address[0], `url(${await dataAddress(await file.blob())})`);
}

function dataAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The font cannot be read.')));
    reader.readAsDataURL(file);
  });
}
