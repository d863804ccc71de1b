let context: CanvasRenderingContext2D | null | undefined;
const measured = new Map<string, number>();

/** How wide text of the interface is at 11 px, in CSS pixels; without a canvas an estimate. */
export function textRoom(text: string): number {
  const known = measured.get(text);
  if (known !== undefined) return known;
  if (context === undefined) {
    context = document.createElement('canvas').getContext?.('2d') ?? null;
    const family = getComputedStyle(document.documentElement).getPropertyValue('--sans') || 'sans-serif';
    if (context !== null) context.font = `11px ${family}`;
    // Until the page's own face is there, another one was measured.
    void document.fonts?.ready.then(() => measured.clear());
  }
  // Letter and word spacing of the page come on top.
  const spaces = text.split(' ').length - 1;
  const width = Math.ceil((context?.measureText(text).width ?? text.length * 5.9) + text.length * 0.03 + spaces * 0.7);
  if (measured.size > 2000) measured.clear();
  measured.set(text, width);
  return width;
}
