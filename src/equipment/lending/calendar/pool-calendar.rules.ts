import type { BookingState } from '../bookings/booking.rules.js';

/** What a booking's state is to a calendar program. */
export const CALENDAR_STATUS: Readonly<Record<BookingState, 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED'>> = {
  requested: 'TENTATIVE',
  held: 'TENTATIVE',
  reserved: 'CONFIRMED',
  out: 'CONFIRMED',
  overdue: 'CONFIRMED',
  returned: 'CONFIRMED',
  refused: 'CANCELLED',
  cancelled: 'CANCELLED',
  no_show: 'CANCELLED',
  expired: 'CANCELLED',
};

const NAMED = 3;

/** What is booked, in a line; never why or for which case: a feed leaves the house. */
export function calendarSummary(devices: readonly { readonly assetCode: string; readonly nameZh: string }[]): string {
  if (devices.length === 0) return '已预约 人员';
  const named = devices.slice(0, NAMED).map(({ assetCode, nameZh }) => `${assetCode} ${nameZh}`);
  const rest = devices.length - named.length;
  return `已预约 ${named.join('、')}${rest > 0 ? ` 等 ${devices.length} 件` : ''}`;
}
