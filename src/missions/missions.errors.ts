import { defineErrors } from '../platform/index.js';
import { AIRSPACE_ENTRIES, conflicting, POLYGON_REFUSALS, refused, type Refusal } from './airspace/airspace.errors.js';
import {
  HIGHEST_BAND_METRES,
  MAXIMUM_VERTICES,
  PLAN_HORIZON_DAYS,
  SMALLEST_VOLUME_METRES,
  type PlanFaultCode,
} from './flights/planning/flight-plan.rules.js';
import { WAYLINE_REFUSALS } from './waylines/wayline.errors.js';
import { TASK_REFUSALS } from './waylines/tasks/task.errors.js';
import { METHOD_CARD_REFUSALS } from './method-cards/method-card.errors.js';
import { RAPID_TEST_REFUSALS } from './rapid-tests/rapid-test.errors.js';
import { REQUEST_REFUSALS } from './requests/request.errors.js';
import { SAMPLE_REFUSALS } from './samples/sample.errors.js';

const PLAN_REFUSALS: Readonly<Record<PlanFaultCode, Refusal>> = {
  ...POLYGON_REFUSALS,
  FLIGHT_PERIOD_EMPTY: refused('The flight does not end after it begins', '飞行结束时间须晚于开始时间'),
  FLIGHT_IN_THE_PAST: refused('The flight begins in the past', '飞行开始时间已过'),
  FLIGHT_TOO_FAR_AHEAD: refused(
    `Flights are planned at most ${PLAN_HORIZON_DAYS} days ahead`,
    `飞行计划最多提前 ${PLAN_HORIZON_DAYS} 天`,
  ),
  FLIGHT_WITHOUT_VOLUME: refused('The flight names no airspace', '飞行计划未包含空域范围'),
  FLIGHT_TOO_MANY_VERTICES: refused(
    `A flight has at most ${MAXIMUM_VERTICES} vertices`,
    `飞行计划的顶点总数不得超过 ${MAXIMUM_VERTICES} 个`,
  ),
  FLIGHT_BAND_UPSIDE_DOWN: refused('The lower height is not below the upper one', '高度下限须低于上限'),
  FLIGHT_BAND_NOT_METRES: refused(
    `Heights are metres above ground, from 0 to ${HIGHEST_BAND_METRES}`,
    `高度为距地面的米数，范围 0 至 ${HIGHEST_BAND_METRES}`,
  ),
  FLIGHT_VOLUME_TOO_SMALL: refused(
    `A volume is at least ${SMALLEST_VOLUME_METRES} m high and wide`,
    `空域的高度差和宽度均不得小于 ${SMALLEST_VOLUME_METRES} 米`,
  ),
};

export const MissionErrors = defineErrors({
  ...PLAN_REFUSALS,
  ...WAYLINE_REFUSALS,
  ...TASK_REFUSALS,
  ...AIRSPACE_ENTRIES,
  ...SAMPLE_REFUSALS,
  ...REQUEST_REFUSALS,
  ...METHOD_CARD_REFUSALS,
  ...RAPID_TEST_REFUSALS,
  FLIGHT_PILOT_UNKNOWN: refused('There is no such pilot', '没有该飞手'),
  FLIGHT_PILOT_CANNOT_FLY: refused(
    'Whoever is named as pilot has neither the office of one nor a licence or training on record',
    '所指定的操控员既非飞手或现场取证人员，也没有登记的执照或培训',
  ),
  FLIGHT_DEVICE_UNKNOWN: refused('There is no such device', '没有该设备'),
  FLIGHT_DEVICE_NOT_UAV: refused('The device is not an aircraft', '该设备不是无人驾驶航空器'),
  FLIGHT_DEVICE_NOT_BOOKED: refused(
    'The pilot’s unit has neither booked nor checked out the device for this period',
    '飞手所在单位未在该时段预约或借出此设备',
  ),
  FLIGHT_STATE_CONFLICT: conflicting(
    'A flight in state {state} cannot become {to}',
    '该飞行目前所处的步骤不允许此操作',
  ),
  FLIGHT_CHANGED: conflicting(
    'Somebody changed the flight meanwhile; it is now version {version}',
    '该飞行已被他人修改，当前版本为 {version}',
  ),
  FLIGHT_INCOMPLETE: refused('The draft is not complete; missing names what it lacks', '草稿尚不完整，缺项见 missing'),
  FLIGHT_WITHOUT_INCIDENT: conflicting('No incident was reported on this flight', '该飞行没有登记安全事件'),
  FLIGHT_INCIDENT_REPORTED: conflicting('The incident was reported at {at} already', '该安全事件已于 {at} 报告'),
  FLY_NOW_AIRCRAFT_UNCLEAR: refused(
    'Name the aircraft: none, or more than one, is in your hands',
    '请指定航空器：您名下没有或有多架已领用的航空器',
  ),
  FLIGHT_MUST_BE_APPLIED_FOR: refused(
    'This flight had to be applied for, and it is too late for that',
    '该飞行须提前申请，申请时限已过',
  ),
  FLIGHT_WITHOUT_PLAN: refused('The flight was never planned, so it cannot be flown again', '该飞行没有计划，无法复飞'),
  FLIGHT_AGAINST_RULES: refused('The rules of the air stand in the way', '不符合飞行管理规定'),
  FLIGHT_APPROVAL_UNPROVEN: refused(
    'This flight must be applied for: name the authority and the number of its approval',
    '该飞行须提出申请：请填写批准机构和批准文号',
  ),
  FLIGHT_REPORT_TOO_LATE: conflicting(
    'Readiness is reported an hour before take-off at the latest',
    '飞行前报告最迟须在起飞前1小时提出',
  ),
  FLIGHT_REPORT_MISSING: conflicting('Readiness has not been reported', '尚未提出飞行前报告'),
  FLIGHT_CONFIRMATION_MISSING: refused(
    'Name who of air traffic management confirmed the take-off',
    '请填写确认起飞的空中交通管理机构人员',
  ),
  FLIGHT_TIME_IMPOSSIBLE: refused(
    'The time lies in the future or before the take-off',
    '时间晚于当前时间或早于起飞时间',
  ),
  FLIGHT_PERIOD_OVER: conflicting('The period of the flight is over', '飞行时段已结束'),
  FLIGHT_DEVICE_AIRBORNE: conflicting(
    'The aircraft is in the air on another flight, which lands first',
    '该航空器正在执行另一次飞行，须先降落',
  ),
  FLIGHT_ALERT_ACKNOWLEDGED: conflicting('This alert was acknowledged at {at}', '该告警已于 {at} 确认'),
});
