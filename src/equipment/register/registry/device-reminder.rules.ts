import { type Period, endOfChinaDate } from '../../../platform/index.js';
import { mustBeInsured } from '../../lending/bookings/booking.rules.js';
import type { CheckOutReminder } from '../../lending/custody/check-out.advisor.js';
import type { LockedDevice } from '../pool/device-row.js';

type Facts = Pick<LockedDevice, 'category' | 'droneClass' | 'insuredUntil'>;

/** What the register knows of a device that does not stop it from leaving; what does is a refusal of its booking. */
export function deviceReminders({ category, droneClass, insuredUntil }: Facts, during: Period): CheckOutReminder[] {
  const reminders: CheckOutReminder[] = [];
  if (category === 'uav' && droneClass === null)
    reminders.push({
      code: 'DRONE_CLASS_UNKNOWN',
      zh: '未登记无人机分类，无法判断是否须投保、须持照（条例第十二条、第十六条）',
      en: 'The class of the drone is not recorded: whether it needs insurance and a licence is unknown (Order 761 arts. 12, 16)',
    });
  if (!mustBeInsured(droneClass) && insuredUntil !== null && during.to > endOfChinaDate(insuredUntil))
    reminders.push({
      code: 'INSURANCE_LAPSES',
      zh: `责任保险于 ${insuredUntil} 到期，早于归还时间`,
      en: `The liability insurance lapses on ${insuredUntil}, before the device is due back`,
    });
  return reminders;
}
