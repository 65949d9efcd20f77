import { describe, expect, it } from '@jest/globals';
import { fileNameParameters } from './served-file.js';

describe('the file name of a download', () => {
  it('is given whole, and in ASCII for old clients', () => {
    expect(fileNameParameters('东光 (1)*.jpg')).toBe(
      `filename="__ (1)*.jpg"; filename*=UTF-8''%E4%B8%9C%E5%85%89%20%281%29%2A.jpg`,
    );
  });

  it('cannot break out of its quotes', () => {
    expect(fileNameParameters('a"; b\\c.jpg')).toBe(`filename="a_; b_c.jpg"; filename*=UTF-8''a%22%3B%20b%5Cc.jpg`);
  });
});
