import { BookingNotices } from '../../../../src/equipment/lending/booking-record/booking.notices.js';
import { Notices } from '../../../../src/identity/index.js';
import { newId, SYSTEM, UnitOfWork } from '../../../../src/platform/index.js';
import type { TestApp } from '../../../support/app.js';
import type { Cast } from '../cast.js';

/** The pilot of the county is told something. */
export async function notify(app: TestApp, cast: Cast): Promise<string> {
  const { id, client } = cast.of('own county', 'pilot');
  const subject = { kind: 'booking', id: newId() };
  const telling = { to: { userIds: [id] }, content: BookingNotices.DEVICE_OVERDUE(), subject };
  await app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(Notices).tell(tx, telling));
  const told = await client.get<{ items: { id: string; subject: { id: string } }[] }>('/me/notices');
  return told.body.items.find((notice) => notice.subject.id === subject.id)?.id ?? '';
}
