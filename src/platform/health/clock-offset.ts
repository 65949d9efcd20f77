import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

/** Seconds between 1900-01-01 (NTP) and 1970-01-01 (Unix). */
const NTP_EPOCH_SECONDS = 2_208_988_800;
const NTP_PORT = 123;
const PACKET_BYTES = 48;
/** Leap 0, version 4, mode 3 (client). [RFC 5905 §7.3] */
const CLIENT_HEADER = 0x23;

/**
 * Milliseconds by which the server's clock is ahead of ours, from one SNTP exchange. [RFC 5905 §8]
 * @param server `host` or `host:port`
 */
export async function clockOffset(server: string): Promise<number> {
  const [host = server, port] = server.split(':');
  const socket = createSocket('udp4');
  try {
    return await new Promise<number>((done, fail) => {
      const sentAt = Date.now();
      // Our transmit timestamp; the server gives it back as the originate timestamp. Random, so that no one can guess it.
      const mark = randomBytes(8);
      socket.once('error', fail);
      socket.once('message', (answer) => {
        if (answer.length < PACKET_BYTES || !answer.subarray(24, 32).equals(mark))
          return fail(new Error('not an answer to this request'));
        if (answer[1] === 0) return fail(new Error('the server refuses to answer (stratum 0)'));
        done((instantAt(answer, 32) - sentAt + (instantAt(answer, 40) - Date.now())) / 2);
      });
      const request = Buffer.alloc(PACKET_BYTES);
      request[0] = CLIENT_HEADER;
      mark.copy(request, 40);
      socket.send(request, Number(port ?? NTP_PORT), host);
      setTimeout(() => fail(new Error('no answer')), 2_500).unref();
    });
  } finally {
    socket.close();
  }
}

function instantAt(packet: Buffer, offset: number): number {
  const seconds = packet.readUInt32BE(offset) - NTP_EPOCH_SECONDS;
  return seconds * 1_000 + (packet.readUInt32BE(offset + 4) / 2 ** 32) * 1_000;
}
