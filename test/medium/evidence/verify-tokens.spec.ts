import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { program, type TokenVerdict } from '../../support/bag.js';
import { OpensslAuthority } from '../../support/time-stamps.js';

describe('a time stamp, checked by the program alone', () => {
  const data = Buffer.from('skydocket/one\n5\nroot\n\n— signed\n');
  let tsa: OpensslAuthority;
  let stranger: OpensslAuthority;
  let answer: Buffer;
  let check: (token: Buffer, ...by: readonly OpensslAuthority[]) => TokenVerdict;

  beforeAll(async () => {
    tsa = new OpensslAuthority();
    stranger = new OpensslAuthority('Another TSA');
    answer = tsa.stamp(data);
    const code = await program();
    const certificates = new Map([tsa, stranger].map((one) => [one, new X509Certificate(readFileSync(one.caFile))]));
    check = (token, ...by) =>
      code.checkToken(
        token,
        data,
        by.flatMap((one) => certificates.get(one) ?? []),
      );
  });
  afterAll(() => {
    tsa.remove();
    stranger.remove();
  });

  it.each(['sha256', 'sha384', 'sha512'])('is proven where it leads to the given authority (%s)', (digest) => {
    const stamped = tsa.stamp(data, 'good', digest);
    expect(tsa.accepts(stamped, data)).toBe(true);
    const { state, words, at } = check(stamped, stranger, tsa);
    expect({ state, words }).toEqual({ state: 'proven', words: expect.stringContaining('CN=Test TSA') });
    expect(Math.abs((at?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(check(tsa.tokenOf(stamped), tsa)).toMatchObject({ state: 'proven' });
  });

  it('is neither right nor wrong without an authority, and wrong under another', () => {
    expect(check(answer)).toMatchObject({ state: 'not provable here', words: expect.stringContaining('--tsa-ca') });
    expect(check(answer, stranger)).toMatchObject({
      state: 'failed',
      words: expect.stringContaining('does not lead to the given authority'),
    });
  });

  it.each([
    ['it stamps something else', () => tsa.stamp(Buffer.from('other'))],
    ['is not one for time stamps', () => tsa.reply(question(), 'plain')],
    ['was not valid then', () => tsa.stamp(data, 'expired')],
    ['the authority refused to stamp', () => tsa.reply(question(), 'good', 'strict')],
    ['something follows the token', () => Buffer.concat([answer, Buffer.of(0)])],
    ['the token is damaged', () => Buffer.alloc(0)],
    ['the token is damaged', () => Buffer.from('<html>')],
    ['the token is damaged', () => Buffer.from('3084ffffffff', 'hex')],
    ['the token is damaged', () => Buffer.from('30800000', 'hex')],
    ['its own signature does not fit', () => withLastBitTurned()],
    ['its own signature does not fit', () => tsa.signedUnderAName(answer, 'plain')],
  ])('fails: %s', (words, made) => {
    expect(check(made(), tsa)).toMatchObject({ state: 'failed', words: expect.stringContaining(words) });
  });

  const question = (): Buffer => tsa.ask(data);
  const withLastBitTurned = (): Buffer => {
    const turned = Buffer.from(answer);
    turned[turned.length - 1] = (turned.at(-1) ?? 0) ^ 1;
    return turned;
  };

  it('is not judged where its signature is of a kind that Node alone does not tell', () => {
    expect(check(tsa.signedByPss(answer), tsa)).toMatchObject({
      state: 'not provable here',
      words: expect.stringContaining('not known here'),
    });
  });

  it('fails when it is cut anywhere', () => {
    const states = Array.from({ length: answer.length }, (_, length) => check(answer.subarray(0, length), tsa).state);
    expect(new Set(states)).toEqual(new Set(['failed']));
  });

  it('with any of its bits turned fails, or says what it said', () => {
    const good = JSON.stringify(check(answer, tsa));
    const other = new Set<number>();
    for (let at = 0; at < answer.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const turned = Buffer.from(answer);
        turned[at] = (turned[at] ?? 0) ^ (1 << bit);
        const verdict = check(turned, tsa);
        if (verdict.state === 'proven' && JSON.stringify(verdict) !== good) other.add(at);
      }
    }
    expect([...other]).toEqual([]);
  });
});
