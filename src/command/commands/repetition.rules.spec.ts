import { describe, expect, it } from '@jest/globals';
import { repeats } from './repetition.rules.js';

const ORDER = {
  type: 'order.issue',
  payload: { orderId: 'o', to: { userId: 'u' }, text: '取样', place: { lon: 116, lat: 38 } },
};
const RECORDED = { ...ORDER, payload: { state: 'ISSUED', recipientUserId: 'u', ...ORDER.payload } };
const saying = (change: object) => ({ ...ORDER, payload: { ...ORDER.payload, ...change } });

describe('a repeated command', () => {
  it('says what was recorded, in whatever order; what the service added counts for nothing', () => {
    expect(repeats(ORDER, RECORDED)).toBe(true);
    expect(repeats(saying({ place: { lat: 38, lon: 116 } }), RECORDED)).toBe(true);
    expect(repeats(saying({ ackDueAt: undefined }), RECORDED)).toBe(true);
  });

  it.each([
    ['another text', saying({ text: '不取样' })],
    ['another place', saying({ place: { lon: 116, lat: 39 } })],
    ['something more', saying({ ackDueAt: '2026-03-01T10:00:00Z' })],
    ['another addressee', saying({ to: { unitId: 'u' } })],
    ['another type', { ...ORDER, type: 'order.cancel' }],
  ])('is none with %s', (_, command) => expect(repeats(command, RECORDED)).toBe(false));
});
