import type { PaperLanguage } from '../../platform/index.js';
import type { Desk } from '../../identity/index.js';
import type { Deadline, OrderPriority } from '../orders/order.rules.js';
import type { SessionState } from '../sessions/session.rules.js';
import type { HandoverState } from './shift.rules.js';

interface ShiftWords {
  readonly title: string;
  readonly unit: string;
  readonly desk: string;
  readonly desks: Readonly<Record<Desk, string>>;
  readonly state: string;
  readonly states: Readonly<Record<HandoverState, string>>;
  readonly offeredAt: string;
  readonly endedAt: string;
  readonly giver: string;
  readonly taker: string;
  readonly leader: string;
  readonly remark: string;
  readonly endRemark: string;
  readonly none: string;
  readonly more: string;
  readonly digest: string;
  readonly duty: string;
  readonly sessions: string;
  readonly unsigned: string;
  readonly overdue: string;
  readonly airborne: string;
  readonly late: string;
  readonly alarms: string;
  readonly sessionStates: Readonly<Record<SessionState, string>>;
  readonly priorities: Readonly<Record<OrderPriority, string>>;
  readonly deadlines: Readonly<Record<Deadline, string>>;
  readonly columns: Readonly<Record<ShiftColumn, string>>;
  readonly unheard: string;
}

type ShiftColumn =
  | 'person'
  | 'telephone'
  | 'until'
  | 'session'
  | 'commander'
  | 'open'
  | 'order'
  | 'to'
  | 'priority'
  | 'issued'
  | 'due'
  | 'device'
  | 'pilot'
  | 'takenOff'
  | 'holder'
  | 'kind'
  | 'began';

export const SHIFT_WORDS: Readonly<Record<PaperLanguage, ShiftWords>> = {
  zh: {
    title: '值班交接表',
    unit: '单位',
    desk: '席位',
    desks: { command: '指挥', technical: '技术', equipment: '装备' },
    state: '交接状态',
    states: { offered: '待接班', taken: '已接班', declined: '未接班', withdrawn: '已撤回', lapsed: '已失效' },
    offeredAt: '交班时间',
    endedAt: '接班时间',
    giver: '交班人',
    taker: '接班人',
    leader: '值班领导',
    remark: '交班说明',
    endRemark: '接班意见',
    none: '无',
    more: '仅列前 100 项，另有未列项',
    digest: '交接表 SHA-256',
    duty: '当前值班人员',
    sessions: '进行中的指挥会话',
    unsigned: '待签收指令',
    overdue: '超时指令',
    airborne: '在飞航班',
    late: '逾期未还设备',
    alarms: '未确认告警',
    sessionStates: { scheduled: '已预定', open: '进行中', suspended: '已暂停', closed: '已关闭', archived: '已归档' },
    priorities: { routine: '一般', urgent: '紧急', flash: '特急' },
    deadlines: { ack: '签收', arrive: '到达', done: '完成' },
    columns: {
      person: '人员',
      telephone: '电话',
      until: '值班至',
      session: '会话',
      commander: '指挥员',
      open: '未结/待签',
      order: '指令',
      to: '受令方',
      priority: '等级',
      issued: '下达时间',
      due: '时限',
      device: '设备',
      pilot: '飞手',
      takenOff: '起飞时间',
      holder: '借用人',
      kind: '类型',
      began: '开始时间',
    },
    unheard: '仅人工报告',
  },
  en: {
    title: 'Shift hand-over',
    unit: 'Unit',
    desk: 'Desk',
    desks: { command: 'command', technical: 'technical', equipment: 'equipment' },
    state: 'State',
    states: { offered: 'offered', taken: 'taken', declined: 'declined', withdrawn: 'withdrawn', lapsed: 'lapsed' },
    offeredAt: 'Handed over',
    endedAt: 'Answered',
    giver: 'Handed over by',
    taker: 'Taken by',
    leader: 'Leader on duty',
    remark: 'Remarks',
    endRemark: 'Answer',
    none: 'none',
    more: 'The first 100 only; there are more',
    digest: 'SHA-256 of the sheet',
    duty: 'On duty',
    sessions: 'Sessions under way',
    unsigned: 'Orders nobody has acknowledged',
    overdue: 'Orders that are late',
    airborne: 'In the air',
    late: 'Devices not back in time',
    alarms: 'Alarms nobody has taken note of',
    sessionStates: {
      scheduled: 'scheduled',
      open: 'open',
      suspended: 'suspended',
      closed: 'closed',
      archived: 'archived',
    },
    priorities: { routine: 'routine', urgent: 'urgent', flash: 'flash' },
    deadlines: { ack: 'acknowledge', arrive: 'arrive', done: 'done' },
    columns: {
      person: 'Person',
      telephone: 'Telephone',
      until: 'Until',
      session: 'Session',
      commander: 'Commander',
      open: 'Open/unsigned',
      order: 'Order',
      to: 'To',
      priority: 'Priority',
      issued: 'Issued',
      due: 'Due',
      device: 'Device',
      pilot: 'Pilot',
      takenOff: 'Took off',
      holder: 'Holder',
      kind: 'Kind',
      began: 'Began',
    },
    unheard: 'said only',
  },
};
