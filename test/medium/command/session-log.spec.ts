import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { genesisHash, hashFact, verifyChain } from '../../../src/command/events/event-chain.js';
import { EventRepository } from '../../../src/command/events/event.repository.js';
import type { SessionEvent } from '../../../src/command/events/session-event.js';
import { type Session, SessionRepository } from '../../../src/command/sessions/session.repository.js';
import { createLogger, dataSourceOptions, SYSTEM, type Tx, UnitOfWork } from '../../../src/platform/index.js';
import { bareSession } from '../../support/bare-session.js';
import { TestDatabase } from '../../support/database.js';

let database: TestDatabase;
let source: DataSource;
let unitOfWork: UnitOfWork;
const sessions = new SessionRepository();
const events = new EventRepository();

beforeAll(async () => {
  database = await TestDatabase.create({ seeded: true });
  source = await new DataSource(dataSourceOptions(database.url, 20)).initialize();
  unitOfWork = new UnitOfWork(source, createLogger('silent'));
});

afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const newSession = (): Promise<Session> => bareSession(unitOfWork);

async function say(
  tx: Tx,
  sessionId: string,
  payload: Record<string, unknown>,
  cmdId: string = randomUUID(),
): Promise<number> {
  const session = await sessions.lock(tx, sessionId);
  if (!session) throw new Error('no session');
  const at = new Date().toISOString();
  const fact = {
    seq: session.lastSeq + 1,
    type: 'chat.say',
    actor: {
      userId: session.createdBy,
      name: '李',
      unitId: session.unitId,
      unitName: '院',
      tier: 'city',
      role: 'commander',
    },
    occurredAt: at,
    recordedAt: at,
    scope: { kind: 'ALL' },
    payload,
  } as const;
  const event: SessionEvent = {
    ...fact,
    sessionId,
    cmdId,
    prevHash: session.lastHash,
    hash: hashFact(session.lastHash, fact),
  };
  events.append(tx, event, session);
  return event.seq;
}

const recordOf = (sessionId: string) => unitOfWork.read((tx) => events.after(tx, sessionId, 0, 10_000));
const verdictOf = async (sessionId: string) =>
  verifyChain(await recordOf(sessionId), { seq: 0, hash: genesisHash(sessionId) });

describe('the record in the database', () => {
  it('has no gap after concurrent writers of which some fail, and every number is a commit', async () => {
    const { id } = await newSession();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) =>
        unitOfWork.run(SYSTEM, async (tx) => {
          const seq = await say(tx, id, { text: String(index) });
          if (index % 5 === 0) throw new Error('refused after all');
          return seq;
        }),
      ),
    );
    const seqs = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 160 }, (_, index) => index + 1));
    expect(await verdictOf(id)).toMatchObject({ ok: true, count: 160 });
    const session = await unitOfWork.read((tx) => sessions.find(tx, id));
    expect(session).toMatchObject({ lastSeq: 160, lastHash: (await recordOf(id)).at(-1)?.hash });
  });

  it('verifies after its way through jsonb, whatever text and numbers it holds', async () => {
    const { id } = await newSession();
    const payload = {
      text: '"引号" \\ \u2028 é 😀 \u0001',
      numbers: [0.1, -0, 1e21, 1e-7, 123456789.12345679, 5e-324, 1.7976931348623157e308],
      nested: { b: [true, null, { z: 1, a: '' }], a: {} },
      '\u20ac': 1,
    };
    await unitOfWork.run(SYSTEM, (tx) => say(tx, id, payload));
    expect(await verdictOf(id)).toMatchObject({ ok: true, count: 1 });
  });

  it('takes a cmdId once a session', async () => {
    const { id } = await newSession();
    const cmdId = randomUUID();
    await unitOfWork.run(SYSTEM, (tx) => say(tx, id, {}, cmdId));
    await expect(unitOfWork.run(SYSTEM, (tx) => say(tx, id, {}, cmdId))).rejects.toThrow('session_event_cmd_key');
    await unitOfWork.run(SYSTEM, async (tx) => say(tx, (await newSession()).id, {}, cmdId));
  });

  it('is neither changed nor deleted, and shows it if someone got round that', async () => {
    const { id } = await newSession();
    for (const text of ['一', '二', '三']) await unitOfWork.run(SYSTEM, (tx) => say(tx, id, { text }));
    for (const sql of [
      `UPDATE session_event SET payload = '{}' WHERE session_id = '${id}'`,
      `DELETE FROM session_event WHERE session_id = '${id}'`,
      `TRUNCATE session_event CASCADE`,
    ]) {
      await expect(unitOfWork.run(SYSTEM, (tx) => tx.execute(sql))).rejects.toThrow('never changed or deleted');
    }
    await unitOfWork.run(SYSTEM, async (tx) => {
      await tx.execute(`ALTER TABLE session_event DISABLE TRIGGER session_event_append_only`);
      await tx.execute(`UPDATE session_event SET payload = '{"text":"贰"}' WHERE session_id = $1 AND seq = 2`, [id]);
      await tx.execute(`ALTER TABLE session_event ENABLE TRIGGER session_event_append_only`);
    });
    expect(await verdictOf(id)).toEqual({ ok: false, seq: 2, fault: 'HASH' });
  });
});
