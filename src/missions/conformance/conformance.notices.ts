import { defineNotices } from '../../identity/index.js';
import type { AlertKind, Deviation } from './conformance.types.js';

/** `{device}` is its asset code; a direction is in degrees from north. */
export const ConformanceNotices = defineNotices({
  FLIGHT_UNPLANNED: {
    zh: '{device} 未经计划起飞，已登记为未计划飞行',
    en: '{device} took off without a plan; an unplanned flight was opened',
  },
  FLIGHT_OUTSIDE_VOLUME: {
    zh: '{device} 飞出计划空域 {metres} 米，方位 {direction}°',
    en: '{device} is {metres} m outside its volume, bearing {direction}°',
  },
  FLIGHT_ABOVE_BAND: {
    zh: '{device} 高出计划高度 {metres} 米',
    en: '{device} is {metres} m above its band',
  },
  FLIGHT_BELOW_BAND: {
    zh: '{device} 低于计划高度 {metres} 米',
    en: '{device} is {metres} m below its band',
  },
  FLIGHT_OUTSIDE_PERIOD: {
    zh: '{device} 在计划时段之外飞行',
    en: '{device} flies outside its period',
  },
  FLIGHT_IN_PROHIBITED_ZONE: {
    zh: '{device} 进入禁飞区“{about}”',
    en: '{device} is inside the prohibited zone “{about}”',
  },
  FLIGHT_IN_AUTHORISATION_ZONE: {
    zh: '{device} 进入须经批准的空域“{about}”',
    en: '{device} is inside “{about}”, which wants a permission',
  },
  FLIGHT_NEAR_ANOTHER: {
    zh: '{device} 距另一架航空器 {metres} 米',
    en: '{device} is {metres} m from another aircraft',
  },
  FLIGHT_LOST_LINK: {
    zh: '{device} 在空中失去数据联系',
    en: '{device} is in the air and not heard of',
  },
  FLIGHT_HEIGHT_UNKNOWN: {
    zh: '{device} 未报告相对起飞点高度，无法核对计划高度',
    en: '{device} reports no height above its take-off point; its band is not watched',
  },
  FLIGHT_POSITION_UNKNOWN: {
    zh: '{device} 在空中未报告可靠位置，无法核对计划',
    en: '{device} is in the air and reports no place that can be relied on; it is not held against its plan',
  },
  FLIGHT_UNWATCHED_CLOCK: {
    zh: '{device} 的时钟有误，飞行未被监视；请在起飞前校准时间',
    en: 'The clock of {device} is wrong, so its flight is not watched; set it before it takes off',
  },
  FLIGHT_UNWATCHED_SILENT: {
    zh: '{device} 的飞行时段已到，未收到其数据，飞行未被监视',
    en: 'The time of the flight of {device} has come and nothing is heard of it; it is not watched',
  },
  FLIGHT_UNCLEARED: {
    zh: '{device} 未经放行起飞：该飞行已获批准，但尚未放行',
    en: '{device} took off without clearance: its flight is approved and was not cleared',
  },
  FLIGHT_TOOK_OFF_BLOCKED: {
    zh: '{device} 在存在禁止起飞情形时起飞：{about}',
    en: '{device} took off although this stood in its way: {about}',
  },
  FLIGHT_INCIDENT_DUE: {
    zh: '{device} 飞行中的安全事件须在 {about} 前报告（条例第四十条），尚未登记报告',
    en: 'The incident on the flight of {device} is to be reported before {about} (Order 761 art. 40); no report is recorded',
  },
  FLIGHT_INCIDENT_OVERDUE: {
    zh: '{device} 飞行中的安全事件报告已逾期（时限 {about}，条例第四十条）',
    en: 'The incident on the flight of {device} was to be reported before {about} (Order 761 art. 40) and is overdue',
  },
  FLIGHT_CONTINGENT: {
    zh: '{device} 偏离计划已一分钟未恢复，应尽快降落',
    en: '{device} has been off its plan for a minute and should come down',
  },
  FLIGHT_RECOVERED: {
    zh: '{device} 已回到计划范围',
    en: '{device} is back within its plan',
  },
  FLIGHT_SILENT: {
    zh: '{device} 已十分钟无数据，按最后一帧计为降落，请核实',
    en: '{device} was not heard of for ten minutes; taken to have landed with its last frame, to be verified',
  },
  FLIGHT_REPORT_DUE: {
    zh: '{device} 的未计划飞行已降落，请提交飞行报告',
    en: 'The unplanned flight of {device} has landed and is to be reported on',
  },
});

const NOTICE_OF: Readonly<Record<Exclude<AlertKind, 'unwatched'>, keyof typeof ConformanceNotices>> = {
  unplanned: 'FLIGHT_UNPLANNED',
  outside_volume: 'FLIGHT_OUTSIDE_VOLUME',
  above_band: 'FLIGHT_ABOVE_BAND',
  below_band: 'FLIGHT_BELOW_BAND',
  outside_period: 'FLIGHT_OUTSIDE_PERIOD',
  prohibited_zone: 'FLIGHT_IN_PROHIBITED_ZONE',
  authorisation_zone: 'FLIGHT_IN_AUTHORISATION_ZONE',
  near_flight: 'FLIGHT_NEAR_ANOTHER',
  lost_link: 'FLIGHT_LOST_LINK',
  height_unknown: 'FLIGHT_HEIGHT_UNKNOWN',
  position_unknown: 'FLIGHT_POSITION_UNKNOWN',
  uncleared: 'FLIGHT_UNCLEARED',
  blocked: 'FLIGHT_TOOK_OFF_BLOCKED',
};

/** The notice of an alert; what is not watched is told with its reason. */
export function noticeOf({ kind, about }: Pick<Deviation, 'kind' | 'about'>): keyof typeof ConformanceNotices {
  if (kind !== 'unwatched') return NOTICE_OF[kind];
  return about === 'clock' ? 'FLIGHT_UNWATCHED_CLOCK' : 'FLIGHT_UNWATCHED_SILENT';
}

/** Whole metres; who is beyond a limit is never told to be 0 m beyond it. */
export function toldMetres(code: keyof typeof ConformanceNotices, metres: number): number {
  const whole = Math.round(metres);
  return code === 'FLIGHT_NEAR_ANOTHER' ? whole : Math.max(1, whole);
}
