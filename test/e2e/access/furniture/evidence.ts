import { photo, until, upload } from '../../evidence/evidence-kit.js';
import type { Cast } from '../cast.js';
import { begin } from '../../evidence/tus-kit.js';
import { expectStatus, made } from '../making.js';

export async function photograph(cast: Cast, caseId?: string): Promise<string> {
  const { client } = cast.of('own county', 'field_officer');
  const { bytes, name } = await photo();
  const taken = await upload(client, bytes, { kind: 'photo', caseId }, { name });
  await expectStatus(taken, 201);
  const thumbnail = () => client.get(`/evidence/${taken.body.id}/renditions/thumbnail`);
  await until(thumbnail, ({ status }) => status === 200);
  return taken.body.id;
}

/** An upload that a person of the county has begun, and the intake of a card; both are left open. */
export async function bringPart(cast: Cast, caseId: string) {
  const owner = cast.of('own county', 'field_officer');
  const bytes = Buffer.from('half of it');
  const path = await begin(owner.client, bytes, { filename: 'half.txt', kind: 'other', caseId });
  const intakeId = await made(owner.client, '/evidence-intakes', { caseId });
  return { arriving: { uploadId: path.split('/').at(-1) ?? '', owner, intakeId } };
}

/** An export of the case's evidence, once its file is there. */
export async function pack(cast: Cast, caseId: string): Promise<string> {
  const { client } = cast.of('own county', 'case_handler');
  const id = await made(client, '/exports', { caseId, purpose: '移送法院' });
  await until(
    () => client.get<{ state: string }>(`/exports/${id}`),
    ({ body }) => body.state === 'ready',
  );
  return id;
}

export async function discard(cast: Cast, exportId: string): Promise<void> {
  const { status } = await cast.of('own county', 'case_handler').client.post(`/exports/${exportId}/discard`);
  if (status !== 200) throw new Error(`discarding the export was answered with ${status}`);
}
