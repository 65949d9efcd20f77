import { defineNotices } from '../../identity/index.js';

export const OrderNotices = defineNotices({
  ORDER_EXPIRED: {
    zh: '会话“{title}”中您下达的一条指令逾期无人签收，已失效',
    en: 'Nobody acknowledged an order of yours in the session “{title}” in time: it has expired',
  },
});
