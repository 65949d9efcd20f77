import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hide, leafOf, saltOf } from './leaf.rules.js';

const salt = Buffer.alloc(32, 1);
const input = {
  id: '018f2f6e-7c11-7cc3-98c4-dc0c0c07398f',
  kind: 'preserved',
  subjectId: '018f2f6e-7c11-7cc3-98c4-dc0c0c073990',
  content: { size: 3, sha256: 'aa' },
  enteredAt: new Date('2026-03-01T02:03:04.005Z'),
} as const;

describe('a leaf', () => {
  it('is canonical JSON: one spelling for one fact', () => {
    expect(leafOf(input, salt).toString()).toBe(
      '{"content":{"sha256":"aa","size":3},"enteredAt":"2026-03-01T02:03:04.005Z","id":"018f2f6e-7c11-7cc3-98c4-dc0c0c07398f",' +
        '"kind":"preserved","subjectId":"018f2f6e-7c11-7cc3-98c4-dc0c0c073990","version":2}',
    );
    const turned = { ...input, content: { sha256: 'aa', size: 3 } };
    expect(leafOf(turned, salt)).toEqual(leafOf(input, salt));
  });

  it('holds hidden values as salted hashes only', () => {
    const leaf = leafOf({ ...input, hidden: { actor: '张三' } }, salt).toString();
    const own = createHmac('sha256', salt).update('actor').digest();
    const hash = createHash('sha256')
      .update(Buffer.concat([own, Buffer.from('actor\0张三')]))
      .digest('hex');
    expect(leaf).not.toContain('张三');
    expect(leaf).toContain(`"hidden":{"actor":"${hash}"}`);
    expect(hide(Buffer.alloc(32, 2), 'actor', '张三')).not.toBe(hash);
    expect(hide(own, 'actor2', '张三')).not.toBe(hash);
    expect(saltOf(salt, 'caseId')).not.toEqual(own);
  });

  it('is refused where it has no canonical form, or is too long', () => {
    expect(() => leafOf({ ...input, content: { at: new Date() } }, salt)).toThrow(TypeError);
    expect(() => leafOf({ ...input, content: { text: 'x'.repeat(70_000) } }, salt)).toThrow(RangeError);
  });
});
