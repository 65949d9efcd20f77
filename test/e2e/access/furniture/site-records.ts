import { newId } from '../../../../src/platform/index.js';
import type { Cast } from '../cast.js';
import { expectStatus } from '../making.js';

/** A record as a phone sends it. */
export function recordBody(caseId: string, collectorId: string): Record<string, unknown> {
  return {
    kind: 'site_record',
    caseId,
    writtenAt: '2026-03-01T02:40:00Z',
    content: {
      cause: '非法排污',
      subject: '排污口',
      substance: '拍照',
      period: { from: '2026-03-01T01:00:00Z', to: '2026-03-01T02:30:00Z' },
      place: { words: '南运河右岸' },
      method: '手持相机拍照',
      course: '到场拍摄。',
      collectorIds: [collectorId],
    },
  };
}

export async function writeDown(cast: Cast, caseId: string): Promise<string> {
  const { client, id: collectorId } = cast.of('own county', 'field_officer');
  const id = newId();
  await expectStatus(await client.send('PUT', `/site-records/${id}`, recordBody(caseId, collectorId)), 200);
  return id;
}
