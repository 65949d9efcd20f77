import type { Cast } from '../cast.js';
import { made } from '../making.js';

/** A batch of labels that nothing wears yet. */
export async function printLabels(cast: Cast): Promise<string> {
  return made(cast.of('own county', 'equipment_manager').client, '/label-batches', { count: 2 });
}
