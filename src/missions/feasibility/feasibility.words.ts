import type { Performance } from '../../equipment/index.js';
import { chinaTimeOf } from '../../platform/index.js';
import type { StoredFeasibility } from './feasibility.schemas.js';
import type { FeasibilityItem, Verdict } from './finding.js';

const ITEM_NAMES: Readonly<Record<FeasibilityItem, string>> = {
  sorties: '架次与电池',
  distance: '往返航程',
  link: '遥控链路距离',
  speed: '航线速度',
  height: '升限',
  wind: '风速',
  gust: '阵风',
  rain: '降水',
  temperature: '气温',
  visibility: '能见度',
};
const VERDICT_NAMES: Readonly<Record<Verdict, string>> = {
  go: '适宜',
  caution: '注意',
  unknown: '未知',
  no_go: '不宜',
};

/** The figures of a kind that are known; undefined where none is. */
export function performanceWords(performance: Performance | null): string | undefined {
  if (!performance) return undefined;
  const { maxFlightMinutes, maxMetresPerSecond, maxWindMetresPerSecond, ceilingMetres, minCelsius, maxCelsius } =
    performance;
  const words = [
    maxFlightMinutes === null ? '' : `最长续航 ${maxFlightMinutes} 分钟`,
    maxMetresPerSecond === null ? '' : `最大水平速度 ${maxMetresPerSecond} 米/秒`,
    maxWindMetresPerSecond === null ? '' : `抗风 ${maxWindMetresPerSecond} 米/秒`,
    ceilingMetres === null ? '' : `升限（海拔）${ceilingMetres} 米`,
    minCelsius === null || maxCelsius === null ? '' : `工作温度 ${minCelsius} 至 ${maxCelsius} ℃`,
  ].filter((word) => word !== '');
  return words.length === 0 ? undefined : words.join('，');
}

/** What the study found, what warns, and what nobody could say. */
export function feasibilityWords(feasibility: StoredFeasibility | null | undefined): string | undefined {
  if (!feasibility) return undefined;
  const { sorties, batteriesNeeded, batteriesAtHand } = feasibility.sorties;
  const planned = [
    sorties === null ? '架次未知' : `计划 ${sorties} 架次`,
    `需电池 ${batteriesNeeded ?? '未知'} 块，现有 ${batteriesAtHand ?? '未知'} 块`,
  ].join('，');
  const named = (verdict: Verdict): string => {
    const items = feasibility.findings.filter((finding) => finding.verdict === verdict);
    return items.length === 0
      ? ''
      : `；${VERDICT_NAMES[verdict]}：${items.map(({ item }) => ITEM_NAMES[item]).join('、')}`;
  };
  const at = chinaTimeOf(new Date(feasibility.judgedAt));
  return `可行性评估（${at} 北京时间）：${planned}${named('no_go')}${named('caution')}${named('unknown')}`;
}
