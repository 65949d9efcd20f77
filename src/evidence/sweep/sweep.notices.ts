import { defineNotices } from '../../identity/index.js';

/** `{sha256}` stands for the original, `{items}` for how many records rest on it. */
export const SweepNotices = defineNotices({
  ORIGINAL_MISSING: {
    zh: '原始文件 {sha256} 已丢失（涉及证据 {items} 件）',
    en: 'The original {sha256} is missing ({items} records rest on it)',
  },
  ORIGINAL_CHANGED: {
    zh: '原始文件 {sha256} 的内容已改变（涉及证据 {items} 件）',
    en: 'The original {sha256} has changed ({items} records rest on it)',
  },
  ORIGINAL_TRUNCATED: {
    zh: '原始文件 {sha256} 不完整（涉及证据 {items} 件）',
    en: 'The original {sha256} is cut short ({items} records rest on it)',
  },
  ORIGINAL_UNREADABLE: {
    zh: '原始文件 {sha256} 无法读取（涉及证据 {items} 件）',
    en: 'The original {sha256} cannot be read ({items} records rest on it)',
  },
});
