import { join } from 'node:path';
import { expect, jest } from '@jest/globals';
import type { z } from 'zod';
import { CaseClosures } from '../../../src/evidence/retention/case-closures.js';
import type { RemovalView } from '../../../src/evidence/retention/retention.schemas.js';
import { Clock, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { type Item, openCase, upload } from './evidence-kit.js';

export type Removal = z.output<typeof RemovalView>;
/** An answer that may also be a problem. */
export type Coded<T> = Answer<T & { readonly code: string; readonly because: string }>;

export const HOUR_MS = 3_600_000;
let pages = 0;

/** The people of a county who keep evidence, and what they do. */
export class KeepingOffice {
  private constructor(
    readonly app: TestApp,
    readonly officer: ApiClient,
    readonly handler: ApiClient,
    readonly commander: ApiClient,
    readonly province: ApiClient,
  ) {}

  static async open(): Promise<KeepingOffice> {
    const app = await TestApp.start();
    const at = (role: string, unit: string): Promise<ApiClient> => app.as({ role, unit });
    const [officer, handler] = [await at('field_officer', '东光县'), await at('case_handler', '东光县')];
    const [commander, province] = [await at('commander', '东光县'), await at('commander', '河北省人民检察院')];
    return new KeepingOffice(app, officer, handler, commander, province);
  }

  async sql<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.app.get(UnitOfWork).read((tx) => tx.query<Row>(text, values));
  }

  place(sha256: string): string {
    return join(this.app.dataDir, 'originals', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  async bring(caseId: string, text = `page ${(pages += 1)}`): Promise<Item> {
    const bytes = Buffer.from(text);
    const { status, body } = await upload(this.officer, bytes, { kind: 'document', caseId, title: '排污口' });
    expect(status).toBe(201);
    return body;
  }

  newCase(): Promise<string> {
    return openCase(this.handler, [this.officer.user.id]);
  }

  /** Closed so long ago that every policy is over. */
  async close(caseId: string): Promise<void> {
    await this.sql(`UPDATE case_file SET stage = 'closed' WHERE id = $1`, [caseId]);
    await this.app.get(CaseClosures).run();
    await this.sql(`UPDATE case_closure SET closed_at = now() - interval '10 years' WHERE case_id = $1`, [caseId]);
  }

  propose(client: ApiClient, itemId: string): Promise<Coded<Removal>> {
    return client.post('/removals', { itemId, reason: '保管期满' });
  }

  confirm(client: ApiClient, id: string): Promise<Coded<Removal>> {
    return client.post(`/removals/${id}/confirmation`, { reason: '同意删除' });
  }

  /** Both persons; the item is gone afterwards. */
  async remove(itemId: string): Promise<Removal> {
    const proposed = await this.propose(this.handler, itemId);
    expect(proposed.status).toBe(201);
    const confirmed = await this.confirm(this.commander, proposed.body.id);
    expect(confirmed.status).toBe(200);
    return confirmed.body;
  }

  /** Work of the service itself, as if so much time had passed; no log-in is good then. */
  async later<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
    const clock = jest.spyOn(this.app.get(Clock), 'now');
    clock.mockImplementation(() => new Date(Date.now() + milliseconds));
    try {
      return await work();
    } finally {
      clock.mockRestore();
    }
  }
}
