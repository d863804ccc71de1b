import { describe, expect, test } from 'vitest';
import { fileNameOf } from '../../../../../src/app/share/file-name';

describe('the name of a downloaded file', () => {
  test.each([
    ['Kill the leader mid-write', 'kill-the-leader-mid-write.svg'],
    ['Größe der Partition 7 — «später»', 'größe-der-partition-7-später.svg'],
    ['注文', '注文.svg'],
    ['', 'tidemark.svg'],
    ['   ', 'tidemark.svg'],
    ['...', 'tidemark.svg'],
    ['../../etc/passwd', 'etc-passwd.svg'],
    ['C:\\Windows\\system32', 'c-windows-system32.svg'],
    ['.htaccess', 'htaccess.svg'],
    ['report.exe', 'report-exe.svg'],
    ['con', 'tidemark-con.svg'],
    ['COM1', 'tidemark-com1.svg'],
    ['nul.txt', 'tidemark-nul-txt.svg'],
    ['console', 'console.svg'],
    ['<img src=x onerror=alert(1)>', 'img-src-x-onerror-alert-1.svg'],
    ['invoice\u202Egvs.exe', 'invoicegvs-exe.svg'],
    ['a\u0000b\u001Fc\u007Fd', 'abcd.svg'],
    ['zero\u200Bwidth\uFEFF', 'zerowidth.svg'],
    ['half \uD83D of a character', 'half-of-a-character.svg'],
    ['\u0301combining first', 'combining-first.svg'],
  ])('%j is %j', (text, name) => {
    expect(fileNameOf(text, 'svg')).toBe(name);
  });

  test('300 characters are cut to 80, and scripts of many bytes to what a file system takes', () => {
    expect(fileNameOf('a'.repeat(300), 'json')).toBe(`${'a'.repeat(80)}.json`);
    const name = fileNameOf('注'.repeat(300), 'json');
    expect(new TextEncoder().encode(name).length).toBeLessThan(220);
  });
});
