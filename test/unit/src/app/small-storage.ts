/** A storage with room for so many characters. */
export class SmallStorage implements Storage {
  private readonly texts = new Map<string, string>();

  constructor(private readonly room: number) {}

  get length(): number {
    return this.texts.size;
  }
  key(index: number): string | null {
    return [...this.texts.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.texts.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    const others = [...this.texts].filter(([it]) => it !== key).reduce((sum, [, it]) => sum + it.length, 0);
    if (others + text.length > this.room) throw new DOMException('full', 'QuotaExceededError');
    this.texts.set(key, text);
  }
  removeItem(key: string): void {
    this.texts.delete(key);
  }
  clear(): void {
    this.texts.clear();
  }
}
