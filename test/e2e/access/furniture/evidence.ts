import { photo, until, upload } from '../../evidence/evidence-kit.js';
import type { Cast } from '../cast.js';
import { expectStatus } from '../making.js';

export async function photograph(cast: Cast, caseId?: string): Promise<string> {
  const { client } = cast.of('own county', 'field_officer');
  const { bytes, name } = await photo();
  const taken = await upload(client, bytes, { kind: 'photo', caseId }, { name });
  await expectStatus(taken, 201);
  const thumbnail = () => client.get(`/evidence/${taken.body.id}/renditions/thumbnail`);
  await until(thumbnail, ({ status }) => status === 200);
  return taken.body.id;
}
