import { defineNotices } from '../identity/index.js';

export const CaseNotices = defineNotices({
  CASE_FOLLOW_UP_DUE: {
    zh: '案件“{title}”（{number}）定于 {day} 回头看',
    en: 'The place of the case “{title}” ({number}) is to be looked at again on {day}',
  },
});
