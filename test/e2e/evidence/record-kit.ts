import { expect } from '@jest/globals';
import type { z } from 'zod';
import type { SiteRecordView } from '../../../src/evidence/site-records/site-record.schemas.js';
import { newId } from '../../../src/platform/index.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { DONGGUANG, type Item, photo, until, upload } from './evidence-kit.js';

export type SiteRecord = z.output<typeof SiteRecordView>;

export const STROKES = 'M 10 40 C 30 10 50 70 80 35 L 120 42';

export interface Team {
  readonly handler: ApiClient;
  readonly officer: ApiClient;
  readonly caseId: string;
}

/** A picture of the case whose thumbnail and preview are made. */
export async function bringIn({ officer, caseId }: Team, second: number): Promise<Item> {
  const takenAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 600_000 + second * 1_000);
  const { bytes, name } = await photo({ takenAt });
  const taken = await upload(officer, bytes, { kind: 'photo', caseId }, { name });
  expect(taken.status).toBe(201);
  const thumbnail = () => officer.get(`/evidence/${taken.body.id}/renditions/thumbnail`);
  await until(thumbnail, ({ status }) => status === 200);
  await until(
    () => officer.get<Item>(`/evidence/${taken.body.id}`),
    ({ body }) => body.renditions.every(({ state }) => state !== 'pending'),
  );
  return taken.body;
}

/** As a record lists it. */
export const listed = ({ sha256, sm3, size, fileName }: Item) => ({
  sha256,
  sm3,
  sizeBytes: size,
  fileName,
  itemClass: '照片',
  format: 'JPEG',
});

export const recordOf = (
  { handler, officer, caseId }: Team,
  items: readonly unknown[],
  over: Record<string, unknown> = {},
  content: Record<string, unknown> = {},
) => ({
  kind: 'site_record',
  caseId,
  writtenAt: '2026-03-01T10:40:00+08:00',
  content: {
    cause: '南运河东光段非法排污公益诉讼案',
    subject: '东光县某化工厂北侧排污口',
    substance: '对排污口外观、排水颜色及周边岸坡进行拍照、航拍',
    period: { from: '2026-03-01T09:00:00+08:00', to: '2026-03-01T10:30:00+08:00' },
    place: { words: '东光县连镇镇南运河右岸', position: DONGGUANG },
    method: '无人机航拍、手持相机拍照',
    course: '九时到达现场，出示证件，告知权利后开始拍摄。',
    collectorIds: [officer.user.id, handler.user.id],
    present: [{ name: '王建国', capacity: '村民委员会主任' }],
    means: ['drone', 'camera'],
    sketch: {
      drawnAt: '2026-03-01T10:20:00+08:00',
      author: '李明',
      upBearingDegrees: 30,
      lines: [
        [
          { x: 100, y: 900 },
          { x: 400, y: 500 },
          { x: 900, y: 300 },
        ],
      ],
      labels: [{ x: 420, y: 480, text: '排污口' }],
      metresAcross: 120,
    },
    items,
    ...content,
  },
  ...over,
});

export async function write(
  team: Team,
  items: readonly unknown[],
  over: Record<string, unknown> = {},
  content: Record<string, unknown> = {},
  id = newId(),
): Promise<SiteRecord> {
  const answer = await team.officer.send<SiteRecord>(
    'PUT',
    `/site-records/${id}`,
    recordOf(team, items, over, content),
  );
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

export const own = (client: ApiClient) => ({
  role: 'collector',
  userId: client.user.id,
  drawing: STROKES,
  signedAt: '2026-03-01T10:41:00+08:00',
});
export const outsider = (role: string) => ({
  role,
  name: role === 'party' ? '赵永强' : '王建国',
  capacity: role === 'party' ? '法定代表人' : '村民委员会主任',
  drawing: STROKES,
  signedAt: '2026-03-01T10:42:00+08:00',
});
export const sign = (
  client: ApiClient,
  { id }: { id: string },
  body: unknown,
): Promise<Answer<SiteRecord & { code: string }>> =>
  client.post<SiteRecord & { code: string }>(`/site-records/${id}/signatures`, body);

/** By both collectors, the party and a witness. */
export async function signAll({ handler, officer }: Team, record: SiteRecord): Promise<SiteRecord> {
  const { digest, code } = record;
  const signatures = [own(officer), own(handler), outsider('party'), outsider('witness')];
  expect((await sign(officer, record, { digest, signatures })).status).toBe(201);
  const bare = { role: 'collector', userId: handler.user.id, signedAt: '2026-03-01T10:45:00+08:00' };
  const last = await sign(handler, record, { code, signatures: [bare] });
  expect(last).toMatchObject({ status: 201, body: { state: 'signed', waitsFor: [] } });
  return last.body;
}
