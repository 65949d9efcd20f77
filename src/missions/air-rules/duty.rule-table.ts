import { type AirRule, duty } from './air-rule.js';
import { APPLICATION_RULES, CONTROLLED_FROM_METRES } from './application.rule-table.js';
import type { FlightFacts } from './flight-facts.js';

/** A micro aircraft that goes higher is none (art. 62(2)). */
const MICRO_CEILING_METRES = 50;
/** Up to here light, small and medium aircraft may share the air with manned ones (art. 22). */
const SHARED_CEILING_METRES = 300;

const isOneOf = (...classes: FlightFacts['aircraftClass'][]) => {
  return ({ aircraftClass }: FlightFacts): boolean => classes.includes(aircraftClass);
};
const isLicensed = isOneOf('small', 'medium', 'large');
const isAirworthy = isOneOf('medium', 'large');
const isControlled = ({ controlledAreas, upperMetres }: FlightFacts): boolean =>
  controlledAreas.length > 0 || upperMetres > CONTROLLED_FROM_METRES;

/** Also where nobody can tell: whoever may need an approval must know what comes with it. */
const mayNeedApproval = (facts: FlightFacts): boolean =>
  APPLICATION_RULES.some((rule) => rule.judge(facts) !== undefined);

type Duty = Pick<AirRule, 'code' | 'article' | 'zh' | 'en' | 'looksAt' | 'judge'>;
const order761 = (rule: Duty): AirRule => ({ ...rule, text: 'order_761' });

/** What must be in order, and what whoever flies has to do. */
export const DUTY_RULES: readonly AirRule[] = [
  order761({
    code: 'AIRWORTHINESS',
    article: '8(1)',
    zh: '中型、大型无人驾驶航空器须取得适航许可',
    en: 'Medium and large aircraft need an airworthiness permit',
    looksAt: ['aircraftClass'],
    judge: (facts) => (isAirworthy(facts) ? 'warns' : undefined),
  }),
  order761({
    code: 'REGISTRATION',
    article: '10(1)',
    zh: '须实名登记',
    en: 'The aircraft must be registered under a real name',
    looksAt: ['registered'],
    judge: ({ registered }) => duty(registered),
  }),
  order761({
    code: 'OPERATING_CERTIFICATE',
    article: '11(1)',
    zh: '使用除微型以外的航空器的单位须有运营合格证；未找到对检察机关的例外规定',
    en: 'A unit that flies other than micro aircraft needs an operating certificate; no exception for prosecutors was found',
    looksAt: ['unitCertified', 'aircraftClass'],
    judge: ({ unitCertified, aircraftClass }) => (aircraftClass === 'micro' ? undefined : duty(unitCertified)),
  }),
  order761({
    code: 'LIABILITY_INSURANCE',
    article: '12',
    zh: '小型、中型、大型航空器须投保责任保险',
    en: 'Small, medium and large aircraft must be insured against liability',
    looksAt: ['insured', 'aircraftClass'],
    judge: (facts) => (isLicensed(facts) ? duty(facts.insured) : undefined),
  }),
  order761({
    code: 'PILOT_LICENCE',
    article: '16(1)',
    zh: '操控小型、中型、大型航空器须持相应执照',
    en: 'Whoever flies a small, medium or large aircraft needs the licence for it',
    looksAt: ['pilotLicensed', 'aircraftClass'],
    judge: (facts) => (isLicensed(facts) ? duty(facts.pilotLicensed) : undefined),
  }),
  order761({
    code: 'PILOT_TRAINING',
    article: '17(3)',
    zh: '在管制空域操控轻型航空器的人员须经培训合格',
    en: 'Whoever flies a light aircraft in controlled airspace must have been trained',
    looksAt: ['pilotTrained', 'pilotLicensed', 'aircraftClass', 'controlledAreas', 'upperMetres'],
    judge: (facts) => {
      if (facts.aircraftClass !== 'light' || !isControlled(facts) || facts.pilotLicensed === 'yes') return undefined;
      return duty(facts.pilotTrained);
    },
  }),
  order761({
    code: 'CLASS_UNKNOWN',
    article: '62',
    zh: '航空器类别未知：执照、保险、登记等要求无法核对',
    en: 'The class of the aircraft is unknown: what it needs cannot be checked',
    looksAt: ['aircraftClass'],
    judge: ({ aircraftClass }) => (aircraftClass === 'unknown' ? 'warns' : undefined),
  }),
  order761({
    code: 'MICRO_TOO_HIGH',
    article: '62(2)',
    zh: `微型航空器的真高不超过 ${MICRO_CEILING_METRES} 米`,
    en: `A micro aircraft stays at or below ${MICRO_CEILING_METRES} m`,
    looksAt: ['aircraftClass', 'upperMetres'],
    judge: ({ aircraftClass, upperMetres }) =>
      aircraftClass === 'micro' && upperMetres > MICRO_CEILING_METRES ? 'blocks' : undefined,
  }),
  order761({
    code: 'MICRO_IN_SIGHT',
    article: '32(5)',
    zh: '微型航空器须保持视距内飞行',
    en: 'A micro aircraft stays in sight',
    looksAt: ['aircraftClass', 'beyondSight'],
    judge: ({ aircraftClass, beyondSight }) =>
      aircraftClass === 'micro' && beyondSight === 'yes' ? 'blocks' : undefined,
  }),
  order761({
    code: 'SHARED_AIRSPACE',
    article: '22(2)',
    zh: `真高 ${SHARED_CEILING_METRES} 米以上，轻型、小型、中型航空器只能隔离飞行`,
    en: `Above ${SHARED_CEILING_METRES} m light, small and medium aircraft fly apart from manned ones only`,
    looksAt: ['aircraftClass', 'upperMetres'],
    judge: (facts) =>
      isOneOf('light', 'small', 'medium')(facts) && facts.upperMetres > SHARED_CEILING_METRES ? 'warns' : undefined,
  }),
  order761({
    code: 'URGENT_TASK',
    article: '29',
    zh: '第二十九条列举反恐维稳、抢险救灾、医疗救护等任务；取证飞行本身不在其列',
    en: 'Art. 29 names terror, disaster and medical tasks and their like; taking evidence is not one of itself',
    looksAt: ['nature'],
    judge: ({ nature }) => (nature === 'ordinary' ? undefined : 'warns'),
  }),
  order761({
    code: 'AERIAL_SURVEY',
    article: '35(1)',
    zh: '从事测绘活动的单位须有测绘资质',
    en: 'A unit that surveys from the air needs a surveying qualification',
    looksAt: ['surveying'],
    judge: ({ surveying }) => (surveying === 'yes' ? 'warns' : undefined),
  }),
  order761({
    code: 'LIGHTS_IN_THE_DARK',
    article: '32(7)',
    zh: '夜间或低能见度飞行须开启灯光',
    en: 'Lights are on at night and in poor visibility',
    looksAt: ['inTheDark'],
    judge: ({ inTheDark }) => (inTheDark === 'no' ? undefined : 'informs'),
  }),
  order761({
    code: 'BEYOND_SIGHT',
    article: '32(8)',
    zh: '超视距飞行须掌握空域内其他航空器动态',
    en: 'Beyond sight one must know the other traffic',
    looksAt: ['beyondSight'],
    judge: ({ beyondSight }) => (beyondSight === 'no' ? undefined : 'informs'),
  }),
  order761({
    code: 'CARRY_PAPERS',
    article: '32(1)',
    zh: '飞行时随身携带证书、证件',
    en: 'Certificates are carried during the flight',
    looksAt: [],
    judge: () => 'informs',
  }),
  order761({
    code: 'READY_BEFORE_FLIGHT',
    article: '32(2)',
    zh: '起飞前检查航空器状态，做好安全准备，更新电子围栏等信息',
    en: 'Before take-off the aircraft is checked, safety prepared, and the geofence brought up to date',
    looksAt: [],
    judge: () => 'informs',
  }),
  order761({
    code: 'FOLLOW_THE_FLIGHT',
    article: '32(3)',
    zh: '飞行中随时掌握航空器动态',
    en: 'Whoever flies knows at every moment what the aircraft is doing',
    looksAt: [],
    judge: () => 'informs',
  }),
  order761({
    code: 'AIR_TRAFFIC_CONTACT',
    article: '32(3)',
    zh: '须经批准的飞行：与空中交通管理机构保持联络畅通，服从其管理，飞行结束后及时报告',
    en: 'A flight that needs approval keeps in touch with air traffic management, obeys it, and reports once it has ended',
    looksAt: ['aircraftClass', 'upperMetres', 'controlledAreas', 'areasKnown', 'circumstances', 'reportsIdentity'],
    judge: (facts) => (mayNeedApproval(facts) ? 'informs' : undefined),
  }),
  order761({
    code: 'UNIMPAIRED',
    article: '32(9)',
    zh: '受酒精、麻醉剂或其他药物影响的，不得操控',
    en: 'Nobody flies under the influence of alcohol, anaesthetics or other drugs',
    looksAt: [],
    judge: () => 'informs',
  }),
  {
    code: 'ACTIVATION',
    text: 'gb_46761',
    article: '—',
    zh: '2026-05-01 起，未激活的航空器不得飞行；标准原文未读，由法律意见确认',
    en: 'Since 2026-05-01 no flight before activation; the wording was not read and is for counsel to confirm',
    looksAt: ['registered'],
    judge: () => 'informs',
  },
  {
    code: 'OPERATION_IDENTIFICATION',
    text: 'gb_46750',
    article: '—',
    zh: '2026-05-01 起，自通电即须广播并经网络报送运行识别信息；标准原文未读，由法律意见确认',
    en: 'Since 2026-05-01 identity is broadcast and sent from power-on; the wording was not read and is for counsel to confirm',
    looksAt: ['reportsIdentity'],
    judge: ({ reportsIdentity }) => (reportsIdentity === 'yes' ? undefined : 'warns'),
  },
];
