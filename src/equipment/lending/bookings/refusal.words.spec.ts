import { describe, expect, it } from '@jest/globals';
import { fillIn } from '../../../platform/index.js';
import type { DeviceRefusal } from './booking.rules.js';
import { refused } from './refusal.words.js';

const device = { deviceId: 'd', assetCode: 'D-1', validUntil: null };
const certificate = { number: 'N-7', result: 'pass', dueOn: '2026-11-30' } as const;
const work = {
  planId: 'p',
  title: '桨叶检查',
  dueOn: '2026-12-01',
  hours: { used: 50.25, every: 50 },
  cycles: { used: 200, every: 200 },
};
const say = (refusal: DeviceRefusal): readonly [en: string, zh: string] => {
  const { message, entry, details } = refused([refusal]);
  return [message, fillIn(entry.zh, details)];
};

describe('a refusal in words', () => {
  it('names plan and device, and what is due with its figures', () => {
    expect(say({ ...device, code: 'MAINTENANCE_DUE', works: [work] })).toEqual([
      'D-1 is due for 桨叶检查: on 2026-12-01, 50.25 of 50 hours used, 200 of 200 cycles used',
      'D-1 须先进行“桨叶检查”：2026-12-01 到期，已用 50.25/50 小时，已循环 200/200 次',
    ]);
  });

  it('names the certificate and its last day', () => {
    expect(say({ ...device, code: 'CALIBRATION_LAPSES', certificate })).toEqual([
      'Certificate N-7 of D-1 is valid to 2026-11-30, not to the end of the period',
      'D-1 的检定/校准证书 N-7 有效期至 2026-11-30，早于使用期结束',
    ]);
  });

  it('of a part names the part, the device and why', () => {
    const part = { partId: 'b', assetCode: 'B-1', code: 'CALIBRATION_LAPSES', validUntil: null, certificate } as const;
    const [en, zh] = say({ ...device, code: 'PART_UNFIT', part });
    expect(en).toBe(
      'B-1 travels with D-1 and keeps it at home: Certificate N-7 of B-1 is valid to 2026-11-30, not to the end of the period',
    );
    expect(zh).toContain('随 D-1 的部件 B-1 不可用：B-1 的检定/校准证书 N-7 有效期至 2026-11-30');
  });

  it('carries every refusal for who reads them by code', () => {
    const refusals: DeviceRefusal[] = [
      { ...device, code: 'DEVICE_NOT_IN_SERVICE' },
      { ...device, code: 'DEVICE_NOT_LENT' },
    ];
    expect(refused(refusals).details).toMatchObject({ deviceId: 'd', assetCode: 'D-1', refusals });
  });
});
