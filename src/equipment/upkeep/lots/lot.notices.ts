import { defineNotices } from '../../../identity/index.js';

/** Dates in params are days in China. */
export const LotNotices = defineNotices({
  KEPT_LOT_OPENED: {
    zh: '您预约的{kitZh}（批号 {lot}）已开封，仅可用至 {until}，早于使用期结束，请改用其他批次',
    en: 'Lot {lot} of {kit} that you booked is open now and good only to {until}; take another for your period',
  },
  LOT_EXPIRES_SOON: {
    zh: '{kitZh}（批号 {lot}）将于 {until} 到期，库存 {quantity}',
    en: 'Lot {lot} of {kit} is good to {until}; {quantity} on hand',
  },
  LOT_HAS_EXPIRED: {
    zh: '{kitZh}（批号 {lot}）已于 {until} 过期，库存尚有 {quantity}，请清点处置',
    en: 'Lot {lot} of {kit} has expired ({until}) with {quantity} still on hand',
  },
  KIT_RUNS_LOW: {
    zh: '{kitZh}库存不足：可用 {quantity}，低于 {minimum}',
    en: '{kit} runs low: {quantity} to be had, less than {minimum}',
  },
});
