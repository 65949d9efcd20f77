import type { Tier } from '../../identity/index.js';
import type { SessionRole } from '../sessions/session-roles.js';
import type { AgendaState, Stance } from './consultation.codes.js';

export const ROLE_WORDS: Readonly<Record<SessionRole, string>> = {
  commander: '主持（总指挥）',
  deputy: '副指挥',
  dispatcher: '值班调度',
  field_lead: '现场负责人',
  field_member: '现场人员',
  pilot: '飞手',
  expert: '专家',
  scribe: '记录员',
  liaison: '联络员',
  observer: '列席',
};

export const TIER_WORDS: Readonly<Record<Tier, string>> = { province: '省级', city: '市级', county: '县级' };

export const AGENDA_WORDS: Readonly<Record<AgendaState, string>> = {
  planned: '未进行',
  under_way: '进行中',
  done: '已进行',
  dropped: '已取消',
};

export const STANCE_WORDS: Readonly<Record<Stance, string>> = { signed: '同意并签署', dissented: '不同意' };
