import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { stored } from '../../platform/index.js';
import { genesisHash, hashFact } from '../events/event-chain.js';
import { type SessionEvent, THE_SERVICE } from '../events/session-event.js';
import type { EventScope } from '../events/visibility.rules.js';
import { recordFileOf } from './record-file.rules.js';

const SESSION = {
  id: '018f2f6e-7c11-7cc3-98c4-dc0c0c07398f',
  caseId: 'c',
  caseNumber: '1号',
  title: '南运河',
  kind: 'dispatch',
};
const AT = '2026-09-01T02:03:04.567Z';

function chainOf(scopes: readonly EventScope[]): SessionEvent[] {
  let prevHash = genesisHash(SESSION.id);
  return scopes.map((scope, index) => {
    const words = { text: `第${index + 1}句 "引号"\n${scope.kind}` };
    const fact = {
      seq: index + 1,
      type: 'chat.say',
      actor: THE_SERVICE,
      occurredAt: AT,
      recordedAt: AT,
      scope,
      payload: words,
    };
    const event = { ...fact, sessionId: SESSION.id, cmdId: 'x', prevHash, hash: hashFact(prevHash, fact) };
    prevHash = event.hash;
    return event;
  });
}

const EVENTS = chainOf([{ kind: 'ALL' }, { kind: 'ORG', unitId: 'u' }, { kind: 'ALL' }]);

describe('the file of a record', () => {
  it('holds open events with the very text of their hash, and of the others the hash alone', () => {
    const { files, events, withheld } = recordFileOf(SESSION, EVENTS);
    const lines = files['events.ndjson'].trimEnd().split('\n');
    expect([events, withheld, lines.length]).toEqual([3, 1, 3]);
    expect(JSON.parse(lines[1] ?? '')).toEqual({
      hash: Buffer.from(EVENTS[1]?.hash ?? []).toString('hex'),
      seq: 2,
      withheld: true,
    });
    const text = (lines[2] ?? '').slice(8, -75);
    const hash = createHash('sha256')
      .update(EVENTS[1]?.hash ?? '')
      .update(text)
      .digest('hex');
    expect(lines[2]).toBe(`{"fact":${text},"hash":"${hash}"}`);
  });

  it('is the same bytes each time, whatever the zone of the server', async () => {
    const first = await stored({ ...recordFileOf(SESSION, EVENTS).files });
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Kiritimati';
    const second = await stored({ ...recordFileOf(SESSION, EVENTS).files });
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(second.equals(first)).toBe(true);
  });

  it.each<[string, SessionEvent[]]>([
    ['one is missing', EVENTS.filter(({ seq }) => seq !== 2)],
    ['one was changed', EVENTS.map((event) => (event.seq === 1 ? { ...event, payload: { text: 'x' } } : event))],
    ['it is of another session', EVENTS],
  ])('is not made when %s', (fault, events) => {
    const session = fault.includes('another') ? { ...SESSION, id: '018f2f6e-7c11-7cc3-98c4-dc0c0c073990' } : SESSION;
    expect(() => recordFileOf(session, events)).toThrow('is broken at');
  });
});
