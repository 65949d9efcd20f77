import { createHmac } from 'node:crypto';
import type { DeliveryFault, OutwardChannel, ReachChannel } from './reach.codes.js';

export interface Contact {
  readonly mobile: string | null;
  readonly email: string | null;
}

/** Which of the channels this installation has. */
export type Carried = Readonly<Record<OutwardChannel, boolean>>;

/** A message about something that waits is of no use later. */
export const WORTH_SENDING_MS = 30 * 60_000;

const FINAL: readonly DeliveryFault[] = ['NO_CONTACT', 'REFUSED', 'TOO_LATE', 'GIVEN_UP'];

/** Whether another try is of no use. */
export function isFinal(fault: DeliveryFault): boolean {
  return FINAL.includes(fault);
}

/** By which channel a person is woken: the wanted one, else the other; undefined where there is none. */
export function routeOf(
  wanted: ReachChannel,
  contact: Contact | undefined,
  carried: Carried,
): OutwardChannel | undefined {
  if (wanted === 'in_page' || !contact) return undefined;
  const open: Readonly<Record<OutwardChannel, boolean>> = {
    message: carried.message && contact.mobile !== null,
    email: carried.email && contact.email !== null,
  };
  const other = wanted === 'message' ? 'email' : 'message';
  if (open[wanted]) return wanted;
  return open[other] ? other : undefined;
}

/** What a gateway checks: who sent this, that it is whole, and by the time in it that it is new. */
export function signatureOf(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`, 'utf8').digest('hex');
  return `t=${seconds},v1=${digest}`;
}

/** What the status of a gateway's answer means; undefined: it has taken the message. */
export function faultOfStatus(status: number): DeliveryFault | undefined {
  if (status >= 200 && status < 300) return undefined;
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status) ? 'REFUSED' : 'TRY_AGAIN';
}
