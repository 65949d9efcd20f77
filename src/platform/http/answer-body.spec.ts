import { describe, expect, it } from '@jest/globals';
import { bodyWithin } from './answer-body.js';

describe('the body of an answer', () => {
  it('is read whole as far as the limit', async () => {
    expect(await bodyWithin(new Response('水样'), 6)).toEqual(Buffer.from('水样', 'utf8'));
    expect(await bodyWithin(new Response(null), 0)).toEqual(Buffer.alloc(0));
  });

  it('is given up one byte beyond, and what sends it is told so', async () => {
    let sent = 0;
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (sink) => {
        sent += 1;
        sink.enqueue(new Uint8Array(4));
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    expect(await bodyWithin(new Response(endless), 11)).toBeUndefined();
    expect(isCancelled).toBe(true);
    expect(sent).toBeLessThan(6);
  });

  it('throws what breaks it off', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (sink) => sink.error(new Error('line cut')) });
    await expect(bodyWithin(new Response(broken), 11)).rejects.toThrow('line cut');
  });
});
