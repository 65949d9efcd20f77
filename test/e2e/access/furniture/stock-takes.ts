import { chinaDay } from '../../../factories/stock-takes.js';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

/** What the county counts: one stock-take that runs, and one that was signed. A tester counts for both. */
export async function count(cast: Cast) {
  const manager = cast.of('own county', 'equipment_manager').client;
  const counterId = cast.of('own county', 'tester').id;
  const wish = { title: '盘点', dueOn: chinaDay(3), kind: 'water-photometer', assigneeIds: [counterId] };
  const runningId = await made(manager, '/stock-takes', wish);
  const closedId = await made(manager, '/stock-takes', wish);
  const { body } = await manager.get<{ counts: { pending: number } }>(`/stock-takes/${closedId}`);
  const signatures = [{ role: 'keeper', name: '王玥', drawing: 'M0 0L9 9' }];
  const closing = { missing: body.counts.pending, signatures };
  await expectStatus(await manager.post(`/stock-takes/${closedId}/close`, closing), 200);
  return { stockTakes: { runningId, closedId, counterId } };
}
