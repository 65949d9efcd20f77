import { hash } from 'node:crypto';

const SIXTY_THREE_BITS = (1n << 63n) - 1n;

/**
 * The third part of a sample's key: the low 63 bits of the first eight bytes of sha256(topic ‖ payload), so that it fits
 * a signed bigint. Protocol ids do not serve: controllers send the all-zero UUID as `tid` and `bid`.
 */
export function seqOf(topic: string, payload: Buffer): bigint {
  const digest = hash('sha256', Buffer.concat([Buffer.from(topic, 'utf8'), payload]), 'buffer');
  return digest.readBigUInt64BE(0) & SIXTY_THREE_BITS;
}
