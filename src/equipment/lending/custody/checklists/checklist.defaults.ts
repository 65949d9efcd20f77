import type { DeviceCategory } from '../../../equipment.codes.js';
import type { ChecklistItem } from './checklist.types.js';

type Asked = Omit<ChecklistItem, 'answerType' | 'required' | 'when' | 'blocks'> &
  Partial<Pick<ChecklistItem, 'answerType' | 'required' | 'when' | 'blocks'>>;

/** A required yes, asked both ways, that stops nothing: what most items are. */
function item(asked: Asked): ChecklistItem {
  return { answerType: 'yes_no', required: true, when: 'both', blocks: false, ...asked };
}

const COMPLETE = item({ code: 'complete', zh: '清单物品齐全', en: 'Everything on the list is there', expects: true });
const UNDAMAGED = item({
  code: 'undamaged',
  zh: '外观完好、可正常开机',
  en: 'Looks sound and starts',
  expects: true,
  blocks: true,
});
const CHARGED = item({
  code: 'charged',
  zh: '电量充足',
  en: 'Charged',
  expects: true,
  when: 'check_out',
});
const CALIBRATION = item({
  code: 'calibration_due',
  zh: '检定/校准有效期',
  en: 'Calibration valid until',
  answerType: 'text',
  when: 'check_out',
  blocks: true,
  source: 'calibration',
});

/** The mark, the insurance and the registration follow the interim rules of flight (Order 761, arts. 9, 10, 12). */
const DRONE: readonly ChecklistItem[] = [
  item({
    code: 'batteries_counted',
    zh: '电池数量',
    en: 'Batteries counted',
    answerType: 'count',
    expectsAttribute: 'batteryCount',
  }),
  item({
    code: 'batteries_charged',
    zh: '电池已充满',
    en: 'Batteries are charged',
    expects: true,
    when: 'check_out',
  }),
  item({ code: 'firmware', zh: '固件版本', en: 'Firmware version', answerType: 'text', required: false }),
  item({ code: 'memory_card', zh: '存储卡编号', en: 'Number of the memory card', answerType: 'text' }),
  item({
    code: 'propellers',
    zh: '桨叶完好、安装牢固',
    en: 'Propellers whole and tight',
    expects: true,
    blocks: true,
  }),
  UNDAMAGED,
  item({
    code: 'registration_mark',
    zh: '登记标志清晰可见',
    en: 'Registration mark can be seen',
    expects: true,
    when: 'check_out',
    blocks: true,
  }),
  item({
    code: 'zone_reminders',
    zh: '已阅读空域提醒',
    en: 'Reminders of airspace zones read',
    expects: true,
    when: 'check_out',
  }),
  item({
    code: 'registration',
    zh: '实名登记号',
    en: 'Real-name registration number',
    answerType: 'text',
    when: 'check_out',
    source: 'registration',
  }),
  item({
    code: 'insurance_until',
    zh: '保险有效期',
    en: 'Insured until',
    answerType: 'text',
    when: 'check_out',
    blocks: true,
    source: 'insurance',
  }),
];

const INSTRUMENT: readonly ChecklistItem[] = [
  item({
    code: 'calibration_sticker',
    zh: '检定/校准标签完好、在有效期内',
    en: 'Calibration sticker whole and in date',
    expects: true,
    when: 'check_out',
  }),
  item({ code: 'sensor', zh: '探头/传感器清洁完好', en: 'Sensor clean and whole', expects: true, blocks: true }),
  item({
    code: 'reagents',
    zh: '试剂/耗材充足、未过期',
    en: 'Reagents enough and in date',
    expects: true,
    when: 'check_out',
  }),
  item({
    code: 'cleaned',
    zh: '已清洗、无残留样品',
    en: 'Cleaned, no sample left in it',
    expects: true,
    when: 'hand_back',
  }),
  UNDAMAGED,
  COMPLETE,
  CALIBRATION,
];

const CARRIED: readonly ChecklistItem[] = [COMPLETE, UNDAMAGED, CALIBRATION];
const RECORDER: readonly ChecklistItem[] = [CHARGED, ...CARRIED];

/** What is asked of a kind for which nobody has written a checklist. */
export const DEFAULT_CHECKLISTS: Readonly<Record<DeviceCategory, readonly ChecklistItem[]>> = {
  uav: DRONE,
  payload: CARRIED,
  boat: RECORDER,
  water: INSTRUMENT,
  soil: INSTRUMENT,
  air_noise: INSTRUMENT,
  food: INSTRUMENT,
  record_measure: RECORDER,
};
