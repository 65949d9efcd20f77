import type { CardStep, ControlRule, PhotoSubject, Principle } from './method-card.rules.js';

/** A card of the demonstration; what is absent stays open. */
export interface DemoCard {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly deviceKindCode: string;
  readonly kitCode?: string;
  readonly items: readonly string[];
  readonly principle: Principle;
  readonly measures?: {
    readonly unit: string;
    readonly detectionLimit: number;
    readonly range: readonly [number, number];
  };
  readonly outcome?: { readonly unit: string; readonly turnsAt: number };
  readonly mostDeviationPercent?: number;
  readonly readWindow?: readonly [fromSeconds: number, toSeconds: number];
  readonly steps: readonly CardStep[];
  readonly controls?: readonly ControlRule[];
  readonly photos?: readonly PhotoSubject[];
  readonly interferences?: readonly string[];
}

/** Demonstration only: who works with a kit copies its own leaflet into a card. */
export const DEMO_CARD_SOURCE = '演示数据，非厂家说明书 (demonstration, no leaflet)';

const step = (zh: string, en: string, more: Omit<CardStep, 'zh' | 'en'> = {}): CardStep => ({ zh, en, ...more });
const MINUTE = 60;
const READ_DISPLAY = step('读数并拍摄屏幕', 'Read, and photograph the display', { photo: 'display' });

const PHOTOMETER_STEPS: readonly CardStep[] = [
  step('核对试剂批号与有效期', 'Check lot and expiry of the reagent', { photo: 'kit_label' }),
  step('用纯水做空白并调零', 'Measure a blank of pure water and set zero'),
  step('按刻度加入水样，摇匀', 'Add the sample to the mark and shake', { starts: true }),
  step('等待显色', 'Wait for the colour', { countdownSeconds: 10 * MINUTE }),
  READ_DISPLAY,
];

function photometer(
  code: string,
  names: readonly [zh: string, en: string],
  kitCode: string,
  item: string,
  figures: readonly [detectionLimit: number, low: number, high: number, blank: number],
): DemoCard {
  const [detectionLimit, low, high, most] = figures;
  return {
    code,
    zh: names[0],
    en: names[1],
    deviceKindCode: 'water-photometer',
    kitCode,
    items: [item],
    principle: 'colorimetry',
    measures: { unit: 'mg/L', detectionLimit, range: [low, high] },
    mostDeviationPercent: 20,
    readWindow: [10 * MINUTE, 20 * MINUTE],
    steps: PHOTOMETER_STEPS,
    controls: [
      { kind: 'blank', required: true, most },
      { kind: 'standard', required: false, least: 90, most: 110 },
      { kind: 'parallel', required: false },
    ],
  };
}

function strip(code: string, names: readonly [zh: string, en: string], kitCode: string, item: string): DemoCard {
  return {
    code,
    zh: names[0],
    en: names[1],
    deviceKindCode: 'food-analyser',
    kitCode,
    items: [item],
    principle: kitCode === 'pesticide-card' ? 'enzyme_inhibition' : 'colloidal_gold',
    outcome: { unit: 'mg/kg', turnsAt: 0.05 },
    readWindow: [10 * MINUTE, 15 * MINUTE],
    steps: [
      step('取样剪碎，加提取液振摇', 'Cut the sample, add extract and shake', { countdownSeconds: 2 * MINUTE }),
      step('滴加提取液到卡上', 'Put the extract on the card', { starts: true }),
      step('等待显色', 'Wait for the colour', { countdownSeconds: 10 * MINUTE }),
      step('与对照卡比较并拍照', 'Compare with the control card, and photograph both', { photo: 'strip' }),
    ],
    controls: [
      { kind: 'negative', required: true },
      { kind: 'positive', required: false },
    ],
    photos: ['strip'],
    // Reported for enzyme inhibition (GB/T 5009.199-2003).
    interferences: kitCode === 'pesticide-card' ? ['韭菜', '茭白'] : [],
  };
}

const METAL_STEPS: readonly CardStep[] = [
  step('加入电解液', 'Add the electrolyte', { photo: 'kit_label' }),
  step('富集', 'Accumulate', { countdownSeconds: 3 * MINUTE }),
  READ_DISPLAY,
];

export const DEMO_CARDS: readonly DemoCard[] = [
  {
    code: 'water-electrodes',
    zh: '水质多参数现场测定',
    en: 'Water electrodes on site',
    deviceKindCode: 'water-multi-parameter',
    items: ['pH', 'DO', 'EC', '浊度'],
    principle: 'electrode',
    steps: [
      step('用缓冲液核查电极', 'Check the electrodes in buffer'),
      step('探头浸入水中，稳定后读数', 'Put the probe into the water and wait until it is steady', {
        countdownSeconds: MINUTE,
      }),
      READ_DISPLAY,
    ],
    controls: [{ kind: 'standard', required: false, least: 95, most: 105 }],
  },
  photometer('cod-photometer', ['化学需氧量快检', 'COD by photometer'], 'cod-vials', 'COD', [5, 15, 150, 3]),
  photometer(
    'ammonia-photometer',
    ['氨氮快检', 'Ammonia by photometer'],
    'ammonia-reagent',
    'NH3-N',
    [0.02, 0.1, 5, 0.02],
  ),
  photometer(
    'phosphorus-photometer',
    ['总磷快检', 'Phosphorus by photometer'],
    'phosphorus-reagent',
    'TP',
    [0.01, 0.03, 2, 0.01],
  ),
  photometer(
    'nitrogen-photometer',
    ['总氮快检', 'Nitrogen by photometer'],
    'nitrogen-reagent',
    'TN',
    [0.1, 0.5, 20, 0.1],
  ),
  {
    code: 'water-metals',
    zh: '水中重金属溶出伏安法',
    en: 'Metals in water by stripping voltammetry',
    deviceKindCode: 'water-heavy-metal',
    kitCode: 'metal-electrolyte',
    items: ['Pb', 'Cd', 'As', 'Hg'],
    principle: 'stripping_voltammetry',
    steps: METAL_STEPS,
    controls: [
      { kind: 'blank', required: true },
      { kind: 'spike', required: false, least: 80, most: 120 },
    ],
  },
  {
    code: 'soil-xrf',
    zh: '土壤重金属现场荧光法',
    en: 'Metals in soil by XRF on site',
    deviceKindCode: 'handheld-xrf',
    items: ['Pb', 'Cd', 'As', 'Hg', 'Cr', 'Cu', 'Ni', 'Zn'],
    principle: 'xrf',
    mostDeviationPercent: 20,
    steps: [
      step('压实表面，去除石块', 'Press the surface flat and take stones away'),
      step('测量', 'Measure', { countdownSeconds: MINUTE }),
      READ_DISPLAY,
    ],
    controls: [
      { kind: 'standard', required: true, least: 80, most: 120 },
      { kind: 'parallel', required: false },
    ],
  },
  strip('pesticide-card', ['农药残留速测卡', 'Pesticide residue card'], 'pesticide-card', '农残'),
  strip('veterinary-card', ['兽药残留检测卡', 'Veterinary residue card'], 'veterinary-card', '兽残'),
  {
    code: 'surface-atp',
    zh: '表面洁净度ATP',
    en: 'ATP on surfaces',
    deviceKindCode: 'atp-luminometer',
    kitCode: 'atp-swab',
    items: ['RLU'],
    principle: 'bioluminescence',
    steps: [
      step('擦拭 10 cm × 10 cm', 'Wipe 10 cm by 10 cm'),
      step('插入拭子管摇匀', 'Put the swab into its tube and shake', { countdownSeconds: 15 }),
      READ_DISPLAY,
    ],
    controls: [{ kind: 'blank', required: false }],
  },
];
