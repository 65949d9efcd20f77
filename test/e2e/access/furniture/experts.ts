import type { Cast } from '../cast.js';
import { made } from '../making.js';

/** An expert and where they work, as the county has entered them. */
export async function nameExperts(cast: Cast) {
  const { client } = cast.of('own county', 'system_admin');
  const institutionId = await made(client, '/institutions', { name: '东光县环境监测站', fields: ['water'] });
  const expertId = await made(client, '/experts', { name: '王工', institutionId, fields: ['water'] });
  return { experts: { institutionId, expertId } };
}
