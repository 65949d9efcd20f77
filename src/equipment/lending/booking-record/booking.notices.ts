import { defineNotices } from '../../../identity/index.js';

/** Instants in params are written in China's time. */
export const BookingNotices = defineNotices({
  LOAN_ASKED: {
    zh: '{unit}申请借用 {devices}（{from} 至 {to}），请在 {until} 前答复',
    en: '{unit} asks for {devices} from {from} to {to}; please answer by {until}',
  },
  LOAN_APPROVED: {
    zh: '{owner}同意出借 {devices}（{from} 至 {to}）',
    en: '{owner} lends you {devices} from {from} to {to}',
  },
  LOAN_REFUSED: {
    zh: '{owner}不同意出借 {devices}：{reason}',
    en: '{owner} does not lend you {devices}: {reason}',
  },
  LOAN_UNANSWERED: {
    zh: '{devices} 的借用申请无人答复，已失效（{from} 至 {to}）',
    en: 'Nobody answered the request for {devices} from {from} to {to}; it has lapsed',
  },
  BOOKING_NO_SHOW: {
    zh: '{devices} 未在 {from} 起的宽限时间内领取，已释放',
    en: '{devices} were not picked up after {from} and are free again',
  },
  BOOKING_TAKEN_OVER: {
    zh: '{taker}征用了贵方预约的 {devices}（{from} 至 {to}）：{reason}。可选：{alternatives}',
    en: '{taker} has taken {devices}, booked by you from {from} to {to}: {reason}. Instead: {alternatives}',
  },
  BOOKING_AFFECTED: {
    zh: '{devices} 逾期未还，可能影响贵方 {from} 起的预约。可选：{alternatives}',
    en: '{devices} are overdue and may not be back for your booking from {from}. Instead: {alternatives}',
  },
  BOOKING_CLEAR_AGAIN: {
    zh: '{devices} 已归还，贵方 {from} 起的预约不再受影响',
    en: '{devices} are back; your booking from {from} is not in doubt any more',
  },
  DEVICE_NOT_BACK: {
    zh: '{devices} 在贵方预约时段内始终未归还，预约（{from} 至 {to}）已取消',
    en: '{devices} did not come back during your booking from {from} to {to}, which has ended',
  },
  DEVICE_DUE_SOON: {
    zh: '{devices} 应于 {due} 归还',
    en: '{devices} are due back at {due}',
  },
  DEVICE_OVERDUE: {
    zh: '{devices} 应于 {due} 归还，现已逾期（{unit}，{holder}）',
    en: '{devices} were due back at {due} and are overdue ({unit}, {holder})',
  },
});
