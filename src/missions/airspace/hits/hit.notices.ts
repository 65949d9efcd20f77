import { defineNotices } from '../../../identity/index.js';

export const HitNotices = defineNotices({
  FLIGHT_HIT_BLOCKED: {
    zh: '飞行计划（{from} 起，{purpose}）与后发布的禁飞区“{by}”重叠：高度 {metres} 米、{minutes} 分钟。重新决定前不得起飞',
    en: 'The flight from {from} ({purpose}) is hit by the prohibited zone “{by}”, published later: {metres} m, {minutes} minutes. It stays on the ground until decided anew',
  },
  FLIGHT_HIT_ALARM: {
    zh: '警报：正在飞行（{purpose}）与刚生效的“{by}”重叠：高度 {metres} 米、{minutes} 分钟。请立即处置',
    en: 'ALARM: the flight in the air ({purpose}) is hit by “{by}”: {metres} m, {minutes} minutes. Act at once',
  },
  FLIGHT_HIT_NOTED: {
    zh: '飞行计划（{from} 起，{purpose}）进入后发布的空域“{by}”：高度 {metres} 米、{minutes} 分钟，须经批准或遵守条件',
    en: 'The flight from {from} ({purpose}) enters “{by}”, published later: {metres} m, {minutes} minutes. It needs a permission or sets a condition',
  },
  FLIGHT_DISPLACED: {
    zh: '飞行计划（{from} 起，{purpose}）须让行优先级更高的飞行“{by}”：高度 {metres} 米、{minutes} 分钟。重新决定前不得起飞',
    en: 'The flight from {from} ({purpose}) gives way to a flight of higher priority, “{by}”: {metres} m, {minutes} minutes. It stays on the ground until decided anew',
  },
});
