import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Config } from '../config/index.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Operators come from this machine (and not through a proxy), or carry the operations secret. */
export function mayOperate(request: Request, config: Config): boolean {
  const secret = config.SKYDOCKET_OPERATIONS_SECRET;
  return (secret !== undefined && carries(request, secret)) || isFromThisMachine(request);
}

/** An external broker carries its secret; where there is none, it comes from this machine (and not through a proxy). */
export function mayAskAsBroker(request: Request, { SKYDOCKET_BROKER_SECRET: secret }: Config): boolean {
  return secret === undefined ? isFromThisMachine(request) : carries(request, secret);
}

function isFromThisMachine(request: Request): boolean {
  return LOOPBACK.has(request.socket.remoteAddress ?? '') && request.get('x-forwarded-for') === undefined;
}

function carries(request: Request, secret: string): boolean {
  return sameText(request.get('authorization') ?? '', `Bearer ${secret}`);
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
