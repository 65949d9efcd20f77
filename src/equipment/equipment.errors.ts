import { defineErrors } from '../platform/index.js';

const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;
const conflicting = (en: string, zh: string) => ({ status: 409, level: 'info', en, zh }) as const;
const unknown = (en: string, zh: string) => ({ status: 404, level: 'info', en, zh }) as const;

export const EquipmentErrors = defineErrors({
  DEVICE_NOT_FOUND: unknown('There is no such device', '没有该设备'),
  DEVICE_KIND_UNKNOWN: refused('There is no device kind {kindCode}', '没有设备类型 {kindCode}'),
  DEVICE_KIND_NOT_FOUND: unknown('There is no device kind {kindCode}', '没有设备类型 {kindCode}'),
  DEVICE_KIND_EXISTS: conflicting('There is a device kind {kindCode} already', '设备类型 {kindCode} 已存在'),
  DEVICE_KIND_CHANGED: conflicting(
    'Somebody changed the kind meanwhile; it is now version {version}',
    '该设备类型已被他人修改，当前版本为 {version}',
  ),
  DEVICE_KIND_SCHEMA_VIOLATED: conflicting(
    'Devices of the kind do not fit these fields, first {assetCode}',
    '该类型已有设备不符合新的字段定义，首个为 {assetCode}',
  ),
  VERSION_REQUIRED: {
    status: 428,
    level: 'info',
    en: 'Say which version was read: version in the body, or If-Match',
    zh: '请在请求体的 version 或 If-Match 中注明所依据的版本',
  },
  VERSION_UNCLEAR: {
    status: 400,
    level: 'info',
    en: 'If-Match is not a version, or not the one in the body',
    zh: 'If-Match 不是版本号，或与请求体不一致',
  },
  DEVICE_ATTRIBUTES_INVALID: refused(
    'The fields do not fit the kind {kindCode}; errors names each',
    '字段不符合设备类型 {kindCode} 的定义，详见 errors',
  ),
  NOT_A_DRONE: refused('The kind {kindCode} has no drone class', '设备类型 {kindCode} 不是无人机，没有分类'),
  DRONE_CLASS_CONTRADICTED: refused(
    'A drone of this mass cannot be {droneClass} (Order 761 art. 62); the lowest class is {lowest}',
    '该重量的无人机不能归为 {droneClass}（条例第六十二条），最低为 {lowest}',
  ),
  DEVICE_EXISTS: conflicting('Another device has this {field}: {value}', '{field} 已被其他设备使用：{value}'),
  DEVICE_CHANGED: conflicting(
    'Somebody changed the device meanwhile; it is now version {version}',
    '该设备已被他人修改，当前版本为 {version}',
  ),
  DEVICE_STATE_REFUSED: conflicting('{assetCode} cannot go from {from} to {to}', '{assetCode} 不能由 {from} 变为 {to}'),
  DEVICE_OUT: conflicting('{assetCode} is checked out', '{assetCode} 已借出'),
  DEVICE_BOOKED: conflicting('{count} bookings count on {assetCode}', '{assetCode} 尚有 {count} 个预约'),
  DEVICE_OF_THIS_KIND: conflicting(
    '{assetCode} is of the kind {kindCode} already',
    '{assetCode} 已属于设备类型 {kindCode}',
  ),
  DEVICE_HAS_PARTS: conflicting('Parts still travel with {assetCode}', '{assetCode} 仍有随行部件'),
  PART_FOLLOWS_DEVICE: conflicting('A part belongs to the owner of its device', '部件随主设备归属'),
  PART_OF_ITSELF: refused('A device cannot be its own part', '设备不能是自身的部件'),
  PART_NESTED: conflicting('A part has no parts of its own', '部件不能再带部件'),
  PART_ALREADY_ATTACHED: conflicting('The part travels with a device already', '该部件已随某设备'),
  PART_NOT_ATTACHED: conflicting('The part does not travel with this device', '该部件未随此设备'),
  PART_OF_ANOTHER_UNIT: refused('The part belongs to another unit', '该部件属于其他单位'),
  PART_BOOKED: conflicting('The part is booked by itself', '该部件已被单独预约'),
  DEVICE_RETIRED: conflicting('One of the two is retired', '其中之一已报废'),
  KIND_COUNTS_NO_CYCLES: refused('Devices of the kind {kindCode} have no cycles', '设备类型 {kindCode} 不计循环次数'),
  COUNTER_RUNS_BACK: refused(
    'The counter showed more before, or less afterwards, than {cycleCount}',
    '循环次数 {cycleCount} 与此前或此后的读数矛盾',
  ),
  COUNTER_IN_FUTURE: refused('The reading is dated in the future', '读数时间晚于现在'),
  BUNDLE_NOT_FOUND: unknown('There is no such bundle', '没有该成套设备'),
  BUNDLE_EXISTS: conflicting('The unit has a bundle {name} already', '本单位已有成套设备 {name}'),
  BUNDLE_CHANGED: conflicting(
    'Somebody changed the bundle meanwhile; it is now version {version}',
    '该成套设备已被他人修改，当前版本为 {version}',
  ),
  BUNDLE_DEVICE_OF_ANOTHER_UNIT: refused('A device of the bundle belongs to another unit', '所列设备属于其他单位'),
  BUNDLE_ITEM_UNKNOWN: refused('What is left out is no item of the bundle', '不带的项目不在该成套设备中'),
  BUNDLE_ITEM_REQUIRED: refused('A required item cannot be left out', '必带项目不能省略'),
  BUNDLE_EMPTY: refused('Nothing of the bundle is left', '成套设备中没有剩余项目'),
  BARCODE_TAKEN: conflicting('The code {value} leads to a device already', '编码 {value} 已指向某设备'),
  BARCODE_NOT_FOUND: unknown('The device wears no such barcode', '该设备没有此条码'),
  CODE_OF_ANOTHER_DEVICE: refused(
    'The code that was scanned is not that of {assetCode}',
    '扫描的编码不属于 {assetCode}',
  ),
  DEVICE_IS_PART: refused('This goes with another device and is booked with it', '该部件随主设备一起预约'),
  DEVICE_NOT_IN_SERVICE: refused('The device is not in service', '设备未在用'),
  DEVICE_NOT_LENT: refused('The owner does not lend this device to your unit', '所属单位不向贵单位出借该设备'),
  CALIBRATION_MISSING: refused('{assetCode} has no certificate or check on record', '{assetCode} 没有检定/校准记录'),
  CALIBRATION_FAILED: refused(
    '{assetCode} failed its last check (certificate {certificate})',
    '{assetCode} 最近一次检定/校准不合格（证书 {certificate}）',
  ),
  CALIBRATION_LAPSES: refused(
    'Certificate {certificate} of {assetCode} is valid to {dueOn}, not to the end of the period',
    '{assetCode} 的检定/校准证书 {certificate} 有效期至 {dueOn}，早于使用期结束',
  ),
  INSURANCE_MISSING: refused(
    'No liability insurance is recorded; drones of this class need one (Order 761 art. 12)',
    '未登记责任保险；该类无人机依条例第十二条应当投保',
  ),
  INSURANCE_LAPSES: refused('The liability insurance lapses before the period ends', '责任保险在使用期内到期'),
  CALIBRATION_IN_FUTURE: refused('The work is dated in the future', '检定/校准日期晚于今天'),
  CERTIFICATE_EXISTS: conflicting('This certificate is already recorded', '该证书已登记'),

  DOCUMENT_ATTACHED: conflicting('This file is attached to the device already', '该文件已附在此设备上'),
  DOCUMENT_NOT_FOUND: unknown('The device has no such document', '该设备没有此文件'),
  DOCUMENTS_FULL: conflicting('A device has at most {most} documents', '每台设备最多 {most} 份文件'),
  MAINTENANCE_DUE: refused('{assetCode} is due for {plan}: {due}', '{assetCode} 须先进行“{plan}”：{dueZh}'),
  PART_UNFIT: refused(
    '{partCode} travels with {assetCode} and keeps it at home: {reason}',
    '随 {assetCode} 的部件 {partCode} 不可用：{reasonZh}',
  ),
  MAINTENANCE_IN_FUTURE: refused('The work is dated {doneOn}, in the future', '维护日期 {doneOn} 晚于今天'),
  MAINTENANCE_PLAN_NOT_FOUND: unknown('There is no such maintenance plan', '没有该维护计划'),
  MAINTENANCE_PLAN_ENDED: conflicting('The plan ended at {endedAt}', '该维护计划已于 {endedAt} 终止'),
  MAINTENANCE_PLAN_OF_OTHERS: refused('The plan is for other devices', '该维护计划不适用于此设备'),

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

  PERSON_NOT_FOUND: unknown('There is no such person', '没有该人员'),
  PERSON_LACKS_ROLE: refused('The person does not do this work', '该人员不承担此项工作'),
  PERSON_NOT_LENT: refused(
    'The person belongs to a unit that is not in line with yours',
    '该人员不属于本单位或上下级单位',
  ),
  PERSON_AWAY: refused('The person is away in that period', '该人员此时段不在岗'),
  PERSON_BUSY: conflicting('The person has another booking in that period', '该人员此时段已有预约'),
  PERSON_NOBODY_FREE: conflicting('Nobody who could go along as {capacity} is free', '没有可用的人员（{capacity}）'),
  PILOT_LICENCE_MISSING: refused(
    'The pilot has no licence for a drone of class {needs} (Order 761 art. 16)',
    '该飞手没有 {needs} 类无人机操控员执照（条例第十六条）',
  ),
  PILOT_LICENCE_LAPSES: refused(
    'The pilot’s licence ends on {validUntil}, before the period does',
    '该飞手的执照于 {validUntil} 到期，早于使用期结束',
  ),
  TESTER_TRAINING_MISSING: refused(
    'The tester has no training for instruments of {needs}',
    '该快检员没有 {needs} 类仪器的培训',
  ),
  TESTER_TRAINING_LAPSES: refused(
    'The tester’s training ends on {validUntil}, before the period does',
    '该快检员的培训于 {validUntil} 到期，早于使用期结束',
  ),

  DEVICE_ALREADY_OUT: conflicting('The device is already checked out', '设备已借出'),
  ALREADY_HANDED_BACK: conflicting('The device has been handed back already', '设备已归还'),

  PHOTO_NOT_PICTURE: refused('A file is no picture', '所附文件不是图片'),
  BATCH_REFUSED: conflicting(
    'Not every device of the list can be checked out; none was',
    '清单中有设备不能借出，全部未借出',
  ),
  DEVICE_NAMED_TWICE: refused('The list names this device twice', '清单中重复出现该设备'),

  SIGNATURE_UNREADABLE: refused(
    'The signature of the {side} is no drawing: {reason}',
    '{side} 的签名不是有效图形：{reason}',
  ),
  SIGNER_UNKNOWN: refused('A signature names a person without an account', '签名人没有账号'),
  CHECKLIST_CHANGED: conflicting('Somebody else has changed this checklist', '该检查清单已被他人修改'),
  CHECKLIST_ITEM_UNKNOWN: refused('The checklist has no such item', '检查清单没有该项'),
  CHECKLIST_ITEM_OF_REGISTRY: refused('The registry answers this item itself', '该项由系统自动填写'),
  CHECKLIST_ANSWER_INVALID: refused('An answer does not fit its item', '检查项的答案不符合要求'),
  CHECKLIST_INCOMPLETE: refused('Required items are not answered', '必填检查项尚未填写'),
  CHECKLIST_FAILED: refused('The checklist says that the device must not leave', '检查不合格，设备不得借出'),

  HAND_OVER_NOT_HOLDER: {
    status: 403,
    level: 'info',
    en: 'Only the holder hands a device over',
    zh: '只有保管人可以移交设备',
  },
  HAND_OVER_TO_SELF: refused('The device is with this person already', '该人员已是保管人'),
  HAND_OVER_RECEIVER_UNFIT: refused('This person cannot take devices', '该人员不能接收设备'),
  HAND_OVER_RECEIVER_OUTSIDE: refused(
    'The receiver belongs neither to the unit that booked the device nor to its case',
    '接收人既不属于预约单位，也不是本案成员',
  ),
  HAND_OVER_OFFERED_ALREADY: conflicting('The device is offered to this person already', '已请该人员接收'),
  HAND_OVER_NOT_OFFERED: conflicting('The device is offered to nobody', '该设备没有待接收的移交'),
  HAND_OVER_SETTLED: conflicting('The offer is open no more: {state}', '该移交已结束：{state}'),

  DAMAGE_STATE: conflicting('What is {state} cannot be {to} next', '当前为 {state}，不能变为 {to}'),
  DAMAGE_NOBODY_CHARGED: refused('There is no other unit to be charged', '没有可追偿的单位'),

  JOURNEY_NOT_LENT: refused('Nothing here is lent to another unit', '没有出借给其他单位的设备'),
  JOURNEY_OPEN: conflicting('The device is on a journey already', '该设备已在途或正在交付'),
  JOURNEY_STATE: conflicting('What is {state} cannot be {to} next', '当前为 {state}，不能变为 {to}'),
  JOURNEY_STEP_INCOMPLETE: refused('The step {to} does not say everything it must', '步骤 {to} 缺少必填内容'),
  JOURNEY_STEP_TIME: refused(
    'The step lies in the future, or before the one it follows',
    '时间晚于现在，或早于上一步骤',
  ),
  SLIP_OWNER_UNCLEAR: refused(
    'The booking names devices of several units: say whose',
    '预约包含多个单位的设备，请指明出借单位',
  ),

  CARD_CODE_TAKEN: conflicting('There is a card {code} already', '存储卡 {code} 已登记'),
  CARD_INSERTED: conflicting('The card is in a device', '存储卡在设备内'),
  CARD_NOT_INSERTED: conflicting('The card is in no device', '存储卡不在设备内'),
  CARD_STATE: conflicting('The card is {state}', '存储卡状态为 {state}'),
  CARD_COUNT_DIFFERS: conflicting(
    '{counted} files were found on the card, {listed} are listed',
    '卡上有 {counted} 个文件，清单列出 {listed} 个',
  ),
  CARD_NOT_RECEIVED: conflicting(
    '{missingCount} files of the card have not been received; it must not be cleared',
    '卡上有 {missingCount} 个文件尚未上传，不得清空',
  ),
  CARD_RECEIVER_UNFIT: refused('A sealed card goes to a handler of its case', '封存的存储卡只能移交本案承办检察官'),
  MANIFEST_CONTRADICTS: refused('A file is listed with another size', '同一文件的大小与清单不符'),
  MANIFEST_TOO_LONG: refused('A card has at most {most} files', '一张卡最多 {most} 个文件'),
  SEAL_NUMBER_USED: conflicting('The seal {sealNumber} was used before', '封签 {sealNumber} 已被使用'),
  WITNESS_UNKNOWN: refused('The witness named has no account', '见证人没有账号'),

  KIT_NOT_FOUND: unknown('There is no kit {kitCode}', '没有试剂盒 {kitCode}'),
  KIT_EXISTS: conflicting('There is a kit {kitCode} already', '试剂盒 {kitCode} 已存在'),
  KIT_CHANGED: conflicting(
    'Somebody changed the kit meanwhile; it is now version {version}',
    '该试剂盒已被他人修改，当前版本为 {version}',
  ),
  KIT_SCHEMA_VIOLATED: conflicting(
    'Lots of the kit do not fit these fields, first {lotNumber}',
    '该试剂盒已有批次不符合新的字段定义，首个为 {lotNumber}',
  ),
  LOT_ATTRIBUTES_INVALID: refused(
    'The fields do not fit the kit {kitCode}; errors names each',
    '字段不符合试剂盒 {kitCode} 的定义，详见 errors',
  ),

  LOT_NOT_FOUND: unknown('There is no such lot', '没有该批号'),
  LOT_EXPIRED: refused('The lot expires before the period ends', '该批次在使用期内过期'),
  LOT_NOT_LENT: refused('The lot belongs to a unit that has no part in this', '该批次属于无关单位'),
  LOT_SHORT: conflicting('The lot does not hold that much', '该批次余量不足'),
  LOT_ALREADY_KEPT: conflicting('The booking already has this lot', '该预约已包含此批次'),
  LOT_EXISTS: conflicting('The unit already has lot {lotNumber} of this kit', '本单位已有该试剂的批号 {lotNumber}'),
  LOT_RECEIVED_IN_FUTURE: refused('The lot is received in the future', '到货日期晚于今天'),
  LOT_OPEN_ALREADY: conflicting('The lot was opened at {openedAt}', '该批次已于 {openedAt} 开封'),
  LOT_OPENED_IN_FUTURE: refused('The lot is opened in the future', '开封时间晚于现在'),
  LOT_OPENED_BEFORE_RECEIPT: refused('The lot is opened before it was received', '开封时间早于到货日期'),
  LOT_KEPT_FOR_BOOKINGS: conflicting(
    '{reserved} of {onHand} are kept for bookings; {available} are free',
    '现存 {onHand}，其中 {reserved} 已为预约保留，可动用 {available}',
  ),
  LOT_TOO_MUCH: refused('The lot would hold more than a store room does', '该批次数量超出合理范围'),
  KIT_UNKNOWN: refused('There is no kit {kitCode}', '没有试剂盒 {kitCode}'),
  LOT_RETURN_TOO_MUCH: refused('More is handed back than was taken', '归还数量超过借出数量'),
});
