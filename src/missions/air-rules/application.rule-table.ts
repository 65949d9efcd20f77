import { type AirRule, asksForApplication } from './air-rule.js';
import type { Circumstance } from './flight-facts.js';

/** True height from which on airspace is controlled everywhere (art. 19); a volume that ends there stays below it. */
export const CONTROLLED_FROM_METRES = 120;

const HEAVY = ['medium', 'large'];

function circumstance(fact: Circumstance, item: number, code: string, zh: string, en: string): AirRule {
  return {
    code,
    text: 'order_761',
    article: `31(2)(${item})`,
    zh,
    en,
    looksAt: ['circumstances'],
    judge: ({ circumstances }) => asksForApplication(circumstances[fact]),
  };
}

/** What decides whether a flight must be applied for. Where none of these speaks, art. 31(1)(1) frees it. */
export const APPLICATION_RULES: readonly AirRule[] = [
  {
    code: 'CONTROLLED_HEIGHT',
    text: 'order_761',
    article: '19(2)',
    zh: `真高 ${CONTROLLED_FROM_METRES} 米以上为管制空域，须提出飞行活动申请`,
    en: `Above a true height of ${CONTROLLED_FROM_METRES} m the airspace is controlled: the flight must be applied for`,
    looksAt: ['upperMetres'],
    judge: ({ upperMetres }) => (upperMetres > CONTROLLED_FROM_METRES ? 'application' : undefined),
  },
  {
    code: 'CONTROLLED_AREA',
    text: 'order_761',
    article: '19(2)',
    zh: '进入管制空域，须提出飞行活动申请',
    en: 'The flight enters a controlled area and must be applied for',
    looksAt: ['controlledAreas'],
    judge: ({ controlledAreas }) => (controlledAreas.length > 0 ? 'application' : undefined),
  },
  {
    code: 'AREAS_UNKNOWN',
    text: 'order_761',
    article: '19(5)',
    zh: '此处已公布的管制空域尚未导入，不能认定为适飞空域；请核对附近有无第十九条第二款所列场所：机场、边境、军事和监管场所、危险品场所、电厂变电站加油站供水厂、水利设施、港口、高速公路、电气化铁路、饮用水水源保护区、需电磁保护的设施、革命纪念地和文物',
    en: 'The published controlled areas here were not taken in, so the airspace is not shown to be suitable; look for the places that art. 19(2)(1)-(8) lists: airports, borders, military and custody sites, dangerous goods, power, fuel and water works, ports, motorways, electrified railways, sources of drinking water, protected radio sites, memorials and monuments',
    looksAt: ['areasKnown'],
    judge: ({ areasKnown }) => (areasKnown === 'yes' ? undefined : 'application_unknown'),
  },
  {
    code: 'CLASS_NOT_FREED',
    text: 'order_761',
    article: '31(1)(1)',
    zh: '中型、大型无人驾驶航空器的飞行须提出申请；类别未知的不能认定为免申请',
    en: 'Medium and large aircraft are never freed from applying; an unknown class cannot be shown to be',
    looksAt: ['aircraftClass'],
    judge: ({ aircraftClass }) => {
      if (aircraftClass === 'unknown') return 'application_unknown';
      return HEAVY.includes(aircraftClass) ? 'application' : undefined;
    },
  },
  circumstance(
    'networkRelay',
    1,
    'NETWORK_RELAY',
    '通过通信基站或互联网中继飞行，须提出申请；移动网络遥控是否属于此项，由法律意见确认',
    'Relayed by base stations or the Internet; whether control over a mobile network is meant is for counsel to confirm',
  ),
  circumstance(
    'dangerousOrDropped',
    2,
    'DANGEROUS_OR_DROPPED',
    '运载危险品或投放物品，须提出申请',
    'Dangerous goods are carried or things dropped',
  ),
  circumstance('overCrowd', 3, 'OVER_CROWD', '飞越集会人群上空，须提出申请', 'The flight passes over a crowd'),
  circumstance(
    'fromMovingVehicle',
    4,
    'FROM_MOVING_VEHICLE',
    '在移动的交通工具上操控，须提出申请',
    'The aircraft is steered from a moving vehicle',
  ),
  circumstance(
    'several',
    5,
    'SEVERAL_AIRCRAFT',
    '分布式操作或集群飞行，须提出申请',
    'Several aircraft fly as one operation',
  ),
  {
    code: 'IDENTITY_NOT_REPORTED',
    text: 'order_761',
    article: '61',
    zh: '条例施行前生产、不能自动报送识别信息的航空器，飞行均须申请；未登记能否报送的不能认定为免申请',
    en: 'An aircraft made before the regulation that cannot report its identity is always applied for; where nobody recorded it, none is freed',
    looksAt: ['reportsIdentity', 'aircraftClass'],
    judge: ({ reportsIdentity, aircraftClass }) => {
      if (aircraftClass === 'micro' || reportsIdentity === 'yes') return undefined;
      return reportsIdentity === 'no' ? 'application' : 'application_unknown';
    },
  },
];
