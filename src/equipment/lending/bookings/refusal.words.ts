import { type AppError, fillIn } from '../../../platform/index.js';
import { EquipmentErrors } from '../../equipment.errors.js';
import type { DueWork } from '../../upkeep/maintenance/maintenance.rules.js';
import type { UpkeepRefusal } from '../../upkeep/upkeep.rules.js';
import type { DeviceRefusal } from './booking.rules.js';

/** The error for devices that cannot be had: in the words of the first, with all of them in `refusals`. */
export function refused(refusals: readonly DeviceRefusal[]): AppError {
  const [first] = refusals;
  if (!first) throw new Error('no refusal to put into words');
  const { code, deviceId, assetCode } = first;
  return EquipmentErrors[code]({ deviceId, assetCode, ...wordsOf(first), refusals });
}

function wordsOf({ part, certificate, works }: DeviceRefusal): Record<string, string> {
  if (!part) return upkeepWords({ certificate, works });
  const { entry, details } = EquipmentErrors[part.code]({ assetCode: part.assetCode, ...upkeepWords(part) });
  return {
    partId: part.partId,
    partCode: part.assetCode,
    reason: fillIn(entry.en, details),
    reasonZh: fillIn(entry.zh, details),
  };
}

function upkeepWords({ certificate, works }: Pick<UpkeepRefusal, 'certificate' | 'works'>): Record<string, string> {
  const work = works?.[0];
  return {
    ...(certificate && { certificate: certificate.number ?? '-', dueOn: certificate.dueOn }),
    ...(work && { plan: work.title, due: dueInEnglish(work), dueZh: dueInChinese(work) }),
  };
}

function dueInEnglish({ dueOn, hours, cycles }: DueWork): string {
  return [
    ...(dueOn ? [`on ${dueOn}`] : []),
    ...(hours ? [`${hours.used} of ${hours.every} hours used`] : []),
    ...(cycles ? [`${cycles.used} of ${cycles.every} cycles used`] : []),
  ].join(', ');
}

function dueInChinese({ dueOn, hours, cycles }: DueWork): string {
  return [
    ...(dueOn ? [`${dueOn} 到期`] : []),
    ...(hours ? [`已用 ${hours.used}/${hours.every} 小时`] : []),
    ...(cycles ? [`已循环 ${cycles.used}/${cycles.every} 次`] : []),
  ].join('，');
}
