import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { ApiClient } from '../../support/client.js';

interface Entry {
  readonly actorKind: string;
  readonly actor: { readonly unitName?: string };
}

const PASSWORD = 'a long pass phrase';

describe('who reads which part of the audit trail', () => {
  let app: TestApp;
  let countyAuditor: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    countyAuditor = await auditorOf('东光县');
  });
  afterAll(() => app.stop());

  async function auditorOf(unit: string): Promise<ApiClient> {
    const { user } = await app.as({ role: 'pilot', unit });
    const created = await (
      await app.as({ role: 'security_admin' })
    ).post<{ passwordLink: string }>('/users', {
      username: 'county.auditor',
      displayName: '县院审计',
      unitId: user.unit.id,
      roles: ['audit_admin'],
    });
    await fetch(`${app.url}/api/v1/auth/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link: created.body.passwordLink, password: PASSWORD }),
    });
    return ApiClient.logIn(app.url, 'county.auditor', PASSWORD);
  }

  async function entriesFor(auditor: ApiClient): Promise<Entry[]> {
    return (await auditor.get<{ items: Entry[] }>('/audit?limit=500')).body.items;
  }

  async function openCase(unit: string, number: string, title: string): Promise<void> {
    const handler = await app.as({ role: 'case_handler', unit });
    expect((await handler.post('/cases', { number, title, domain: 'environment' })).status).toBe(201);
  }

  it('shows a county its own people only, and the province everyone and the system', async () => {
    await openCase('东光县', '东检 [2026] 5', '甲');
    await openCase('大名县', '大检 [2026] 5', '乙');
    const seen = await entriesFor(countyAuditor);
    expect(new Set(seen.map(({ actor }) => actor.unitName))).toEqual(new Set(['东光县人民检察院']));
    const all = await entriesFor(await app.as({ role: 'audit_admin' }));
    expect(all.map(({ actor }) => actor.unitName)).toEqual(
      expect.arrayContaining(['东光县人民检察院', '大名县人民检察院']),
    );
    expect(all.map(({ actorKind }) => actorKind)).toContain('system');
  });

  it('holds neither title nor number of a case', async () => {
    await openCase('东光县', '东检独有案号', '独有的案件名称');
    const found = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query(
          `SELECT 1 FROM audit_entry WHERE details::text LIKE '%东检独有案号%' OR details::text LIKE '%独有的案件名称%'`,
        ),
      );
    expect(found).toEqual([]);
    const recorded = await app
      .get(UnitOfWork)
      .read((tx) => tx.query(`SELECT 1 FROM audit_entry WHERE action = 'case.create'`));
    expect(recorded).not.toEqual([]);
  });
});
