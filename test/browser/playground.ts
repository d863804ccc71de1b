import type { Page } from 'playwright-core';
import { openPage } from './browser.ts';
import type { OpenOptions, OpenPage } from './browser.ts';

/** Opens a playground, of the first scenario unless the options say another, and waits until it is on screen. */
export async function openPlayground(options: OpenOptions = {}): Promise<OpenPage> {
  const opened = await openPage({ hash: 'scenario=first-event', ...options });
  await opened.page.evaluate('window.tidemark.ready');
  return opened;
}

/** Opens the start page, and waits until its cards are there. */
export async function openHome(options: OpenOptions = {}): Promise<OpenPage> {
  const opened = await openPage(options);
  await opened.page.evaluate('window.tidemark.ready');
  await opened.page.locator('.cards a').first().waitFor();
  return opened;
}

/** Calls a method of `window.tidemark`. */
export function tidemark<T>(page: Page, method: string, message?: unknown): Promise<T> {
  return page.evaluate(
    async ([name, argument]) => {
      const { tidemark: methods } = globalThis as unknown as {
        tidemark: Record<string, (message?: unknown) => Promise<unknown>>;
      };
      const call = methods[name as string]!;
      return (await call(argument)) as never;
    },
    [method, message] as const,
  );
}

/** How many actions the scenario on screen has. */
export async function actionCountOf(page: Page): Promise<number> {
  const { actions } = await tidemark<{ actions: unknown[] }>(page, 'get', { what: 'scenario' });
  return actions.length;
}

export function timeOf(page: Page): Promise<number> {
  return tidemark<number>(page, 'get', { what: 'time' });
}

/** The number that a count of the verdict strip shows. */
export async function countOf(page: Page, label: string): Promise<number> {
  const text = await page.getByRole('region', { name: 'Verdict' }).getByLabel(label, { exact: true }).textContent();
  return Number(text?.replaceAll(',', ''));
}

/** Opens the menu of a node of the diagram by keyboard, as a person without a mouse would. */
export async function openNodeMenu(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('region', { name: 'Diagram' }).getByRole('button', { name }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
}

/** Drops a file onto the page. */
export async function dropFile(page: Page, file: { name: string; text: string }): Promise<void> {
  const transfer = await page.evaluateHandle(({ name, text }) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name));
    return data;
  }, file);
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}
