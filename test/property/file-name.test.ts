import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNameOf } from '../../src/app/share/file-name';

test('whatever the text, a downloaded file has one name that every system takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const name = fileNameOf(text, 'svg');
      expect(name).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]*\.svg$/u);
      expect(new TextEncoder().encode(name).length).toBeLessThan(256);
      expect(fileNameOf(name.slice(0, -4), 'svg')).toBe(name);
    }),
  );
});
