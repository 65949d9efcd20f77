import { chinaTimeOf } from '../../../platform/index.js';
import type { EvidenceKind } from '../../evidence.codes.js';
import type { Check, Independence, Verdict } from '../../corroboration/corroboration.types.js';

export const KIND_WORDS: Readonly<Record<EvidenceKind, string>> = {
  photo: '照片',
  video: '视频',
  document: '文档',
  audio: '录音',
  track: '航迹',
  record: '记录',
  other: '其他电子数据',
  satellite: '卫星影像',
  orthophoto: '正射影像',
  rapid_test: '快速检测记录',
  session_record: '指挥会话记录',
  measurement: '量测记录',
};

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  consistent: '相符',
  inconsistent: '不符',
  unknown: '无法判断',
};

/** What each check holds against other records. */
export const CHECK_WORDS: Readonly<Record<Check, string>> = {
  DEVICE_SERIAL: '设备序列号与登记',
  CUSTODY: '持有人与领用记录',
  FLIGHT_PERIOD: '拍摄时间与飞行计划',
  FLIGHT_VOLUME: '拍摄位置与计划空域',
  FLIGHT_HEIGHT: '拍摄高度与计划高度',
  TRACK_POSITION: '拍摄位置与航迹',
  TRACK_HEIGHT: '拍摄高度与航迹',
  TRACK_HEADING: '拍摄朝向与航迹',
  CLOCK_RECEIPT: '拍摄时间与接收时间',
  CLOCK_DEVICE: '设备时钟与系统时钟',
  SUN_DAYLIGHT: '画面亮度与太阳高度',
};

export const INDEPENDENCE_WORDS: Readonly<Record<Independence, string>> = {
  same_receiver: '同一接收机（证明力弱）',
  same_party: '办案单位自有记录',
  independent: '独立来源',
};

export function chinaInstantText(iso: string): string {
  return `${chinaTimeOf(new Date(iso))}（UTC+8）`;
}
