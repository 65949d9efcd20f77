import { defineNotices } from '../../../identity/index.js';

export const DamageNotices = defineNotices({
  DAMAGE_REPORTED: {
    zh: '设备 {device} 报告损坏：{description}',
    en: 'Damage was reported of {device}: {description}',
  },
  DAMAGE_DECIDED: {
    zh: '设备 {device} 的损坏已有处理决定：{decisionZh}',
    en: 'It was decided on the damage of {device}: {decision}',
  },
});
