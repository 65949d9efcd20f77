import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RecordJobs } from '../../../src/command/record/record.jobs.js';
import { RecordPreservation } from '../../../src/command/record/record-preservation.js';
import type { ApiClient } from '../../support/client.js';
import { CommandDesk, shown } from '../../support/command-desk.js';
import { MARKUP, recordSession, type RecordedSession, SECRETS } from '../../support/recorded-session.js';
import { eventually } from '../../support/time.js';

interface KeptRecords {
  readonly recordEvidenceId: string | null;
  readonly records: readonly { readonly closedSeq: number; readonly evidenceId: string; readonly sha256: string }[];
}

let desk: CommandDesk;
let recorded: RecordedSession;
beforeAll(async () => {
  desk = await CommandDesk.start();
  recorded = await recordSession(desk);
}, 120_000);
afterAll(() => desk?.stop());

const kept = async (): Promise<KeptRecords> => (await shown(desk.city, recorded.session.id)) as unknown as KeptRecords;

async function preserved(count: number): Promise<KeptRecords> {
  await eventually(async () => expect((await kept()).records).toHaveLength(count));
  return kept();
}

const rawly = (client: ApiClient, path: string) =>
  fetch(`${client.url}/api/v1${path}`, { headers: { authorization: `Bearer ${client.token}` } });

async function bytesOf(client: ApiClient, evidenceId: string): Promise<Buffer> {
  const response = await rawly(client, `/evidence/${evidenceId}/original`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** Files of an archive that is not compressed, as its local headers tell. */
function filesOf(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    const [size, name, extra] = [zip.readUInt32LE(at + 18), zip.readUInt16LE(at + 26), zip.readUInt16LE(at + 28)];
    const begin = at + 30 + name + extra;
    files.set(zip.toString('utf8', at + 30, at + 30 + name), zip.subarray(begin, begin + size));
    at = begin + size;
  }
  return files;
}

const sha256 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** As the README of the record says, with SHA-256 alone; `known` are lines that the record keeps back. */
function checkedHead(sessionId: string, ndjson: string, known: readonly string[] = []) {
  const better = new Map(known.map((line) => [(JSON.parse(line) as { hash: string }).hash, line]));
  let [head, computed] = [sha256(`skydocket command session ${sessionId}`), 0];
  for (const written of ndjson.trimEnd().split('\n')) {
    const { hash } = JSON.parse(written) as { hash: string };
    const line = better.get(hash) ?? written;
    if (line.startsWith('{"fact":')) {
      const fact = line.slice('{"fact":'.length, -`,"hash":"${hash}"}`.length);
      if (sha256(head, fact).toString('hex') !== hash) throw new Error(`broken at ${line}`);
      computed += 1;
    }
    head = Buffer.from(hash, 'hex');
  }
  return { head: head.toString('hex'), computed };
}

describe('the record of a closed session', () => {
  it('becomes evidence of the case, in the log, tied to the session; whoever runs the job again adds nothing', async () => {
    expect((await kept()).recordEvidenceId).toBeNull();
    const { seq } = await recorded.chief.cmd('session.close', { reason: '任务完成' });
    const { recordEvidenceId, records } = await preserved(1);
    expect(records[0]).toMatchObject({ closedSeq: seq, evidenceId: recordEvidenceId });
    const again = desk.app.get(RecordPreservation);
    const runs = [1, 2].map(() => again.preserve(recorded.session.id, seq ?? 0, async () => undefined));
    await Promise.all(runs);
    expect((await kept()).records).toHaveLength(1);
    await eventually(async () => {
      const { body } = await desk.city.get<Record<string, unknown>>(`/evidence/${recordEvidenceId}`);
      expect(body).toMatchObject({ kind: 'session_record', sha256: records[0]?.sha256, state: 'received' });
      expect(body['log']).toContainEqual(expect.objectContaining({ entry: 'preserved' }));
    });
    const listed = await desk.city.get<{ items: object[] }>(`/cases/${recorded.session.caseId}/evidence`);
    expect(JSON.stringify(listed.body.items)).toContain(recordEvidenceId);
    const chain = await desk.city.get<object>(`/evidence/${recordEvidenceId}/chain`);
    expect(JSON.stringify(chain.body)).toContain(recorded.session.id);
  });

  it('is verified with SHA-256 alone, and holds not a word of what was meant for some', async () => {
    const { recordEvidenceId, records } = await kept();
    const zip = await bytesOf(desk.city, recordEvidenceId ?? '');
    expect(sha256(zip).toString('hex')).toBe(records[0]?.sha256);
    const files = filesOf(zip);
    expect([...files.keys()]).toEqual(['README.txt', 'manifest.json', 'events.ndjson']);
    const ndjson = files.get('events.ndjson')?.toString('utf8') ?? '';
    const manifest = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '{}') as Record<string, unknown>;
    expect(ndjson).toContain(JSON.stringify(MARKUP));
    for (const secret of Object.values(SECRETS)) expect(zip.includes(secret)).toBe(false);
    const { head, computed } = checkedHead(recorded.session.id, ndjson);
    expect(manifest).toMatchObject({ head, events: records[0]?.closedSeq, withheld: 3 });
    expect(manifest['files']).toMatchObject({ 'events.ndjson': sha256(ndjson).toString('hex') });
    expect(computed).toBe(Number(manifest['events']) - 3);
    expect(() => checkedHead(recorded.session.id, ndjson.replace('排口异味', '排口无味'))).toThrow('broken');
    expect(() => checkedHead(randomUUID(), ndjson)).toThrow('broken');
  });

  it('gives each reader the lines it keeps back as far as the session shows them, and they fit', async () => {
    const zip = filesOf(await bytesOf(desk.city, (await kept()).recordEvidenceId ?? ''));
    const ndjson = zip.get('events.ndjson')?.toString('utf8') ?? '';
    const linesFor = async (client: ApiClient) => {
      const response = await rawly(client, `/command-sessions/${recorded.session.id}/record/withheld`);
      return { status: response.status, lines: (await response.text()).split('\n').filter((line) => line !== '') };
    };
    const secretsIn = (lines: readonly string[]) => {
      const text = lines.join('\n');
      return Object.entries(SECRETS).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));
    };
    const [city, county, province] = [
      await linesFor(desk.city),
      await linesFor(desk.county),
      await linesFor(desk.province),
    ];
    expect(secretsIn(city.lines)).toEqual(['tier', 'direct']);
    expect(secretsIn(county.lines)).toEqual(['direct']);
    expect(secretsIn(province.lines)).toEqual(['tier', 'own']);
    const all = checkedHead(recorded.session.id, ndjson, [...city.lines, ...province.lines]);
    expect(all.computed).toBe(ndjson.trimEnd().split('\n').length);
    expect((await linesFor(desk.outsider)).status).toBe(403);
  });

  it('is there for nobody who reads neither case nor item', async () => {
    const { recordEvidenceId } = await kept();
    expect((await desk.outsider.get(`/evidence/${recordEvidenceId}`)).status).toBe(404);
    expect((await desk.outsider.get(`/evidence/${recordEvidenceId}/original`)).status).toBe(404);
  });

  it('is kept anew when the session is closed again; the former one stays as it was', async () => {
    const [former] = (await kept()).records;
    await recorded.chief.cmd('session.reopen', { reason: '补充取证' });
    await recorded.chief.cmd('chat.say', { text: '补充一句' });
    const { seq } = await recorded.chief.cmd('session.close');
    const { records, recordEvidenceId } = await preserved(2);
    expect(records.map(({ closedSeq }) => closedSeq)).toEqual([seq, former?.closedSeq]);
    expect(recordEvidenceId).not.toBe(former?.evidenceId);
    expect(records[1]).toEqual(former);
    const first =
      filesOf(await bytesOf(desk.city, former?.evidenceId ?? ''))
        .get('events.ndjson')
        ?.toString('utf8') ?? '';
    const second =
      filesOf(await bytesOf(desk.city, recordEvidenceId ?? ''))
        .get('events.ndjson')
        ?.toString('utf8') ?? '';
    expect(second.startsWith(first)).toBe(true);
  });

  it('is one item also when a process dies between its bytes and its entry and two others take it up', async () => {
    const { chief, session } = await desk.command();
    const preservation = desk.app.get(RecordPreservation);
    const queued = jest.spyOn(preservation, 'preserve').mockResolvedValue(undefined);
    const { seq = 0 } = await chief.cmd('session.close');
    await eventually(() => expect(queued).toHaveBeenCalled());
    queued.mockRestore();
    const dies = preservation.preserve(session.id, seq, () => Promise.reject(new Error('killed')));
    await expect(dies).rejects.toThrow('killed');
    const recordsOf = async () => ((await shown(desk.city, session.id)) as unknown as KeptRecords).records;
    expect(await recordsOf()).toEqual([]);
    const both = [1, 2].map(() => preservation.preserve(session.id, seq, async () => undefined));
    await Promise.all(both);
    expect(await recordsOf()).toHaveLength(1);
    const { body } = await desk.city.get<{ items: object[] }>(`/cases/${session.caseId}/evidence`);
    expect(body.items).toHaveLength(1);
    await expect(preservation.preserve(session.id, seq - 1, async () => undefined)).rejects.toThrow('not closed');
  });

  it('is tried anew when every attempt has failed, until there is one', async () => {
    const { chief, session } = await desk.command();
    const failing = jest.spyOn(desk.app.get(RecordPreservation), 'preserve').mockResolvedValue(undefined);
    const { seq = 0 } = await chief.cmd('session.close');
    await eventually(() => expect(failing).toHaveBeenCalled());
    failing.mockRestore();
    await desk.app.get(RecordJobs).giveUp({ sessionId: session.id, closedSeq: seq });
    await eventually(async () =>
      expect(await shown(desk.city, session.id)).toMatchObject({ recordEvidenceId: expect.any(String) }),
    );
  });
});
