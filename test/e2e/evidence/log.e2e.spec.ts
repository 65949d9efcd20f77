import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCheckpoint } from '../../../src/evidence/log/checkpoint.rules.js';
import { LogService } from '../../../src/evidence/log/log.service.js';
import { isSignedBy, parseNote, parseVerifier } from '../../../src/evidence/log/signed-note.rules.js';
import { chinaDateOf, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { verifyConsistency, verifyInclusion } from '../../support/rfc9162.js';
import { type Item, openCase, photo, until, upload } from './evidence-kit.js';

interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly proof: readonly string[];
}

interface Proof {
  readonly checkpoint: string;
  readonly entries: readonly {
    entry: string;
    index: number;
    size: number;
    leaf: string;
    salt: string | null;
    openings: Readonly<Record<string, { salt: string; value: string }>>;
    proof: readonly string[];
  }[];
}

interface Keys {
  readonly origin: string;
  readonly keys: readonly { verifier: string; fingerprint: string; usedUntil: string | null }[];
}

const bytesOf = (proof: readonly string[]): Buffer[] => proof.map((hash) => Buffer.from(hash, 'base64'));

describe('the transparency log over HTTP', () => {
  let app: TestApp;
  let pilot: ApiClient;

  beforeAll(async () => {
    app = await TestApp.start();
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
  });
  afterAll(() => app.stop());

  const ask = async (path: string): Promise<{ status: number; text: string; type: string | null }> => {
    const answer = await fetch(`${app.url}/api/v1/log/${path}`);
    return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') };
  };
  const json = async <T>(path: string): Promise<T> => JSON.parse((await ask(path)).text) as T;
  const head = async (query = ''): Promise<{ size: number; root: Buffer; origin: string }> => {
    const note = parseNote((await ask(`checkpoint${query}`)).text);
    const checkpoint = note && parseCheckpoint(note.text);
    if (!checkpoint) throw new Error('no checkpoint');
    return checkpoint;
  };
  const bringIn = async (caseId?: string): Promise<Item> => {
    const { bytes, takenAt } = await photo({ takenAt: new Date(Math.floor(Date.now() / 1000) * 1000 - 7 * 60_000) });
    const { status, body } = await upload(pilot, bytes, { kind: 'photo', caseId });
    expect({ status, takenAt: body.capturedAt }).toEqual({ status: 201, takenAt: takenAt.toISOString() });
    return body;
  };
  const inLog = async (id: string): Promise<Item> => {
    const read = async (): Promise<Item> => (await pilot.get<Item>(`/evidence/${id}`)).body;
    return until(read, ({ log }) => log.length > 0);
  };

  it('gives a head to anyone, signed by a key that anyone can ask for', async () => {
    const { text, type } = await until(
      () => ask('checkpoint'),
      ({ status }) => status === 200,
    );
    expect(type).toMatch(/^text\/plain/);
    const { origin, keys } = await json<Keys>('keys');
    expect(origin).toMatch(/^skydocket\/[0-9a-f-]{36}$/);
    expect(keys).toMatchObject([{ usedUntil: null }]);
    const verifier = parseVerifier(keys[0]?.verifier ?? '');
    const note = parseNote(text);
    expect(verifier && note && isSignedBy(note, verifier)).toBe(true);
    expect(await head()).toMatchObject({ origin });
  });

  it('has an intake within seconds, and proves it to whoever knows the leaf', async () => {
    const before = await head();
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    const caseId = await openCase(handler, [pilot.user.id]);
    const item = await inLog((await bringIn(caseId)).id);
    const [entry] = item.log;
    expect(item.log).toEqual([{ entry: 'preserved', index: expect.any(Number), leafHash: expect.any(String) }]);
    expect(item.preservation.minutesToFirstHash).toBe(7);

    const { index, size, proof } = await json<Inclusion>(`inclusion?leafHash=${entry?.leafHash}`);
    const { root } = await head(`?size=${size}`);
    const leafHash = Buffer.from(entry?.leafHash ?? '', 'hex');
    expect(index).toBe(entry?.index);
    expect(verifyInclusion({ leafHash, leafIndex: index, treeSize: size, path: bytesOf(proof), root })).toBe(true);

    const growth = await json<Inclusion>(`consistency?from=${before.size}&to=${size}`);
    const heads = { first: before.size, second: size, firstHash: before.root, secondHash: root };
    expect(verifyConsistency({ ...heads, path: bytesOf(growth.proof) })).toBe(true);

    const proofs = await app.get(UnitOfWork).read((tx) => app.get(LogService).proofOf(tx, item.id));
    const [given] = proofs.entries;
    expect(proofs).toMatchObject({ waiting: [], checkpoint: { size: expect.any(Number) } });
    expect(
      createHash('sha256')
        .update(Buffer.of(0))
        .update(given?.leaf ?? '')
        .digest(),
    ).toEqual(leafHash);
    const leaf = JSON.parse(String(given?.leaf)) as { content: unknown; hidden: Record<string, string> };
    expect(leaf).toMatchObject({
      kind: 'preserved',
      subjectId: item.id,
      content: { sha256: item.sha256, sm3: item.sm3, sizeBytes: item.size, positionSource: item.positionSource },
    });
    const place = `{"lat":${item.position?.lat},"lon":${item.position?.lon}}`;
    const hidden = { actor: pilot.user.id, fileName: item.fileName, caseId, position: place };
    const openings = (await pilot.get<Proof>(`/evidence/${item.id}/proof`)).body.entries[0]?.openings ?? {};
    for (const [name, value] of Object.entries(hidden)) {
      const own = createHmac('sha256', given?.salt ?? '')
        .update(name)
        .digest();
      const hash = createHash('sha256').update(own).update(`${name}\0${value}`).digest('hex');
      expect(leaf.hidden[name]).toBe(hash);
      expect(openings[name]).toEqual({ salt: own.toString('base64'), value });
      expect(String(given?.leaf)).not.toContain(value);
    }
    expect(JSON.stringify(openings)).not.toContain(given?.salt.toString('base64'));
  });

  it('does not say which case to whoever may not see it, though all the rest is opened', async () => {
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    const elsewhere = await app.as({ role: 'case_handler', unit: '献县' });
    const item = await inLog((await bringIn(await openCase(handler, [pilot.user.id]))).id);
    const shared = await openCase(elsewhere, [handler.user.id]);
    expect((await handler.post(`/cases/${shared}/evidence`, { evidenceId: item.id })).status).toBe(201);
    const { body } = await elsewhere.get<Proof>(`/evidence/${item.id}/proof`);
    const names = Object.keys(body.entries[0]?.openings ?? {});
    expect([...names].sort((a, b) => (a < b ? -1 : 1))).toEqual(['actor', 'fileName', 'position']);
    expect(body.entries[0]?.salt).toBeNull();
  });

  it('gives the whole proof to whoever may see the item, and to nobody else', async () => {
    const item = await inLog((await bringIn()).id);
    const { status, body } = await pilot.get<Proof>(`/evidence/${item.id}/proof`);
    expect(status).toBe(200);
    const [entry] = body.entries;
    const checkpoint = parseCheckpoint(parseNote(body.checkpoint)?.text ?? '');
    const leaf = Buffer.from(entry?.leaf ?? '', 'base64');
    const leafHash = createHash('sha256').update(Buffer.of(0)).update(leaf).digest();
    expect(leafHash.toString('hex')).toBe(item.log[0]?.leafHash);
    expect(entry).toMatchObject({ entry: 'preserved', size: checkpoint?.size });
    const place = { leafIndex: entry?.index ?? 0, treeSize: entry?.size ?? 0, path: bytesOf(entry?.proof ?? []) };
    expect(verifyInclusion({ ...place, leafHash, root: checkpoint?.root ?? Buffer.alloc(0) })).toBe(true);
    const stranger = await app.as({ role: 'pilot', unit: '大名县' });
    expect(await stranger.get(`/evidence/${item.id}/proof`)).toMatchObject({ status: 404 });
  });

  it('prints a day’s last head on one page', async () => {
    const day = chinaDateOf(new Date());
    const answer = await fetch(`${app.url}/api/v1/log/sheets/${day}`, {
      headers: { authorization: `Bearer ${pilot.token}` },
    });
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
      status: 200,
      type: 'application/pdf',
    });
    const pdf = Buffer.from(await answer.arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await pilot.get('/log/sheets/1999-01-01')).toMatchObject({ status: 404 });
    expect(await pilot.get('/log/sheets/yesterday')).toMatchObject({ status: 400 });
    expect(await fetch(`${app.url}/api/v1/log/sheets/${day}`)).toMatchObject({ status: 401 });
  });

  it.each([
    ['inclusion', 400, 'VALIDATION_FAILED'],
    ['inclusion?leafHash=xyz', 400, 'VALIDATION_FAILED'],
    [`inclusion?leafHash=${'A'.repeat(64)}`, 400, 'VALIDATION_FAILED'],
    [`inclusion?leafHash=${'a'.repeat(64)}&size=0`, 400, 'VALIDATION_FAILED'],
    [`inclusion?leafHash=${'a'.repeat(64)}`, 404, 'LOG_LEAF_UNKNOWN'],
    [`inclusion?leafHash=${'a'.repeat(64)}&size=999999`, 404, 'LOG_SIZE_UNKNOWN'],
    ['consistency?from=2&to=1', 400, 'VALIDATION_FAILED'],
    ['consistency?from=-1&to=1', 400, 'VALIDATION_FAILED'],
    ['consistency?from=0.5&to=1', 400, 'VALIDATION_FAILED'],
    ['consistency?from=0&to=99999999999999999999', 400, 'VALIDATION_FAILED'],
    ['consistency?from=0&to=999999', 404, 'LOG_SIZE_UNKNOWN'],
    ['checkpoint?size=999999', 404, 'LOG_CHECKPOINT_UNKNOWN'],
    ['checkpoint?size=-1', 400, 'VALIDATION_FAILED'],
    ['checkpoint?other=1', 400, 'VALIDATION_FAILED'],
  ])('answers %s with %i %s', async (path, status, code) => {
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ code });
  });
});
