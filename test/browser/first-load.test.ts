import { afterAll, describe, expect, test } from 'vitest';
import { closeAll, openPage, site } from './browser.ts';

afterAll(closeAll);

describe('the built site', () => {
  test('opens below any path, without an error', async () => {
    const { page, problems } = await openPage();
    await page.waitForSelector('#root > *');
    expect(await page.title()).toContain('Tidemark');
    expect(problems).toEqual([]);
    const { address, requested } = await site();
    const below = new URL(address).pathname;
    expect(requested.filter((path) => !path.startsWith(below))).toEqual([]);
  });

  test('asks nothing of another machine', async () => {
    const { page } = await openPage({ path: 'icon.svg' });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const { address } = await site();
    await page.goto(address);
    await page.waitForSelector('#root > *');
    expect(asked.filter((url) => !url.startsWith(address) && !url.startsWith('blob:'))).toEqual([]);
  });

  test('has its content security policy in force', async () => {
    const { page } = await openPage();
    const refused = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      // In a timer: what the test itself evaluates runs outside of the policy.
      const evaluated = await new Promise((resolve) =>
        setTimeout(() => {
          try {
            resolve(new Function('return true')());
          } catch {
            resolve(false);
          }
        }),
      );
      const script = document.createElement('script');
      script.textContent = 'window.ranInline = true';
      document.head.append(script);
      await fetch('https://example.invalid/').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { violations, evaluated, ranInline: 'ranInline' in window };
    });
    expect(refused.evaluated).toBe(false);
    expect(refused.ranInline).toBe(false);
    expect(refused.violations).toEqual(expect.arrayContaining(['script-src', 'script-src-elem', 'connect-src']));
  });

  test('opens without a network after the first load', async () => {
    const { page, context } = await openPage({ offline: true });
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.reload();
    await page.waitForSelector('#root > *');
    expect(problems).toEqual([]);
  });
});
