import { PutObjectCommand } from '@aws-sdk/client-s3';
import { writeKmz } from '../../../../src/missions/waylines/wpml/wpml.writer.js';
import { pathOf, waylineOf, waypointAt } from '../../../factories/waylines.js';
import { pilotPost, s3Of, storageOf } from '../../telemetry/store-kit.js';
import type { Cast } from '../cast.js';
import { expectStatus } from '../making.js';

/** A wayline of the county that belongs to no flight, as a controller uploads it. */
export async function upload(cast: Cast): Promise<string> {
  const { client } = cast.of('own county', 'pilot');
  const storage = await storageOf(client);
  const key = `${storage.object_key_prefix}/library.kmz`;
  const bytes = await writeKmz(waylineOf([pathOf([waypointAt(0, 60), waypointAt(100, 60)])]), new Date());
  await s3Of(storage).send(new PutObjectCommand({ Bucket: storage.bucket, Key: key, Body: bytes }));
  const path = `/wayline/api/v1/workspaces/${client.user.unit.id}/upload-callback`;
  const answer = await pilotPost<{ id: string }>(client, path, { name: 'library', object_key: key });
  await expectStatus(answer, 200);
  return answer.body.data.id;
}
