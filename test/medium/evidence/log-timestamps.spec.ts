import { readFileSync } from 'node:fs';
import pg from 'pg';
import { Certificate } from 'pkijs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LogTimestamps } from '../../../src/evidence/log/timestamps/log-timestamps.js';
import { TimeAuthority } from '../../../src/evidence/log/timestamps/time.authority.js';
import { TimestampDesk } from '../../../src/evidence/log/timestamps/timestamp.desk.js';
import { questionOf, type TimestampQuestion } from '../../../src/evidence/log/timestamps/timestamp.request.js';
import { TimestampRepository } from '../../../src/evidence/log/timestamps/timestamp.repository.js';
import { TimestampTurn } from '../../../src/evidence/log/timestamps/timestamp.turn.js';
import { judgeAnswer } from '../../../src/evidence/log/timestamps/token.verdict.js';
import { Clock, createLogger, loadConfig, newId, StartError, SYSTEM } from '../../../src/platform/index.js';
import { LogInstallation, type LogInstance } from '../../support/log-installation.js';
import { LoopbackAuthority, type Manner, OpensslAuthority, send } from '../../support/time-stamps.js';

const HOUR_MS = 3_600_000;

class SteeredClock extends Clock {
  ahead = 0;
  override now(): Date {
    return new Date(Date.now() + this.ahead);
  }
}

describe('time stamps of the log', () => {
  let log: LogInstallation;
  let one: LogInstance;
  let tsa: LoopbackAuthority;
  let stranger: OpensslAuthority;
  let pool: pg.Pool;
  const timestamps = new TimestampRepository();
  const clock = new SteeredClock();

  beforeAll(async () => {
    log = await LogInstallation.create();
    one = await log.instance();
    tsa = await LoopbackAuthority.start();
    stranger = new OpensslAuthority('Another TSA');
    pool = new pg.Pool({ connectionString: log.database.url });
  });
  afterAll(async () => {
    await pool.end();
    stranger.remove();
    await tsa.stop();
    await log.stop();
  });
  beforeEach(() => {
    tsa.manner = tsa.good;
  });

  const configured = (env: Record<string, string> = {}) =>
    loadConfig({
      SKYDOCKET_TSA_URL: tsa.url,
      SKYDOCKET_TSA_CA_FILE: tsa.authority.caFile,
      SKYDOCKET_TSA_TIMEOUT_MS: '3000',
      ...env,
    });
  const asker = (by: LogInstance = one): LogTimestamps => {
    const authority = new TimeAuthority(configured(), clock);
    const desk = new TimestampDesk(log.repository, timestamps, by.unitOfWork, createLogger('silent'));
    return new LogTimestamps(authority, desk, new TimestampTurn(pool), clock);
  };
  const grow = async (): Promise<number> => {
    await one.unitOfWork.run(SYSTEM, (tx) =>
      one.journal.enter(tx, { kind: 'sealed', subjectId: newId(), content: {} }),
    );
    await one.sequencer.catchUp();
    return (await one.unitOfWork.read((tx) => log.repository.latestCheckpoint(tx)))?.size ?? 0;
  };
  const stampOf = (size: number) => one.unitOfWork.read((tx) => timestamps.ofSize(tx, size));
  const faults = () => one.unitOfWork.read((tx) => timestamps.refusalsByFault(tx));
  const judged = (answer: Buffer, question: TimestampQuestion) => {
    const pem = readFileSync(tsa.authority.caFile, 'latin1').replaceAll(/-----.*-----/g, '');
    const authorities = [Certificate.fromBER(Uint8Array.from(Buffer.from(pem, 'base64')))];
    return judgeAnswer(answer, question, { authorities, now: new Date() });
  };

  it('are asked for over the signed note, checked and kept with their bytes', async () => {
    const size = await grow();
    await asker().run();
    const stamp = await stampOf(size);
    const note = (await one.unitOfWork.read((tx) => log.repository.checkpoint(tx, size)))?.note ?? '';
    expect(stamp).toMatchObject({ size, authority: 'Test TSA', serial: expect.stringMatching(/^[0-9a-f]+$/) });
    expect(Math.abs((stamp?.stampedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(tsa.authority.accepts(stamp?.answer ?? Buffer.alloc(0), Buffer.from(note))).toBe(true);
  });

  it('are not asked for again within the hour, nor without a new head', async () => {
    const asked = tsa.asked;
    const size = await grow();
    await asker().run();
    expect(tsa.asked).toBe(asked);
    // The authority's clock does not go with ours: it is asked, and its answer is that of another time.
    clock.ahead = HOUR_MS + 1_000;
    await asker().run();
    expect(tsa.asked).toBe(asked + 1);
    expect(await stampOf(size)).toBeUndefined();
    expect(await faults()).toEqual(new Map([['CLOCK_APART', 1]]));
  });

  const reply: OpensslAuthority['reply'] = (...asked) => tsa.authority.reply(...asked);
  const other = (over: Buffer): Buffer => questionOf(over).der;
  const bad: readonly (readonly [string, Manner])[] = [
    ['IMPRINT_OTHER', (_, response) => send(response, reply(other(Buffer.from('other'))))],
    [
      'NONCE_OTHER',
      (question, response) => {
        const turned = Buffer.from(question);
        const at = question.lastIndexOf(Buffer.from([0x02, 0x10])) + 9;
        turned[at] = (turned[at] ?? 0) ^ 1;
        send(response, reply(turned));
      },
    ],
    ['STATUS_REFUSED', (question, response) => send(response, reply(question, 'good', 'strict'))],
    ['OVERSIZE', (_, response) => send(response, Buffer.alloc(70_000, 0x30))],
    ['NOT_DER', (_, response) => send(response, Buffer.from('<html>busy</html>'))],
    ['NOT_DER', (_, response) => send(response, Buffer.alloc(0))],
    ['NOT_DER', (question, response) => send(response, reply(question).subarray(0, 900))],
    ['TOO_SLOW', (_, response) => response.writeHead(200).write('x')],
    ['HTTP_ERROR', (_, response) => response.writeHead(503).end('busy')],
    ['HTTP_ERROR', (_, response) => response.writeHead(302, { location: tsa.url }).end()],
    ['UNREACHABLE', (_, response) => response.destroy()],
    ['SIGNER_UNKNOWN', (question, response) => send(response, stranger.reply(question))],
    ['SIGNER_NOT_FOR_TIME', (question, response) => send(response, reply(question, 'plain'))],
    ['SIGNER_EXPIRED', (question, response) => send(response, reply(question, 'expired'))],
    [
      'SIGNATURE_WRONG',
      (question, response) => {
        const answer = reply(question);
        answer[answer.length - 1] = (answer.at(-1) ?? 0) ^ 1;
        send(response, answer);
      },
    ],
  ];

  it.each(bad)('are refused as %s', async (fault, manner) => {
    const authority = new TimeAuthority(configured(), new Clock());
    tsa.manner = manner;
    expect(await authority.ask(Buffer.from('a head'))).toEqual({ ok: false, fault });
  });

  it('are refused where the signer is not the one they name, whatever else the same authority let him sign', async () => {
    const question = questionOf(Buffer.from('a head'));
    const answer = tsa.authority.reply(question.der);
    const named = tsa.authority.signedUnderAName(answer, 'good');
    expect(await judged(named, question)).toMatchObject({ ok: true });
    const hidden = tsa.authority.signedUnderAName(answer, 'plain');
    expect(await judged(hidden, question)).toEqual({ ok: false, fault: 'SIGNATURE_WRONG' });
  });

  it('that were refused are written down by their fault, and asked for again after a pause', async () => {
    clock.ahead += 3 * HOUR_MS;
    const before = (await faults()).get('HTTP_ERROR') ?? 0;
    const asked = tsa.asked;
    tsa.manner = (_, response) => response.writeHead(500).end();
    await asker().run();
    await asker().run();
    expect({ asked: tsa.asked - asked, refused: (await faults()).get('HTTP_ERROR') }).toEqual({
      asked: 1,
      refused: before + 1,
    });
    const open = await one.unitOfWork.read((tx) => timestamps.openFault(tx));
    expect(open).toMatchObject({ fault: 'HTTP_ERROR' });
  });

  it('with any bit turned are never taken for good', async () => {
    const question = questionOf(Buffer.from('a head'));
    const answer = tsa.authority.reply(question.der);
    const good = await judged(answer, question);
    expect(good).toMatchObject({ ok: true });
    let taken = 0;
    for (let at = 0; at < answer.length; at += 7) {
      const turned = Buffer.from(answer);
      turned[at] = (turned[at] ?? 0) ^ (1 << (at & 7));
      const verdict = await judged(turned, question);
      // Bits of certificates beside the signer's say nothing of the stamp; what is said stays the same then.
      taken += Number(verdict.ok && JSON.stringify(verdict) !== JSON.stringify(good));
    }
    expect(taken).toBe(0);
  });

  it('are asked for by one of several instances', async () => {
    const other = await log.instance();
    let running = 0;
    let most = 0;
    tsa.manner = (_, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        response.writeHead(500).end();
      }, 300);
    };
    clock.ahead += 3 * HOUR_MS;
    const asked = tsa.asked;
    await Promise.all([asker(one), asker(other), asker(one), asker(other)].map((each) => each.run()));
    expect({ most, asked: tsa.asked - asked }).toEqual({ most: 1, asked: 1 });
  });

  it('are asked for over the last head of a day once it has ended, for a week', async () => {
    const desk = new TimestampDesk(log.repository, timestamps, one.unitOfWork, createLogger('silent'));
    const days = (count: number): Date => new Date(Date.now() + count * 24 * HOUR_MS);
    const size = await grow();
    const receivedAt = days(1);
    expect(await desk.due(receivedAt)).toMatchObject({ size });
    const stamp = {
      size,
      authority: 'Test TSA',
      serial: '0a',
      stampedAt: receivedAt,
      receivedAt,
      answer: Buffer.of(1),
    };
    await desk.keep(stamp);
    await desk.keep({ ...stamp, serial: '0b' });
    expect(await stampOf(size)).toMatchObject({ serial: '0a' });
    expect(await desk.due(days(2))).toBeUndefined();
    const later = await grow();
    expect(await desk.due(days(7))).toMatchObject({ size: later });
    // Days of which nobody was asked in time are covered by the newest head.
    await grow();
    expect((await desk.due(days(9)))?.size).toBeGreaterThan(later);
  });

  it.each(['log_timestamp', 'log_timestamp_refusal'])('cannot be changed in %s', async (table) => {
    for (const change of [`UPDATE ${table} SET size = size`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])
      await expect(one.unitOfWork.run(SYSTEM, (tx) => tx.execute(change))).rejects.toThrow();
  });

  it('need both settings, and a file with certificates', () => {
    const built = (env: Record<string, string>) => () => new TimeAuthority(configured(env), clock);
    expect(built({ SKYDOCKET_TSA_CA_FILE: '' })).toThrow(StartError);
    expect(built({ SKYDOCKET_TSA_URL: '' })).toThrow(StartError);
    expect(built({ SKYDOCKET_TSA_CA_FILE: '/nowhere.pem' })).toThrow(/cannot be used/);
    expect(built({ SKYDOCKET_TSA_CA_FILE: 'package.json' })).toThrow(/no certificate/);
    expect(new TimeAuthority(loadConfig({}), clock).isConfigured).toBe(false);
  });
});
