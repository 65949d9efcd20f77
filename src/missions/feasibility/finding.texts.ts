import type { FeasibilityReason } from './finding.js';

/** What a reason says to people. */
export const REASON_TEXTS: Readonly<Record<FeasibilityReason, { readonly zh: string; readonly en: string }>> = {
  within_limit: { zh: '在限值以内', en: 'Within the limit' },
  near_limit: { zh: '接近限值', en: 'Close to the limit' },
  beyond_limit: { zh: '超出限值', en: 'Beyond the limit' },
  limit_unknown: { zh: '该型号没有登记此项限值', en: 'The limit of this kind is not recorded' },
  value_unknown: { zh: '没有可用数据', en: 'Nothing usable says the value' },
  partly_covered: { zh: '数据只覆盖部分飞行时段', en: 'The value is known for a part of the flight only' },
  take_off_unknown: { zh: '计划没有起飞点', en: 'The plan has no take-off point' },
  ground_unknown: {
    zh: '升限以海拔计，当地地面高程未知',
    en: 'The ceiling counts from the sea; the height of the ground is not known',
  },
  assumed: { zh: '按假定的电池状态或气温计算', en: 'Reckoned with an assumed battery or temperature' },
  batteries_unknown: { zh: '没有登记电池数量', en: 'The number of batteries is not recorded' },
  batteries_short: { zh: '电池不足，需中途充电', en: 'Too few batteries without charging in between' },
  no_rain: { zh: '无降水', en: 'No rain' },
  rain: { zh: '有降水，机型可在雨中飞行', en: 'Rain, which the kind is made for' },
};
