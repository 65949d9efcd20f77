import { defineNotices } from '../../../identity/index.js';

export const LoanNotices = defineNotices({
  LOAN_DISPATCHED: {
    zh: '{owner}已发出 {device}（{carrier} {waybill}）',
    en: '{owner} has sent {device} ({carrier} {waybill})',
  },
  LOAN_RECEIVED: {
    zh: '{borrower}已收到 {device}',
    en: '{borrower} has received {device}',
  },
  LOAN_RETURN_DISPATCHED: {
    zh: '{borrower}已寄回 {device}（{carrier} {waybill}）',
    en: '{borrower} has sent {device} back ({carrier} {waybill})',
  },
  LOAN_RETURN_RECEIVED: {
    zh: '{owner}已收回 {device}',
    en: '{owner} has {device} back',
  },
});
