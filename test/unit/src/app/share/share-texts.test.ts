import { describe, expect, test } from 'vitest';
import { commandOf, elementOf, iframeOf, jsonOf, linkOf, markdownOf } from '../../../../../src/app/share/share-texts';
import type { EmbedChoice, Shared } from '../../../../../src/app/share/share-texts';
import type { Scenario } from '../../../../../simulations/scenario';

const scenario = { version: 1, name: 'Hot key', seed: 3 } as unknown as Scenario;

const shared: Shared = {
  name: 'Hot key',
  sentence: '2 lost after ack up to 14.260 s',
  preset: 'hot-key',
  fragment: '#s=1abc',
  scenario,
  isPictureOnly: false,
  atMs: 14_260,
  theme: 'auto',
  base: 'https://example.org/tidemark/',
};

const plain: EmbedChoice = {
  controls: ['play', 'scrub'],
  fromMs: undefined,
  toMs: undefined,
  picture: undefined,
};

const chosen: EmbedChoice = {
  controls: ['play', 'set:checkout.acks', 'do:kill'],
  fromMs: 3000,
  toMs: 9000,
  picture: { file: 'hot-key.svg', width: 1064, height: 400 },
};

const hostileName = `"><script>alert(1)</script><img src='x' onerror=alert(2)>&\n\u202Egnp.`;
const hostile: Shared = { ...shared, name: hostileName, preset: undefined };

function parsed(html: string): Document {
  // A frame would be fetched.
  return new DOMParser().parseFromString(html.replaceAll('iframe', 'x-frame'), 'text/html');
}

describe('the code of a diagram', () => {
  test('an element names the preset, its moment and its controls, and holds a link for where frames are forbidden', () => {
    expect(elementOf(shared, chosen)).toBe(`<script type="module" src="https://example.org/tidemark/embed.js"></script>
<tidemark-diagram
  scenario="hot-key"
  at="9s"
  from="3s"
  to="9s"
  controls="play,set:checkout.acks,do:kill"
  title="Hot key"
>
  <a href="https://example.org/tidemark/index.html#scenario=hot-key&amp;t=14.26s"><img src="hot-key.svg" alt="Hot key: 2 lost after ack up to 14.260 s" width="1064" height="400"></a>
</tidemark-diagram>`);
  });

  test('a scenario of one’s own stands in the link', () => {
    const element = parsed(elementOf({ ...shared, preset: undefined, theme: 'light' }, plain)).querySelector(
      'tidemark-diagram',
    )!;
    expect(element.getAttribute('link')).toBe('#s=1abc');
    expect(element.getAttribute('scenario')).toBeNull();
    expect(element.getAttribute('theme')).toBe('light');
    expect(element.querySelector('a')!.textContent).toBe('Hot key: 2 lost after ack up to 14.260 s');
  });

  test('a frame says the same in its address', () => {
    const frame = parsed(iframeOf(shared, chosen)).querySelector('x-frame')!;
    expect(frame.getAttribute('src')).toBe(
      'https://example.org/tidemark/embed.html#scenario=hot-key&t=9s&from=3s&to=9s&controls=play,set:checkout.acks,do:kill',
    );
    expect(frame.getAttribute('title')).toBe('Hot key');
  });

  test('no name gets out of its attribute', () => {
    for (const code of [elementOf(hostile, chosen), elementOf(hostile, plain), iframeOf(hostile, chosen)]) {
      const page = parsed(code);
      expect(page.querySelectorAll('script:not([src]), [onerror]')).toHaveLength(0);
      const titled = page.querySelector('[title]')!;
      expect(titled.getAttribute('title')).toBe(`"><script>alert(1)</script><img src='x' onerror=alert(2)>& gnp.`);
    }
  });

  test('no target gets out of the address of a frame', () => {
    const controls = ['set:a"><b>.acks', 'set:a&t=0s.acks'];
    const frame = parsed(iframeOf(shared, { ...plain, controls })).querySelector('x-frame')!;
    expect(frame.getAttribute('src')).toContain('controls=set:a%22%3E%3Cb%3E.acks,set:a%26t%3D0s.acks');
    expect(parsed(iframeOf(shared, { ...plain, controls })).querySelector('b')).toBeNull();
  });
});

describe('words', () => {
  test('Markdown is a link whose words are what was found', () => {
    expect(markdownOf(shared)).toBe(
      '[Hot key: 2 lost after ack up to 14.260 s](https://example.org/tidemark/index.html#scenario=hot-key&t=14.26s)',
    );
  });

  test('a name can neither end the link of Markdown nor begin another', () => {
    const text = markdownOf({ ...shared, name: '](javascript:alert(1)) [x' });
    expect(text).toMatch(/^\[\\\]\(javascript:alert\(1\)\) \\\[x: /);
  });

  test('the link carries the moment and the theme', () => {
    expect(linkOf({ ...shared, preset: undefined, theme: 'dark' })).toBe(
      'https://example.org/tidemark/index.html#s=1abc&t=14.26s&theme=dark',
    );
  });
});

describe('the command', () => {
  test('names a preset', () => {
    expect(commandOf(shared)).toBe('npx tidemark run hot-key --until 14.26s');
  });

  test('hands a scenario of one’s own over as it is written, which no line of it can end', () => {
    const name = `\nSCENARIO\n$(rm -rf ~) \`id\` 'quoted'`;
    const own = { ...scenario, name } as Scenario;
    const command = commandOf({ ...shared, preset: undefined, scenario: own });
    const [first, ...rest] = command.split('\n');
    expect(first).toBe(`npx tidemark run - --until 14.26s <<'SCENARIO'`);
    expect(rest.indexOf('SCENARIO')).toBe(rest.length - 1);
    expect(JSON.parse(rest.slice(0, -1).join('\n'))).toEqual(own);
    expect(JSON.parse(jsonOf(own))).toEqual(own);
  });
});
