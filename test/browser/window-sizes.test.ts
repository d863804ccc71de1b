import { afterAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { violationsOf } from './axe.ts';
import { closeAll } from './browser.ts';
import { openPlayground } from './playground.ts';

afterAll(closeAll);

const windows = [
  { name: 'a laptop', width: 1366, height: 768 },
  { name: 'a low window', width: 1280, height: 720 },
  { name: 'half a screen', width: 1280, height: 480 },
  { name: 'a large tablet', width: 1440, height: 900, touch: true },
  { name: 'a tablet', width: 1024, height: 768, touch: true },
  { name: 'a phone on its side', width: 844, height: 390, touch: true },
] as const;

interface Box {
  top: number;
  bottom: number;
}

/** Where the parts of the page stand, and which controls are cut off. */
function placesOf(page: Page): Promise<{ parts: Record<string, Box | null>; cut: string[] }> {
  return page.evaluate(() => {
    const boxOf = (selector: string): { top: number; bottom: number } | null => {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      return box === undefined ? null : { top: box.top, bottom: box.bottom };
    };
    const controls = [
      ...document.querySelectorAll<HTMLElement>('.tabs:not([data-kind=files]), .segmented button, .button'),
    ];
    return {
      parts: {
        diagram: boxOf('.diagram'),
        file: boxOf('.side .config'),
        acts: boxOf('.side .config-foot'),
        faders: boxOf('.side .inject'),
        time: boxOf('.time'),
      },
      cut: controls.filter((it) => it.scrollHeight > it.clientHeight + 1).map((it) => it.textContent ?? ''),
    };
  });
}

describe('windows that are lower than most', () => {
  for (const { name, ...size } of windows) {
    test(`nothing lies on anything else, and the diagram has room: ${name}`, async () => {
      const { page, problems } = await openPlayground({ hash: 'scenario=first-event&t=8s', ...size });
      const drawer = page.getByRole('button', { name: 'Panels' });
      if (await drawer.isVisible()) await drawer.click();
      await page.locator('.side .config-foot').waitFor();
      const { parts, cut } = await placesOf(page);
      expect(cut).toEqual([]);
      expect(parts.diagram!.bottom - parts.diagram!.top).toBeGreaterThan(200);
      expect(parts.diagram!.bottom).toBeLessThanOrEqual(parts.time!.top + 1);
      expect(parts.acts!.bottom).toBeLessThanOrEqual(parts.file!.bottom + 1);
      expect(parts.file!.bottom).toBeLessThanOrEqual(parts.faders!.top + 1);
      expect(await violationsOf(page)).toEqual([]);
      // Everything can be scrolled to.
      await page.getByRole('slider', { name: 'Processing time' }).first().scrollIntoViewIfNeeded();
      expect(problems).toEqual([]);
    });
  }
});
