import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { launch } from 'puppeteer-core';
import { site } from './browser.ts';
import { findFirefox } from './find-firefox.ts';

/** Without a screen Firefox reports no pointer at all; these say that there is a mouse. */
const mouse = { 'ui.primaryPointerCapabilities': 6, 'ui.allPointerCapabilities': 6 };

let browser: Promise<Browser> | undefined;

export interface FirefoxOptions {
  /** The page below the served path: '' is index.html. */
  path?: string;
  /** The fragment, without '#'. */
  hash?: string;
  width?: number;
  height?: number;
  theme?: 'dark' | 'light';
}

/** An open page in Firefox, and everything that went wrong in it so far. */
export interface FirefoxPage {
  page: Page;
  problems: string[];
}

/** Opens a page of the built site in an installed Firefox, spoken to by WebDriver BiDi. */
export async function openInFirefox(options: FirefoxOptions = {}): Promise<FirefoxPage> {
  const { address } = await site();
  const context = await (await launched()).createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: options.width ?? 1440, height: options.height ?? 900 });
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error instanceof Error ? error.message : String(error)}`));
  page.on('requestfailed', (request) =>
    problems.push(`request: ${request.url()} ${request.failure()?.errorText ?? ''}`),
  );
  const theme = options.theme === undefined ? '' : `theme=${options.theme}`;
  const fragment = [options.hash ?? '', theme].filter((part) => part !== '').join('&');
  await page.goto(`${address}${options.path ?? ''}${fragment === '' ? '' : `#${fragment}`}`);
  return { page, problems };
}

/** Opens a playground in Firefox and waits until its scenario is on screen. */
export async function openFirefoxPlayground(options: FirefoxOptions = {}): Promise<FirefoxPage> {
  const opened = await openInFirefox(options);
  await opened.page.evaluate('window.tidemark.ready');
  return opened;
}

/** Calls a method of `window.tidemark` in Firefox. */
export function tidemarkInFirefox<T>(page: Page, method: string, message?: unknown): Promise<T> {
  return page.evaluate(
    async (name, argument) => {
      const { tidemark } = globalThis as unknown as {
        tidemark: Record<string, (message?: unknown) => Promise<unknown>>;
      };
      return (await tidemark[name]!(argument)) as never;
    },
    method,
    message,
  );
}

/** Clicks, with the mouse, what has such a role and such a name, as soon as it is there. */
export async function clickInFirefox(page: Page, selector: string, name: RegExp): Promise<void> {
  const found = await page.waitForFunction(
    (selected, source, flags) => {
      const pattern = new RegExp(source, flags);
      const nameOf = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent ?? '';
      return [...document.querySelectorAll(selected)].find((element) => pattern.test(nameOf(element).trim()));
    },
    {},
    selector,
    name.source,
    name.flags,
  );
  await (found as ElementHandle<Element>).click();
}

/** Ends Firefox; every test file that opened it calls this in `afterAll`, beside `closeAll`. */
export async function closeFirefox(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

function launched(): Promise<Browser> {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw new Error('No Firefox here: the test should have been passed over.');
  return (browser ??= launch({ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox: mouse }));
}
