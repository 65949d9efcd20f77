import { createSocket } from 'node:dgram';
import { describe, expect, it } from '@jest/globals';
import { clockOffset } from './clock-offset.js';

const NTP_EPOCH_SECONDS = 2_208_988_800;

function serverAhead(
  milliseconds: number,
  { stratum = 2, echo = true } = {},
): Promise<{ port: number; close: () => void }> {
  const socket = createSocket('udp4');
  socket.on('message', (request, { port, address }) => {
    const answer = Buffer.alloc(48);
    answer[1] = stratum;
    if (echo) request.copy(answer, 24, 40, 48);
    const now = Date.now() + milliseconds;
    for (const offset of [32, 40]) {
      answer.writeUInt32BE(Math.floor(now / 1_000) + NTP_EPOCH_SECONDS, offset);
      answer.writeUInt32BE(Math.floor(((now % 1_000) / 1_000) * 2 ** 32), offset + 4);
    }
    socket.send(answer, port, address);
  });
  return new Promise((done) =>
    socket.bind(0, '127.0.0.1', () => done({ port: socket.address().port, close: () => socket.close() })),
  );
}

describe('clockOffset', () => {
  it('finds a server that is 90 s ahead', async () => {
    const server = await serverAhead(90_000);
    const offset = await clockOffset(`127.0.0.1:${server.port}`);
    server.close();
    expect(Math.abs(offset - 90_000)).toBeLessThan(500);
  });

  it.each([
    ['an answer to another request', { echo: false }, 'not an answer to this request'],
    ['a server that has no time itself', { stratum: 0 }, 'stratum 0'],
  ])('refuses %s', async (_, options, words) => {
    const server = await serverAhead(0, options);
    await expect(clockOffset(`127.0.0.1:${server.port}`)).rejects.toThrow(words);
    server.close();
  });
});
