import type { ErrorEntry } from '../../platform/index.js';

const refused = (en: string, zh: string): ErrorEntry => ({ status: 422, level: 'info', en, zh });

/** Why a fence is not drawn or changed; joined in the catalogue of telemetry. */
export const FENCE_REFUSALS = {
  FENCE_SHAPE_MISSING: refused('Draw either a polygon or a circle', '请绘制一个多边形或一个圆，二者选一'),
  FENCE_BAND_UPSIDE_DOWN: refused('The lower height is not below the upper one', '围栏高度下限须低于上限'),
  FENCE_PERIOD_EMPTY: refused('The fence does not end after it begins', '围栏有效时段的结束须晚于开始'),
  FENCE_ENDLESS: refused('A fence of a session needs an end', '会议中绘制的围栏须设定结束时间'),
  FENCE_TELLS_NOTHING: refused(
    'The fence tells neither of entering nor of leaving nor of staying',
    '围栏须至少选择进入、离开、停留中的一项告警',
  ),
  FENCE_DEVICE_UNKNOWN: refused('A named device is not in the pool', '所选设备不存在'),
  FENCE_CHANGED: {
    status: 409,
    level: 'info',
    en: 'Somebody else has changed this fence; it is at version {version} by now',
    zh: '该围栏已被他人修改，现为第 {version} 版',
  },
  FENCE_ENDED: { status: 409, level: 'info', en: 'The fence has ended', zh: '该围栏已结束' },
} as const satisfies Record<string, ErrorEntry>;
