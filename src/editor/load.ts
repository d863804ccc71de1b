/**
 * What the editor needs is fetched when it is needed: the catalogue of every Kafka setting with its texts and checks,
 * and, on a page with room for it, Monaco.
 */
export const loadCheck = (): Promise<typeof import('./check')> => (check ??= import('./check'));
export const loadMonaco = (): Promise<typeof import('./monaco')> => (monaco ??= import('./monaco'));

let check: Promise<typeof import('./check')> | undefined;
let monaco: Promise<typeof import('./monaco')> | undefined;
