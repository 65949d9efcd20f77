import { describe, expect, it } from '@jest/globals';
import type { DeviceSummary } from '../../equipment/index.js';
import { clockOutcome, topologyOutcome } from './arrival.rules.js';
import type { KnownContact } from './contact.repository.js';
import { gatewayStanding, NO_CONTACT } from './contact.rules.js';
import type { Gateway } from './gateway-standings.service.js';

const NOW = new Date('2026-03-01T08:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const refused = (seconds: number) => ({ topologyRefusedAt: ago(seconds), topologyRefusalCode: 'NOT_PAIRED' });

function gateway(assetCode: string, known: Partial<KnownContact>, hasLine = false): Gateway {
  const device: DeviceSummary = {
    id: `id-of-${assetCode}`,
    assetCode,
    unitId: 'unit',
    state: 'in_service',
    serial: assetCode,
    kindCode: 'remote-controller',
    category: 'uav',
    droneClass: null,
    djiModel: null,
    linkKind: 'live',
    partOfId: null,
  };
  const contact = { ...NO_CONTACT, deviceId: device.id, heardAt: null, clockAheadMs: null, ...known };
  return { device, contact, standing: gatewayStanding({ ...contact, hasLine }, NOW) };
}

describe('whether topologies were answered', () => {
  const NEITHER: readonly Gateway[] = [
    gateway('never', {}),
    gateway('page', { signedInAt: ago(9) }),
    gateway('connected', { connectedAt: ago(3) }, true),
    gateway('heard', { heardAt: ago(1) }),
    gateway('gone', { connectedAt: ago(900) }),
  ];

  it('is not known of gateways that announced none', () => {
    expect(topologyOutcome([])).toEqual({ code: 'TOPOLOGY_NOT_SEEN' });
    for (const one of NEITHER)
      expect([one.device.assetCode, topologyOutcome([one])]).toEqual([
        one.device.assetCode,
        { code: 'TOPOLOGY_NOT_SEEN' },
      ]);
  });

  it('counts those whose answer is newer than a refusal, whether they are here or gone', () => {
    const answered = [
      gateway('online', { heardAt: ago(1), topologyAnsweredAt: ago(80) }),
      gateway('mended', { heardAt: ago(1), topologyAnsweredAt: ago(9), ...refused(90) }),
      gateway('gone since', { topologyAnsweredAt: ago(9_000), ...refused(9_001) }),
    ];
    expect(topologyOutcome([...NEITHER, ...answered])).toEqual({ code: 'TOPOLOGY_ANSWERED', facts: { answered: 3 } });
  });

  it('names those that were turned away last, or announce none on an open line', () => {
    const unanswered = [
      gateway('refused', { heardAt: ago(1), topologyAnsweredAt: ago(90), ...refused(9) }),
      gateway('refused and gone', refused(900)),
      gateway('dumb', { connectedAt: ago(60) }, true),
    ];
    const answered = gateway('online', { heardAt: ago(1), topologyAnsweredAt: ago(80) });
    expect(topologyOutcome([answered, ...unanswered])).toMatchObject({
      code: 'TOPOLOGY_UNANSWERED',
      facts: {
        unanswered: 3,
        gateways: [
          { assetCode: 'refused', refusal: { reason: 'NOT_PAIRED', at: ago(9).toISOString() } },
          { assetCode: 'refused and gone' },
          { assetCode: 'dumb', refusal: null },
        ],
      },
    });
  });
});

describe('whether clocks agree', () => {
  it('is said of those heard within a day, by the worst', () => {
    const heard = [
      gateway('near', { heardAt: ago(9), clockAheadMs: -2_000 }),
      gateway('far', { heardAt: ago(9), clockAheadMs: -31_000 }),
      gateway('yesterday', { heardAt: ago(100_000), clockAheadMs: 99_000 }),
    ];
    expect(clockOutcome(heard, NOW)).toMatchObject({
      code: 'CLOCK_APART',
      facts: { compared: 2, worstSeconds: 31, assetCode: 'far', apart: [{ assetCode: 'far' }] },
    });
    expect(clockOutcome(heard.slice(0, 1), NOW).code).toBe('CLOCKS_AGREE');
    expect(clockOutcome(heard.slice(2), NOW).code).toBe('CLOCK_NOT_HEARD');
  });
});
