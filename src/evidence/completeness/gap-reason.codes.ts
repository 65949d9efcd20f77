import type { Words } from '../metadata/claim.types.js';

/** Why frames that a camera counted were not brought in. */
export const GAP_REASONS = [
  'test_shot',
  'other_flight',
  'unreadable',
  'private_content',
  'not_yet_brought_in',
  'other',
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

export const GAP_REASON_WORDS: Readonly<Record<GapReason, Words>> = {
  test_shot: { zh: '起飞前试拍,已删除', en: 'test shot before take-off, deleted' },
  other_flight: { zh: '属于其他飞行任务', en: 'of another flight' },
  unreadable: { zh: '存储卡上的文件损坏,无法读取', en: 'cannot be read from the card' },
  private_content: { zh: '误摄他人隐私,未留存', en: 'shows what is private by mistake, not kept' },
  not_yet_brought_in: { zh: '尚未导入', en: 'not brought in yet' },
  other: { zh: '其他', en: 'other' },
};
