import { defineErrors } from '../platform/index.js';

const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;
const conflicting = (en: string, zh: string) => ({ status: 409, level: 'info', en, zh }) as const;
const unknown = (en: string, zh: string) => ({ status: 404, level: 'info', en, zh }) as const;

export const EquipmentErrors = defineErrors({
  DEVICE_NOT_FOUND: unknown('There is no such device', '没有该设备'),
  DEVICE_KIND_UNKNOWN: refused('There is no device kind {kindCode}', '没有设备类型 {kindCode}'),
  DEVICE_IS_PART: refused('This goes with another device and is booked with it', '该部件随主设备一起预约'),
  DEVICE_NOT_IN_SERVICE: refused('The device is not in service', '设备未在用'),
  DEVICE_NOT_LENT: refused('The owner does not lend this device to your unit', '所属单位不向贵单位出借该设备'),
  CALIBRATION_MISSING: refused('The device has no valid calibration', '设备没有有效的检定/校准记录'),
  CALIBRATION_FAILED: refused('The device failed its last calibration', '设备最近一次检定/校准不合格'),
  CALIBRATION_LAPSES: refused('The calibration lapses before the period ends', '检定/校准在使用期内到期'),
  CALIBRATION_IN_FUTURE: refused('The work is dated in the future', '检定/校准日期晚于今天'),
  CERTIFICATE_EXISTS: conflicting('This certificate is already recorded', '该证书已登记'),

  FILE_EMPTY: refused('The file is empty', '文件为空'),
  FILE_TYPE_REFUSED: refused(
    'The file is {mediaType}; photos (JPEG, PNG, WebP) and PDF are kept',
    '文件类型为 {mediaType}；只接受照片（JPEG、PNG、WebP）和 PDF',
  ),
  FILE_UNKNOWN: refused('A file named here was not brought in by your unit', '所引用的文件不是由本单位上传'),

  LABELS_NONE: refused('The filter finds no device', '筛选条件没有匹配的设备'),
  LABELS_TOO_MANY: refused('At most {most} labels are printed at a time', '一次最多打印 {most} 张标签'),
  PUBLIC_URL_UNSET: conflicting(
    'Labels need the public address of this service (SKYDOCKET_PUBLIC_URL)',
    '打印标签前须由管理员配置服务的公开地址（SKYDOCKET_PUBLIC_URL）',
  ),

  PERIOD_EMPTY: refused('The period is empty', '时段为空'),
  PERIOD_INVERTED: refused('The period ends before it begins', '时段的结束早于开始'),
  PERIOD_IN_PAST: refused('The period lies in the past', '时段已过'),
  PERIOD_TOO_LONG: refused('The period is longer than a year', '时段超过一年'),
  PERIOD_TOO_FAR: refused('The period lies too far ahead', '时段过于遥远'),

  BOOKING_CONFLICT: conflicting('Somebody else has booked this', '该时段已被预约'),
  BOOKING_NOT_CANCELLABLE: conflicting(
    'A booking in state {state} cannot be cancelled',
    '状态为 {state} 的预约不能取消',
  ),
  BOOKING_CHANGED: conflicting(
    'The booking has changed in the meantime; it is now version {version}',
    '预约已被修改，当前版本为 {version}',
  ),
  BOOKING_NOT_CHANGEABLE: conflicting(
    'A booking in state {state} cannot be changed like this',
    '状态为 {state} 的预约不能这样修改',
  ),
  BOOKING_NOT_HELD: conflicting('The booking is not held: its state is {state}', '该预约不是暂留状态（{state}）'),
  HOLD_EXPIRED: conflicting('The time to answer was over at {holdExpiresAt}', '已于 {holdExpiresAt} 失效'),
  EXTENSION_NOT_LATER: refused('The new end must lie after {to}', '新的结束时间须晚于 {to}'),
  DEVICE_CAME_BACK: conflicting(
    '{assetCode} came back with this booking already; book it anew',
    '{assetCode} 已随本预约归还，请另行预约',
  ),
  DEVICE_IN_BOOKING: conflicting('The booking has this device already', '该预约已包含此设备'),
  ALTERNATIVE_NOT_NEEDED: conflicting(
    'Nothing stands in the way of this device in this booking',
    '该设备在本预约中未受影响，无需替换',
  ),
  APPROVAL_REQUIRED: refused(
    'The owner decides about this loan first, and no time is left to ask',
    '该借用须先经所属单位同意，已来不及申请',
  ),
  LOAN_NOT_ASKED: conflicting(
    'No answer is waited for: the state is {state}',
    '没有待答复的借用申请（状态为 {state}）',
  ),
  PRIORITY_NOT_ALLOWED: {
    status: 403,
    level: 'info',
    en: 'Only who commands sets a priority above {highest}',
    zh: '只有指挥员可以设置高于 {highest} 的优先级',
  },
  PREEMPTION_FORBIDDEN: {
    status: 403,
    level: 'info',
    en: 'Only who commands takes over a period',
    zh: '只有指挥员可以征用他人的预约时段',
  },
  PREEMPTION_NOT_ALLOWED: conflicting(
    'The period cannot be taken over: see refusals',
    '不能征用该时段，原因见 refusals',
  ),
  BOOKING_NOT_OPEN: conflicting('The booking does not wait for a check-out', '该预约不在待借出状态'),
  BOOKING_PERIOD_OVER: conflicting('The period of the booking is over', '预约时段已结束'),
  BOOKING_OF_ANOTHER_UNIT: {
    status: 403,
    level: 'info',
    en: 'The booking belongs to another unit',
    zh: '该预约属于其他单位',
  },
  DEVICE_NOT_IN_BOOKING: refused('The booking does not name this device', '该预约不包含此设备'),

  DEVICE_ALREADY_OUT: conflicting('The device is already checked out', '设备已借出'),
  ALREADY_HANDED_BACK: conflicting('The device has been handed back already', '设备已归还'),

  LOT_NOT_FOUND: unknown('There is no such lot', '没有该批号'),
  LOT_EXPIRED: refused('The lot expires before the period ends', '该批次在使用期内过期'),
  LOT_NOT_LENT: refused('The lot belongs to a unit that has no part in this', '该批次属于无关单位'),
  LOT_SHORT: conflicting('The lot does not hold that much', '该批次余量不足'),
  LOT_ALREADY_KEPT: conflicting('The booking already has this lot', '该预约已包含此批次'),
  LOT_RETURN_TOO_MUCH: refused('More is handed back than was taken', '归还数量超过借出数量'),
});
