import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineNotices, Notices, UnitTree } from '../../../src/identity/index.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

interface NoticeList {
  readonly items: readonly { id: string; code: string; zh: string; en: string; readAt: string | null }[];
}

const { PROBE_CALLED } = defineNotices({
  PROBE_CALLED: { zh: '{caller} 来电', en: '{caller} called' },
});

describe('notices', () => {
  let app: TestApp;
  let officer: ApiClient;
  let other: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    officer = await app.as({ role: 'field_officer' });
    other = await app.as({ role: 'commander' });
  });
  afterAll(() => app.stop());

  function tell(to: Parameters<Notices['tell']>[1]['to'], subjectId: string, occasion?: string): Promise<void> {
    const content = PROBE_CALLED({ caller: '省院' });
    return app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) =>
        app.get(Notices).tell(tx, { to, content, subject: { kind: 'probe', id: subjectId }, occasion }),
      );
  }

  async function heard(who: ApiClient, query = ''): Promise<NoticeList['items']> {
    return (await who.get<NoticeList>(`/me/notices${query}`)).body.items.filter(({ code }) => code === 'PROBE_CALLED');
  }

  it('reach the person in both languages, once an occasion, and nobody else', async () => {
    const to = { userIds: [officer.user.id] };
    await tell(to, 'one');
    await tell(to, 'one');
    await tell(to, 'one', 'again');
    const items = await heard(officer);
    expect(items.map(({ zh, en }) => [zh, en])).toEqual([
      ['省院 来电', '省院 called'],
      ['省院 来电', '省院 called'],
    ]);
    expect(await heard(other)).toEqual([]);
  });

  it('are marked as read by their reader only', async () => {
    const [first] = await heard(officer, '?unread=true');
    const ids = [first?.id];
    expect((await other.post('/me/notices/read', { ids })).body).toEqual({ marked: 0 });
    expect((await officer.post('/me/notices/read', { ids })).body).toEqual({ marked: 1 });
    expect((await heard(officer, '?unread=true')).map(({ id }) => id)).not.toContain(first?.id);
  });

  it('for a role go to whoever holds it in the unit, or in the nearest unit above', async () => {
    const manager = await app.as({ role: 'equipment_manager' });
    const tree = app.get(UnitTree);
    const unitId = manager.user.unit.id;
    const below = tree.all().find(({ parentId, tier }) => parentId === unitId && tier === 'city')?.id ?? '';
    await tell({ role: { unitId, role: 'equipment_manager' } }, 'own');
    expect(await heard(manager)).toHaveLength(1);
    await app
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => tx.execute(`UPDATE app_user SET state = 'suspended' WHERE unit_id = $1`, [below]));
    await tell({ role: { unitId: below, role: 'equipment_manager' } }, 'below');
    expect(await heard(manager)).toHaveLength(2);
  });
});
