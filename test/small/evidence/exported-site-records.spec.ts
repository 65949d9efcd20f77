import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import type { ExportFrame } from '../../../src/evidence/export/export.builder.js';
import { ExportedSiteRecords } from '../../../src/evidence/export/papers/exported-site-records.js';
import type { SiteRecordPapers } from '../../../src/evidence/site-records/papers/site-record-papers.service.js';
import type { SiteRecordReader } from '../../../src/evidence/site-records/site-record.reader.js';

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
  };
  const papers = { write: async () => ({ stream: Readable.from([Buffer.from('pdf')]) }) };
  const records = new ExportedSiteRecords(reader as unknown as SiteRecordReader, papers as unknown as SiteRecordPapers);
  const paths: string[] = [];
  for await (const [path] of records.of({ row: { caseId: 'a-case' } } as unknown as ExportFrame)) paths.push(path);
  expect(paths).toHaveLength(300 * 2);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toContain('data/documents/site-records/record-449.json');
});
