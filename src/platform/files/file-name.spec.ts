import { describe, expect, it } from '@jest/globals';
import { safeFileName } from './file-name.js';

describe('file names', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\DCIM\\DJI_0001.JPG', 'DJI_0001.JPG'],
    ['a\u0000b\r\nSet-Cookie: x.jpg', 'abSet-Cookie x.jpg'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['..', 'unnamed'],
    ['', 'unnamed'],
  ])('%j is cleaned to %j', (given, name) => {
    expect(safeFileName(given)).toEqual({ name, cleaned: true });
  });

  it('leaves an honest name alone, also a Chinese one', () => {
    expect(safeFileName('滹沱河东岸 航拍_0012.JPG')).toEqual({ name: '滹沱河东岸 航拍_0012.JPG', cleaned: false });
  });

  it('cuts a name that is too long by characters, not by halves of them', () => {
    const { name } = safeFileName('\u{1F681}'.repeat(400));
    expect(Array.from(name)).toHaveLength(180);
  });
});
