import { type Finding, unknown } from './check-result.js';
import type { CorroborationFacts, CustodySpan, PictureClaims } from './corroboration.types.js';

/** The serial number in the picture against the register: of the device the uploader named, else of the one found. */
export function checkSerial(claims: PictureClaims, facts: CorroborationFacts): Finding {
  const serial = claims.droneSerial;
  const device = facts.declared ?? facts.device;
  if (serial === null) return unknown('NO_SERIAL');
  if (!device) return unknown('SERIAL_NOT_REGISTERED', { names: { serial } });
  const names = { serial, assetCode: device.assetCode };
  const references = [{ kind: 'device', id: device.id }] as const;
  const same = (other: string): boolean => other.toLowerCase() === serial.toLowerCase();
  return device.serials.some(same)
    ? { verdict: 'consistent', reason: 'SERIAL_MATCHES', independence: 'same_party', references, names }
    : { verdict: 'inconsistent', reason: 'SERIAL_DIFFERS', independence: 'same_party', references, names };
}

/** Whether the device was in the hands of those who say they took the picture. */
export function checkCustody(claims: PictureClaims, { device, custody }: CorroborationFacts): Finding {
  if (!device) return unknown('NO_DEVICE');
  const { capturedAt } = claims;
  if (!capturedAt) return unknown('NO_CAPTURE_TIME');
  if (!custody) return unknown('CUSTODY_NOT_KNOWN');
  if (claims.personIds.length === 0) return unknown('NOBODY_NAMED');
  const span = custody.find((candidate) => covers(candidate, capturedAt));
  if (!span) return { verdict: 'inconsistent', reason: 'HELD_BY_NOBODY', independence: 'same_party' };
  const finding = {
    independence: 'same_party',
    references: [
      { kind: 'check_out', id: span.checkOutId },
      { kind: 'user', id: span.holderId },
    ],
    names: { holder: span.holderName },
  } as const;
  return claims.personIds.includes(span.holderId)
    ? { verdict: 'consistent', reason: 'HELD_BY_NAMED', ...finding }
    : { verdict: 'inconsistent', reason: 'HELD_BY_ANOTHER', ...finding };
}

function covers({ from, to }: CustodySpan, at: Date): boolean {
  return from <= at && (to === null || at < to);
}
