import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { launchBrowser } from './launch.ts';
import type { Served } from './serve.ts';
import { serve } from './serve.ts';

const dist = join(import.meta.dirname, '../../dist');

let browser: Promise<Browser> | undefined;
let server: Promise<Served> | undefined;

export interface OpenOptions {
  /** The page below the served path: '' is index.html. */
  path?: string;
  /** The fragment, with or without '#'. */
  hash?: string;
  width?: number;
  height?: number;
  theme?: 'dark' | 'light';
  reducedMotion?: boolean;
  /** A phone's finger in place of a mouse. */
  touch?: boolean;
  /** Lets the page keep itself for offline use; off by default, so that no test sees another one's cache. */
  offline?: boolean;
  /** Files that cannot be fetched, until the context's route is taken away. */
  missing?: string;
}

/** An open page, and everything that went wrong in it so far: errors on its console, uncaught ones, failed requests. */
export interface OpenPage {
  page: Page;
  context: BrowserContext;
  problems: string[];
}

/** Opens a page of the built site in a context of its own. Throws if the site is not built or no browser is there. */
export async function openPage(options: OpenOptions = {}): Promise<OpenPage> {
  const { address } = await site();
  const context = await (
    await launched()
  ).newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.theme ?? 'dark',
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    hasTouch: options.touch ?? false,
    serviceWorkers: options.offline ? 'allow' : 'block',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  closeAfterTest(context);
  // A browser looks for one beside any page that names none, such as a bare picture.
  await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  if (options.missing !== undefined) await context.route(options.missing, (route) => route.abort());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // Given up by the browser, because the page was left or loaded anew; what is missing or refused says something else.
    if (why === 'net::ERR_ABORTED') return;
    problems.push(`request: ${request.url()} ${why}`);
  });
  await page.goto(address + (options.path ?? '') + fragment(options.hash));
  return { page, context, problems };
}

/** The server of the built site, started once. */
export function site(): Promise<Served> {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('The site is not built: run `npm run build` first.');
  return (server ??= serve(dist));
}

/** Ends the browser and the server; every test file calls it in `afterAll`. */
export async function closeAll(): Promise<void> {
  await (await browser)?.close();
  await (await server)?.close();
  browser = undefined;
  server = undefined;
}

/** A page that nobody looks at any more plays on, and the next test would share the processor with it. */
function closeAfterTest(context: BrowserContext): void {
  try {
    onTestFinished(() => context.close());
  } catch {
    // Opened before the tests that share it: it lives until the browser ends.
  }
}

function launched(): Promise<Browser> {
  return (browser ??= launchBrowser());
}

function fragment(hash: string | undefined): string {
  return hash ? `#${hash.replace(/^#/, '')}` : '';
}
