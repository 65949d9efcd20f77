/** A text in the two languages of the service; `zh` counts. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** zh, en. `{name}` stands for a field of the payload; what stands in `[…]` falls away where one of its fields is empty. */
export type Template = readonly [zh: string, en: string];

export const ROLE_WORDS: Readonly<Record<string, Words>> = {
  commander: { zh: '总指挥', en: 'commander' },
  deputy: { zh: '副指挥', en: 'deputy' },
  dispatcher: { zh: '值班调度', en: 'dispatcher' },
  field_lead: { zh: '现场负责人', en: 'field lead' },
  field_member: { zh: '现场人员', en: 'field member' },
  pilot: { zh: '飞手', en: 'pilot' },
  expert: { zh: '专家', en: 'expert' },
  scribe: { zh: '记录员', en: 'scribe' },
  liaison: { zh: '联络员', en: 'liaison' },
  observer: { zh: '观察员', en: 'observer' },
};

export const KIND_WORDS: Readonly<Record<string, Words>> = {
  dispatch: { zh: '指挥调度', en: 'dispatch' },
  consultation: { zh: '会商研判', en: 'consultation' },
  joint_collection: { zh: '协同取证', en: 'joint collection' },
};

export const REQUEST_KIND_WORDS: Readonly<Record<string, Words>> = {
  device: { zh: '设备', en: 'devices' },
  expert: { zh: '专家', en: 'experts' },
  people: { zh: '人员', en: 'people' },
};

export const STATE_WORDS: Readonly<Record<string, Words>> = {
  scheduled: { zh: '已预定', en: 'scheduled' },
  open: { zh: '进行中', en: 'open' },
  suspended: { zh: '已暂停', en: 'suspended' },
  closed: { zh: '已关闭', en: 'closed' },
  archived: { zh: '已归档', en: 'archived' },
};

export const ORDER_STATE_WORDS: Readonly<Record<string, Words>> = {
  DRAFT: { zh: '草稿', en: 'draft' },
  ISSUED: { zh: '已下达', en: 'issued' },
  DELIVERED: { zh: '已送达', en: 'delivered' },
  SEEN: { zh: '已阅', en: 'seen' },
  ACKNOWLEDGED: { zh: '已签收', en: 'acknowledged' },
  EN_ROUTE: { zh: '已出发', en: 'en route' },
  ON_SCENE: { zh: '已到场', en: 'on scene' },
  SUBMITTED: { zh: '已提交', en: 'submitted' },
  ACCEPTED: { zh: '已验收', en: 'accepted' },
  RETURNED: { zh: '已退回', en: 'returned' },
  REJECTED: { zh: '已拒绝', en: 'rejected' },
  CANCELLED: { zh: '已取消', en: 'cancelled' },
  EXPIRED: { zh: '已过期', en: 'expired' },
};

export const SOMEBODY: Words = { zh: '某人', en: 'somebody' };
export const SOME_UNIT: Words = { zh: '某单位', en: 'a unit' };

/** What each type of event says, without who did it: that stands beside it. */
export const EVENT_TEMPLATES: Readonly<Record<string, Template>> = {
  'session.opened': ['开启会话“{title}”（{sessionKind}）', 'opened the session “{title}” ({sessionKind})'],
  'session.scheduled': [
    '预定会话“{title}”（{sessionKind}）[，计划于 {scheduledFor} 开始]',
    'scheduled the session “{title}” ({sessionKind})[, to begin at {scheduledFor}]',
  ],
  'session.open': ['开始会话[：{reason}]', 'began the session[: {reason}]'],
  'session.suspend': ['暂停会话[：{reason}]', 'suspended the session[: {reason}]'],
  'session.resume': ['恢复会话[：{reason}]', 'resumed the session[: {reason}]'],
  'session.close': [
    '关闭会话[：{reason}][，未完成指令 {openOrders} 条]',
    'closed the session[: {reason}][, orders left open: {openOrders}]',
  ],
  'session.reopen': ['重新开启会话：{reason}', 'reopened the session: {reason}'],
  'session.archive': ['归档会话[：{reason}]', 'archived the session[: {reason}]'],
  'participant.invite': ['邀请{invitee}参加[，身份：{role}]', 'invited {invitee}[ as {role}]'],
  'participant.join': ['加入会话[，身份：{role}]', 'joined[ as {role}]'],
  'participant.leave': ['离开会话[：{reason}]', 'left[: {reason}]'],
  'participant.request': ['申请加入[，身份：{role}][：{reason}]', 'asked to join[ as {role}][: {reason}]'],
  'participant.admit': ['同意{userId}加入[，身份：{role}]', 'admitted {userId}[ as {role}]'],
  'participant.decline': ['拒绝{userId}加入[：{reason}]', 'declined {userId}[: {reason}]'],
  'participant.pullIn': ['强拉{userId}入会[，身份：{role}][：{reason}]', 'pulled {userId} in[ as {role}][: {reason}]'],
  'participant.setRole': [
    '将{userId}的身份[由{formerRole}]改为{role}',
    'made {userId} {role}[ in place of {formerRole}]',
  ],
  'participant.remove': ['将{userId}移出会话：{reason}', 'removed {userId}: {reason}'],
  'participant.online': ['{userId}上线', '{userId} came online'],
  'participant.offline': ['{userId}离线[，最后在线 {lastSeenAt}]', '{userId} went offline[, last seen {lastSeenAt}]'],
  'guest.invite': [
    '邀请外部人员{name}（{organisation}）[，有效期至 {expiresAt}][，事由：{purpose}]',
    'let {name} ({organisation}) in from outside[ until {expiresAt}][, for: {purpose}]',
  ],
  'guest.revoke': ['撤销外部人员的邀请[：{reason}]', 'withdrew a guest’s invitation[: {reason}]'],
  'guest.entered': ['外部人员{name}（{organisation}）进入', 'the guest {name} ({organisation}) came in'],
  'command.offer': ['提议将指挥权移交{toUserId}[：{briefing}]', 'offered command to {toUserId}[: {briefing}]'],
  'command.accept': [
    '接受指挥权移交[，原指挥 {fromUserId}][，任期 {epoch}]',
    'accepted command[ from {fromUserId}][, epoch {epoch}]',
  ],
  'command.decline': ['拒绝接受指挥权[：{reason}]', 'declined command[: {reason}]'],
  'command.offerExpired': ['移交指挥权的提议超时未答复', 'the offer of command was not answered in time'],
  'command.takeOver': [
    '接管指挥权[，原指挥 {fromUserId}][，任期 {epoch}]：{reason}',
    'took command over[ from {fromUserId}][, epoch {epoch}]: {reason}',
  ],
  'command.assume': [
    '副指挥接任指挥[，原指挥 {fromUserId}][，任期 {epoch}][：{reason}]',
    'assumed command as deputy[ from {fromUserId}][, epoch {epoch}][: {reason}]',
  ],
  'order.issue': [
    '向{to}下达指令：{text}[；签收时限 {ackDueAt}][；完成时限 {doneDueAt}]',
    'ordered {to}: {text}[; to be acknowledged by {ackDueAt}][; to be done by {doneDueAt}]',
  ],
  'order.delivered': ['指令已送达[：{note}]', 'the order was delivered[: {note}]'],
  'order.seen': ['已阅指令[：{note}]', 'saw the order[: {note}]'],
  'order.acknowledge': ['签收指令[：{note}]', 'acknowledged the order[: {note}]'],
  'order.enRoute': ['已出发[：{note}]', 'is on the way[: {note}]'],
  'order.onScene': ['已到场[：{note}]', 'is on scene[: {note}]'],
  'order.submit': [
    '提交指令成果[，证据 {evidenceIds} 件][：{note}]',
    'handed in what the order asked for[, items of evidence: {evidenceIds}][: {note}]',
  ],
  'order.accept': ['验收指令成果[：{note}]', 'accepted what was handed in[: {note}]'],
  'order.return': ['退回指令成果：{reason}', 'returned what was handed in: {reason}'],
  'order.cancel': ['取消指令[：{reason}]', 'cancelled the order[: {reason}]'],
  'chat.say': ['发言：{text}[（附证据 {evidenceIds} 件）]', 'said: {text}[ (items of evidence: {evidenceIds})]'],
  'chat.promote': [
    '将第 {seq} 号发言载入记录[：{said}][；{note}]',
    'made line {seq} part of the record[: {said}][; {note}]',
  ],
  'map.put': ['标绘{mapKind}[“{label}”][，第 {version} 版]', 'drew a {mapKind}[ “{label}”][, version {version}]'],
  'map.remove': ['移除标绘[：{reason}]', 'removed a shape[: {reason}]'],
  'map.restore': ['恢复标绘[“{label}”][：{reason}]', 'put a shape back[ “{label}”][: {reason}]'],
  'show.request': ['请求{holderUserId}共享画面：{purpose}', 'asked {holderUserId} to show what they see: {purpose}'],
  'show.consent': ['{consent}共享画面[，至 {untilAt}]', '{consent} to show what they see[ until {untilAt}]'],
  'show.stop': ['停止共享画面[：{reason}]', 'ended the showing[: {reason}]'],
  'show.over': ['{holderUserId}的画面共享到时结束', 'the showing of {holderUserId} came to its time'],
  'photo.request': ['请求{photographer}拍照：{purpose}', 'asked {photographer} for a photo: {purpose}'],
  'photo.taken': ['提交所请求的照片', 'handed in the photo that was asked for'],
  'still.promote': ['将{holderUserId}的实时截图固定为证据', 'made a still of {holderUserId} evidence'],
  'order.draft': ['起草给{to}的指令：{text}', 'drafted an order to {to}: {text}'],
  'order.reject': ['拒绝指令：{reason}', 'rejected the order: {reason}'],
  'order.receive': [
    '回执[：送达 {delivered} 条][，已阅 {seen} 条]',
    'receipts[: {delivered} delivered][, {seen} seen]',
  ],
  'order.linkFlight': ['将飞行计划关联到指令', 'tied a flight to the order'],
  'order.expired': ['指令逾期未签收，已过期', 'the order was not acknowledged in time and has expired'],
  'order.escalated': [
    '指令逾期，升级提醒[（第 {level} 级）]',
    'the order is overdue and was taken up[ (level {level})]',
  ],
  'order.snooze': ['推迟提醒 {minutes} 分钟：{reason}', 'put the reminder off by {minutes} minutes: {reason}'],
  'order.override': [
    '改变升级提醒[，至第 {level} 级]：{reason}',
    'changed the escalation[ to level {level}]: {reason}',
  ],
  'log.note': ['记事[（{happenedAt}）]：{text}', 'noted[ of {happenedAt}]: {text}'],
  'dispatch.confirm': ['就近调度{userId}[携设备 {assetCode}]：{text}', 'sent {userId}[ with {assetCode}]: {text}'],
  'request.raise': [
    '请求增援[：{requestKind} {quantity} 项][，用途：{text}]',
    'asked for more[: {requestKind}, {quantity}][, for: {text}]',
  ],
  'request.meet': [
    '满足增援请求[：{requestKind} {quantity} 项][，累计 {met}/{asked}][，设备 {assetCodes} 台][：{remark}]',
    'met a request[: {requestKind}, {quantity}][, {met} of {asked} in all][, devices: {assetCodes}][: {remark}]',
  ],
  'request.cancel': ['撤销增援请求[（{requestKind}）]：{reason}', 'called a request off[ ({requestKind})]: {reason}'],
  'sector.put': ['划定取证片区“{name}”，由{unitId}负责', 'set the sector “{name}” for {unitId}'],
  'sector.remove': ['撤销取证片区[“{name}”][：{reason}]', 'removed the sector[ “{name}”][: {reason}]'],
  'sector.report': ['报告片区进展[：{note}]', 'reported on a sector[: {note}]'],
  'lead.name': ['指定{unitId}牵头', 'named {unitId} as the leader'],
  'agenda.set': ['设定议程，共 {items} 项', 'set the agenda, items: {items}'],
  'agenda.advance': ['推进议程', 'went on in the agenda'],
  'material.add': ['提交会商材料“{title}”', 'laid “{title}” before the consultation'],
  'expert.invite': [
    '邀请专家[{name}][（{organisation}）]：{purpose}',
    'invited the expert[ {name}][ ({organisation})]: {purpose}',
  ],
  'conclusion.draft': [
    '起草会商结论[（第 {version} 稿）]：{text}',
    'drafted a conclusion[ (version {version})]: {text}',
  ],
  'conclusion.sign': ['签署会商结论[（第 {version} 稿）]', 'signed the conclusion[ (version {version})]'],
  'conclusion.dissent': [
    '对会商结论[（第 {version} 稿）]持不同意见：{reason}',
    'dissented from the conclusion[ (version {version})]: {reason}',
  ],
  'conclusion.settle': [
    '会商结论[（第 {version} 稿）]定稿[：{text}]',
    'settled the conclusion[ (version {version})][: {text}]',
  ],
  'sitrep.issued': [
    '发布第 {number} 期情况报告[，签发人 {signedBy}]',
    'issued situation report {number}[, signed by {signedBy}]',
  ],
};

export const MAP_KIND_WORDS: Readonly<Record<string, Words>> = {
  point: { zh: '点', en: 'point' },
  line: { zh: '线', en: 'line' },
  polygon: { zh: '面', en: 'polygon' },
  label: { zh: '文字', en: 'label' },
  range_ring: { zh: '距离圈', en: 'range ring' },
  bearing: { zh: '方位线', en: 'bearing' },
  measurement: { zh: '量测', en: 'measurement' },
};
