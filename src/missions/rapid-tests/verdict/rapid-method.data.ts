/** One thing a kind of instrument measures, as its display spells it, and the kit each test of it uses up, if any. */
export interface MeasuredItem {
  readonly item: string;
  readonly kitCode?: string;
}

/** What a kind of instrument can measure. */
export interface RapidMethod {
  readonly kindCode: string;
  readonly items: readonly MeasuredItem[];
}

const electrodes = (...items: string[]): MeasuredItem[] => items.map((item) => ({ item }));

/** The instruments of the pool that give readings. A kind that is not here measures nothing we know. */
export const RAPID_METHODS: readonly RapidMethod[] = [
  { kindCode: 'water-multi-parameter', items: electrodes('pH', 'DO', 'EC', '浊度') },
  {
    kindCode: 'water-photometer',
    items: [
      { item: 'COD', kitCode: 'cod-vials' },
      { item: 'NH3-N', kitCode: 'ammonia-reagent' },
      { item: 'TP', kitCode: 'phosphorus-reagent' },
      { item: 'TN', kitCode: 'nitrogen-reagent' },
    ],
  },
  {
    kindCode: 'water-heavy-metal',
    items: ['Pb', 'Cd', 'As', 'Hg'].map((item) => ({ item, kitCode: 'metal-electrolyte' })),
  },
  { kindCode: 'handheld-xrf', items: electrodes('Pb', 'Cd', 'As', 'Hg', 'Cr', 'Cu', 'Ni', 'Zn') },
  { kindCode: 'multi-gas', items: electrodes('VOC', 'H2S', 'CO', 'O2', 'LEL') },
  { kindCode: 'particulates', items: electrodes('PM2.5', 'PM10') },
  { kindCode: 'sound-level', items: electrodes('LAeq') },
  {
    kindCode: 'food-analyser',
    items: [
      { item: '农残', kitCode: 'pesticide-card' },
      { item: '兽残', kitCode: 'veterinary-card' },
      { item: '添加剂', kitCode: 'additive-reagent' },
    ],
  },
  { kindCode: 'atp-luminometer', items: [{ item: 'RLU', kitCode: 'atp-swab' }] },
  { kindCode: 'frying-oil-tester', items: electrodes('TPM') },
];

export function rapidMethodOf(kindCode: string): RapidMethod | undefined {
  return RAPID_METHODS.find((method) => method.kindCode === kindCode);
}
