export interface DemoBundleItem {
  readonly kindCode: string;
  /** The unit's own device of the kind; else any. */
  readonly own?: true;
  readonly quantity?: number;
  readonly required?: false;
}

export interface DemoBundle {
  /** Of the unit that lends it. */
  readonly adcode: string;
  readonly name: string;
  readonly description: string;
  readonly items: readonly DemoBundleItem[];
}

/** One of a county, one of its city, one of the province. */
export const DEMO_BUNDLES: readonly DemoBundle[] = [
  {
    adcode: '130923',
    name: '河道排污取证套装',
    description: '热成像无人机查找排口，光度计现场快检',
    items: [
      { kindCode: 'mavic-3t', own: true },
      { kindCode: 'water-photometer', own: true },
      { kindCode: 'sound-level', required: false },
    ],
  },
  {
    adcode: '130900',
    name: '流域巡查套装',
    description: '两架无人机分段巡查，多参数水质仪逐点测量',
    items: [
      { kindCode: 'mavic-3t', own: true },
      { kindCode: 'mavic-3e' },
      { kindCode: 'water-multi-parameter', own: true },
      { kindCode: 'gnss-receiver', required: false },
    ],
  },
  {
    adcode: '130000',
    name: '大气污染协同取证套装',
    description: '机载气体检测与地面多气体检测对照',
    items: [
      { kindCode: 'matrice-350' },
      { kindCode: 'airborne-gas' },
      { kindCode: 'multi-gas', quantity: 2 },
      { kindCode: 'command-vehicle', required: false },
    ],
  },
];
