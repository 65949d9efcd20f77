import { defineErrors } from '../platform/index.js';

export const CommandErrors = defineErrors({
  NO_RUNNING_SESSION: {
    status: 409,
    level: 'info',
    en: 'There is no running command session to draw in',
    zh: '当前没有进行中的指挥会话，无法标注',
  },
  UNKNOWN_COMMAND: { status: 400, level: 'info', en: 'There is no such command', zh: '没有该指令类型' },
  STALE_COMMAND_EPOCH: {
    status: 409,
    level: 'info',
    en: 'Command has passed to someone else meanwhile; the epoch is now {currentEpoch}',
    zh: '指挥权已变更，当前任期为 {currentEpoch}',
  },
  BAD_STATE: {
    status: 409,
    level: 'info',
    en: 'Not possible now: the {subject} is {state}',
    zh: '当前状态下不能进行该操作：{subject} 为 {state}',
  },
  CMD_ID_REUSED: {
    status: 422,
    level: 'info',
    en: 'This cmdId already belongs to another command',
    zh: '该 cmdId 已属于另一条指令',
  },
  OCCURRED_IN_FUTURE: {
    status: 422,
    level: 'info',
    en: 'occurredAt lies in the future; check the clock of the device',
    zh: 'occurredAt 晚于当前时间，请检查设备时钟',
  },
  SESSION_BUSY: {
    status: 503,
    level: 'warn',
    retryable: true,
    en: 'Too many commands are waiting in this session',
    zh: '该会话等待处理的指令过多',
  },
  ALREADY_JOINED: { status: 409, level: 'info', en: 'You take part already', zh: '您已加入该会话' },
  CANNOT_TAKE_PART: {
    status: 422,
    level: 'info',
    en: 'This person or unit cannot take part in a session',
    zh: '该人员或单位不能参加会话',
  },
  CANNOT_COMMAND: {
    status: 422,
    level: 'info',
    en: 'Command can pass only to a participant who may open sessions',
    zh: '指挥权只能移交给有权开启会话的参加人',
  },
  ORDER_EXISTS: { status: 409, level: 'info', en: 'There is an order with this id already', zh: '该指令编号已存在' },
  DEVICE_NOT_HELD: {
    status: 422,
    level: 'info',
    en: 'Nobody has checked this device out, so nobody would get the order',
    zh: '该设备无人借用，指令无法送达',
  },
  ROLE_VACANT: {
    status: 422,
    level: 'info',
    en: 'Nobody in this session is {role}, so nobody would get the order',
    zh: '会话中无人担任 {role}，指令无法送达',
  },
  MAP_FEATURE_UNKNOWN: { status: 404, level: 'info', en: 'There is no such shape on the map', zh: '地图上没有该标绘' },
});
