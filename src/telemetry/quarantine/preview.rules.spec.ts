import { describe, expect, it } from '@jest/globals';
import { previewOf } from './preview.rules.js';

describe('previewOf', () => {
  it('shows JSON without its secrets', () => {
    expect(previewOf(Buffer.from('{"data":{"latitude":213,"nonce":"n1"}}'))).toBe(
      '{"data":{"latitude":213,"nonce":"[redacted]"}}',
    );
  });

  it('shows bytes as hex, and of other text nothing', () => {
    expect(previewOf(Buffer.from([0xff, 0x00, 0x41]))).toBe('hex ff0041');
    expect(previewOf(Buffer.from('password=hunter2'))).toBe('text that is not JSON, 16 bytes');
  });

  it('is short', () => {
    expect(previewOf(Buffer.from(JSON.stringify(Array.from({ length: 5_000 }, () => 12_345))))).toHaveLength(1_000);
  });
});
