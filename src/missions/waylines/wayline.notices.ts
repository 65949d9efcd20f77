import { defineNotices } from '../../identity/index.js';

export const WaylineNotices = defineNotices({
  FLIGHT_WAYLINE_SET_ASIDE: {
    zh: '飞行计划已变更，航线“{fileName}”不再符合计划，已停用，请重新导入',
    en: 'The plan has changed and the wayline “{fileName}” does not fit it any more; it was set aside, bring in another one',
  },
});
