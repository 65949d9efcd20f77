import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExportBuilder, type ExportOrder } from '../../../src/evidence/export/export.builder.js';
import { ExhibitFiles } from '../../../src/evidence/export/exhibit.files.js';
import { ExhibitReader } from '../../../src/evidence/export/exhibit.reader.js';
import type { EvidenceExport } from '../../../src/evidence/export/export.entity.js';
import { ExportPages } from '../../../src/evidence/export/export.pages.js';
import { ExportRequesters } from '../../../src/evidence/export/export.requesters.js';
import { ExportRoom } from '../../../src/evidence/export/export.room.js';
import type { LogEntryKind } from '../../../src/evidence/log/log.codes.js';
import { LogJournal } from '../../../src/evidence/log/log.journal.js';
import { LogNotary } from '../../../src/evidence/log/log.notary.js';
import { LogSequencer } from '../../../src/evidence/log/log.sequencer.js';
import { newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { readBag, unpack, verify } from '../../support/bag.js';
import type { ApiClient } from '../../support/client.js';
import { openCase, upload } from './evidence-kit.js';

const TIMEOUT_MS = 60_000;
const HASH = '0'.repeat(64);

describe('an export during which something enters the log', () => {
  let app: TestApp;
  let handler: ApiClient;
  let folder: string;

  beforeAll(async () => {
    folder = join(tmpdir(), `midnight-${randomUUID()}`);
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '东光县' });
  });
  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const anItem = async (): Promise<{ caseId: string; itemId: string }> => {
    const caseId = await openCase(handler);
    const { body } = await upload(handler, Buffer.from('水样编号 9'), { kind: 'other', caseId }, { name: 'a.txt' });
    return { caseId, itemId: body.id };
  };

  const orderFor = async (caseId: string, itemId: string): Promise<ExportOrder> => {
    const row = { id: newId(), caseId, itemIds: [itemId], purpose: '移送', requestedBy: handler.user.id };
    const full = { ...row, requester: { name: '张三' }, requestedAt: new Date(), state: 'waiting' };
    return app.get(ExportRequesters).orderOf(full as unknown as EvidenceExport);
  };

  /** Packs into a file, while an entry of the item gets its place as soon as the head of the export is chosen. */
  const packed = async (order: ExportOrder, kind: LogEntryKind, content: Record<string, unknown>): Promise<string> => {
    const [notary, unitOfWork] = [app.get(LogNotary), app.get(UnitOfWork)];
    const between = {
      signer: notary.signer.bind(notary),
      headOver: async (ids: readonly string[]) => {
        const head = await notary.headOver(ids);
        const [subjectId = ''] = ids;
        await unitOfWork.run(SYSTEM, (tx) => app.get(LogJournal).enter(tx, { kind, subjectId, content }));
        await app.get(LogSequencer).catchUp();
        return head;
      },
    } as unknown as LogNotary;
    const [exhibits, files, pages] = [app.get(ExhibitReader), app.get(ExhibitFiles), app.get(ExportPages)];
    const builder = new ExportBuilder(exhibits, files, pages, between, app.get(ExportRoom), unitOfWork);
    const path = `${folder}-${order.row.id}.zip`;
    await builder.build(order, path, new AbortController().signal);
    return path;
  };

  it(
    'is made where that is the hash over a day of custody, and holds before the program that checks',
    async () => {
      const { caseId, itemId } = await anItem();
      const head = { day: '2026-03-01', rows: 1, previous: HASH, head: HASH };
      const zip = await packed(await orderFor(caseId, itemId), 'custody_head', head);

      const bag = readBag(unpack(zip, folder));
      const proofs = JSON.parse(String(bag.get('data/exhibits/001/proofs.json'))) as Record<string, unknown>;
      expect(proofs).toMatchObject({ entries: [{ kind: 'preserved' }], waiting: 1 });
      const key = (await handler.get<{ keys: { verifier: string }[] }>('/log/keys')).body.keys[0]?.verifier ?? '';
      const { code, findings } = await verify(zip, '--key', key);
      expect(findings.filter(({ state }) => state === 'failed')).toEqual([]);
      expect(findings).toContainEqual(expect.objectContaining({ claim: 'custody heads', state: 'not provable here' }));
      expect(code).toBe(0);
      await rm(zip);
    },
    TIMEOUT_MS,
  );

  it.each(['sealed', 'removed'] as const)(
    'begins anew where it was %s: the record would say what its head does not',
    async (kind) => {
      const { caseId, itemId } = await anItem();
      const order = await orderFor(caseId, itemId);
      await expect(packed(order, kind, {})).rejects.toMatchObject({ code: 'EXPORT_LOG_BEHIND' });
    },
    TIMEOUT_MS,
  );
});
