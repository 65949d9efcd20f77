import { defineErrors } from '../platform/index.js';

export const CaseErrors = defineErrors({
  CASE_NUMBER_TAKEN: { status: 409, level: 'info', en: 'There is a case file with this number', zh: '该案号已存在' },
  CASE_DOMAIN_UNKNOWN: {
    status: 422,
    level: 'info',
    en: 'Unknown domain {domain}',
    zh: '未知的公益诉讼领域：{domain}',
  },
  CASE_MEMBER_UNKNOWN: { status: 422, level: 'info', en: 'There is no such person', zh: '没有该人员' },
  CASE_STAGE_UNREACHABLE: {
    status: 409,
    level: 'info',
    en: 'A case in the stage {from} cannot go to {to}',
    zh: '案件处于 {from} 阶段，不能转为 {to}',
  },
  CASE_FOLLOW_UP_PAST: {
    status: 422,
    level: 'info',
    en: 'The follow-up must not lie before today ({today})',
    zh: '回头看日期不能早于今天（{today}）',
  },
});
