import { defineNotices } from '../../identity/index.js';

export const ShiftNotices = defineNotices({
  SHIFT_OFFERED: {
    zh: '{by} 请您接班（{unit}）',
    en: '{by} hands a shift over to you ({unit})',
  },
  SHIFT_TAKEN: { zh: '{by} 已接班', en: '{by} has taken the shift over' },
  SHIFT_DECLINED: { zh: '{by} 未接班：{reason}', en: '{by} has not taken the shift over: {reason}' },
});
