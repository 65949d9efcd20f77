import { defineNotices } from '../../identity/index.js';

/** Instants in params are written in China's time; never the case, which a reader of notices may not be let into. */
export const RequestNotices = defineNotices({
  ASSISTANCE_ASKED: {
    zh: '{unit}请求技术协助，完成时限 {due}',
    en: '{unit} asks for technical assistance until {due}',
  },
  ASSISTANCE_AMENDED: {
    zh: '{unit}已补充技术协助请求，完成时限 {due}',
    en: '{unit} has given more detail on its request for assistance until {due}',
  },
  ASSISTANCE_PASSED: {
    zh: '{unit}未受理技术协助请求，留待上级：{reason}',
    en: '{unit} leaves the request for assistance to the others: {reason}',
  },
  ASSISTANCE_ACCEPTED: {
    zh: '{unit}已受理技术协助请求（时限 {due}）',
    en: '{unit} has accepted the request for assistance until {due}',
  },
  ASSISTANCE_DECLINED: {
    zh: '{unit}不予受理技术协助请求：{reason}',
    en: '{unit} declines the request for assistance: {reason}',
  },
  ASSISTANCE_RETURNED: {
    zh: '{unit}退回技术协助请求，请补充：{reason}',
    en: '{unit} wants more detail on the request for assistance: {reason}',
  },
  ASSISTANCE_ARRANGED: {
    zh: '{unit}已为技术协助请求安排人员和设备（时限 {due}）',
    en: '{unit} has assigned people and devices for the assistance until {due}',
  },
  ASSISTANCE_ASSIGNED: {
    zh: '{unit}安排您参加技术协助（时限 {due}）',
    en: '{unit} has assigned you to an assistance until {due}',
  },
  ASSISTANCE_RELEASED: {
    zh: '{unit}改派他人参加技术协助，您不再参加：{reason}',
    en: '{unit} has assigned others to the assistance in your place: {reason}',
  },
  ASSISTANCE_UNDER_WAY: {
    zh: '{unit}已开始技术协助工作',
    en: '{unit} has begun the assistance',
  },
  ASSISTANCE_CLOSED: {
    zh: '{unit}已完成技术协助并提交报告',
    en: '{unit} has closed the assistance with a report',
  },
  ASSISTANCE_NOT_DONE: {
    zh: '{unit}未能完成技术协助：{reason}',
    en: '{unit} could not do the assistance: {reason}',
  },
  ASSISTANCE_WITHDRAWN: {
    zh: '{unit}撤回技术协助请求：{reason}',
    en: '{unit} withdraws its request for assistance: {reason}',
  },
  ASSISTANCE_OVERDUE: {
    zh: '{unit}请求的技术协助已超过完成时限 {due}',
    en: 'The assistance that {unit} asked for was due at {due} and is overdue',
  },
});
