import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import type { ExportFrame } from '../../../src/evidence/export/export.builder.js';
import { ExportedSiteRecords } from '../../../src/evidence/export/papers/exported-site-records.js';
import type { LogService } from '../../../src/evidence/log/log.service.js';
import type { SiteRecordPapers } from '../../../src/evidence/site-records/papers/site-record-papers.service.js';
import type { SiteRecordReader } from '../../../src/evidence/site-records/site-record.reader.js';
import type { UnitOfWork } from '../../../src/platform/index.js';

it('gives away every signed record of a case, however many there are', async () => {
  const all = Array.from({ length: 450 }, (_, nth) => ({
    id: `record-${nth}`,
    state: nth % 3 === 0 ? 'draft' : 'signed',
  }));
  const reader = {
    list: async (_actor: unknown, { limit, cursor }: { limit: number; cursor?: string }) => {
      const from = Number(cursor ?? 0);
      const items = all.slice(from, from + limit);
      return { items, nextCursor: from + limit < all.length ? String(from + limit) : null };
    },
    get: async (_actor: unknown, id: string) => ({ id }),
    signed: async (_actor: unknown, id: string) => ({ text: id, drawings: [] }),
  };
  const papers = { write: async () => ({ stream: Readable.from([Buffer.from('pdf')]) }) };
  const log = { proofOf: async () => ({ entries: [], waiting: [] }) };
  const unitOfWork = { read: async (work: (tx: unknown) => unknown) => work(undefined) };
  const records = new ExportedSiteRecords(
    reader as unknown as SiteRecordReader,
    papers as unknown as SiteRecordPapers,
    log as unknown as LogService,
    unitOfWork as unknown as UnitOfWork,
  );
  const paths: string[] = [];
  for await (const [path] of records.of({ row: { caseId: 'a-case' } } as unknown as ExportFrame)) paths.push(path);
  expect(paths).toHaveLength(300 * 5);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toContain('data/documents/site-records/record-449.json');
});
