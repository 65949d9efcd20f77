import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { LogJournal } from '../../../src/evidence/log/log.journal.js';
import type { LogStatusView } from '../../../src/evidence/log/log.schemas.js';
import { LogSequencer } from '../../../src/evidence/log/log.sequencer.js';
import { LogTimestamps } from '../../../src/evidence/log/timestamps/log-timestamps.js';
import { chinaDateOf, newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { textOf } from '../../support/poppler.js';
import { LoopbackAuthority } from '../../support/time-stamps.js';
import { until } from './evidence-kit.js';

type Status = z.output<typeof LogStatusView>;

describe('time stamps of the log over HTTP', () => {
  let app: TestApp;
  let tsa: LoopbackAuthority;
  let log: string;

  beforeAll(async () => {
    tsa = await LoopbackAuthority.start();
    app = await TestApp.start({ env: { SKYDOCKET_TSA_URL: tsa.url, SKYDOCKET_TSA_CA_FILE: tsa.authority.caFile } });
    log = `${app.url}/api/v1/log`;
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => app.get(LogJournal).enter(tx, { kind: 'sealed', subjectId: newId(), content: {} }));
    await app.get(LogSequencer).catchUp();
  });
  afterAll(async () => {
    await app.stop();
    await tsa.stop();
  });

  const status = async (): Promise<Status> => (await (await fetch(log)).json()) as Status;
  const bytesOf = async (path: string): Promise<Buffer> =>
    Buffer.from(await (await fetch(`${log}${path}`)).arrayBuffer());
  const standing = async (): Promise<{ state: string; detail: string } | undefined> => {
    const { checks } = (await (await fetch(`${app.url}/readyz`)).json()) as {
      checks: { name: string; state: string; detail: string }[];
    };
    return checks.find(({ name }) => name === 'time stamps');
  };
  const sheet = async (): Promise<string> => {
    const pilot = await app.as({ role: 'pilot', unit: '东光县' });
    const headers = { authorization: `Bearer ${pilot.token}` };
    return textOf(
      Buffer.from(await (await fetch(`${log}/sheets/${chinaDateOf(new Date())}`, { headers })).arrayBuffer()),
    );
  };

  it('are said to be missing where there are none', async () => {
    expect((await status()).independentTime).toEqual({
      state: 'none',
      newest: null,
      words: { zh: '无独立时间', en: 'no independent time' },
    });
    expect(await (await fetch(`${log}/timestamp`)).json()).toMatchObject({
      status: 404,
      code: 'LOG_TIMESTAMP_UNKNOWN',
    });
    expect(await sheet()).toContain('无独立时间');
    expect(await standing()).toMatchObject({ state: 'ok', detail: 'none yet' });
  });

  it('that were refused are seen by operators, and the service stays ready', async () => {
    tsa.manner = (_, response) => response.writeHead(503).end();
    await app.get(LogTimestamps).run();
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toContain('skydocket_log_timestamp_refusals{fault="HTTP_ERROR"} 1');
    // What was found is kept for a second.
    const seen = await until(standing, (check) => check?.state === 'unknown');
    expect(seen?.detail).toContain('HTTP_ERROR');
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    expect((await status()).independentTime.state).toBe('none');
  });

  it('are given to anyone with what they stamp, as OpenSSL takes them', async () => {
    tsa.manner = tsa.good;
    // The pause after the refusal.
    await app.database.execute(`ALTER TABLE log_timestamp_refusal DISABLE TRIGGER USER;
      DELETE FROM log_timestamp_refusal; ALTER TABLE log_timestamp_refusal ENABLE TRIGGER USER`);
    await app.get(LogTimestamps).run();
    const { size, independentTime } = await status();
    expect(independentTime).toMatchObject({
      state: 'stamped',
      newest: { size, authority: 'Test TSA', serial: expect.stringMatching(/^[0-9a-f]+$/) },
    });
    const answer = await fetch(`${log}/timestamp?size=${size}`);
    expect(answer.headers.get('content-type')).toBe('application/timestamp-reply');
    const stamped = await bytesOf(`/timestamp/stamped?size=${size}`);
    expect(tsa.authority.accepts(Buffer.from(await answer.arrayBuffer()), stamped)).toBe(true);
    expect(stamped.toString('utf8')).toBe((await bytesOf(`/checkpoint?size=${size}`)).toString('utf8'));
    expect(await bytesOf('/timestamp')).toEqual(await bytesOf(`/timestamp?size=${size}`));
    const printed = await sheet();
    expect(printed).toContain('Test TSA');
    expect(printed.replaceAll(/\s/g, '')).toContain(`序号${independentTime.newest?.serial}`);
    const seen = await until(standing, (check) => check?.state === 'ok');
    expect(seen?.detail).toContain(`${size} entries`);
  });

  it.each([
    ['/timestamp?size=0', 404, 'LOG_TIMESTAMP_UNKNOWN'],
    ['/timestamp?size=999999', 404, 'LOG_TIMESTAMP_UNKNOWN'],
    ['/timestamp?size=-1', 400, 'VALIDATION_FAILED'],
    ['/timestamp?size=x', 400, 'VALIDATION_FAILED'],
    ['/timestamp?other=1', 400, 'VALIDATION_FAILED'],
    ['/timestamp/stamped?size=999999', 404, 'LOG_TIMESTAMP_UNKNOWN'],
    ['/timestamp/stamped?size=1e99', 400, 'VALIDATION_FAILED'],
  ])('answers %s with %i %s', async (path, wanted, code) => {
    const answer = await fetch(`${log}${path}`);
    expect(answer.status).toBe(wanted);
    expect(await answer.json()).toMatchObject({ code });
  });
});
