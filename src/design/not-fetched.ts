/** Whether a part of the page could not be had: what browsers, and the loader of style sheets, say then. */
export function wasNotFetched(error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  return /dynamically imported module|importing a module script failed|unable to preload/i.test(message);
}
