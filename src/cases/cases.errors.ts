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
});
