/** One measurable item of water or soil: our code, its Chinese name, and the other spellings instruments and reports use. */
export interface MeasuredItemName {
  readonly code: string;
  readonly zh: string;
  readonly spellings: readonly string[];
}

/** The items of the standards that ship, and the spellings of those that rapid tests meet. */
export const MEASURED_ITEMS: readonly MeasuredItemName[] = [
  { code: 'ph', zh: 'pH值', spellings: ['pH'] },
  { code: 'dissolved_oxygen', zh: '溶解氧', spellings: ['DO'] },
  { code: 'permanganate_index', zh: '高锰酸盐指数', spellings: ['CODMn', 'IMn'] },
  { code: 'cod', zh: '化学需氧量', spellings: ['COD', 'CODCr'] },
  { code: 'bod5', zh: '五日生化需氧量', spellings: ['BOD5'] },
  { code: 'ammonia_nitrogen', zh: '氨氮', spellings: ['NH3-N', 'NH4-N'] },
  { code: 'total_phosphorus', zh: '总磷', spellings: ['TP'] },
  { code: 'total_nitrogen', zh: '总氮', spellings: ['TN'] },
  { code: 'copper', zh: '铜', spellings: ['Cu'] },
  { code: 'zinc', zh: '锌', spellings: ['Zn'] },
  { code: 'fluoride', zh: '氟化物', spellings: ['F', 'F-'] },
  { code: 'selenium', zh: '硒', spellings: ['Se'] },
  { code: 'arsenic', zh: '砷', spellings: ['As'] },
  { code: 'mercury', zh: '汞', spellings: ['Hg'] },
  { code: 'cadmium', zh: '镉', spellings: ['Cd'] },
  { code: 'chromium_vi', zh: '铬（六价）', spellings: ['Cr6+', 'Cr(VI)', '六价铬'] },
  { code: 'lead', zh: '铅', spellings: ['Pb'] },
  { code: 'cyanide', zh: '氰化物', spellings: ['CN', 'CN-'] },
  { code: 'volatile_phenol', zh: '挥发酚', spellings: [] },
  { code: 'oil', zh: '石油类', spellings: [] },
  { code: 'anionic_surfactant', zh: '阴离子表面活性剂', spellings: ['LAS'] },
  { code: 'sulphide', zh: '硫化物', spellings: ['S2-'] },
  { code: 'faecal_coliform', zh: '粪大肠菌群', spellings: [] },
  { code: 'suspended_solids', zh: '悬浮物', spellings: ['SS'] },
  { code: 'chromium', zh: '铬', spellings: ['Cr', '总铬'] },
  { code: 'nickel', zh: '镍', spellings: ['Ni'] },
];

const codeBySpelling = new Map(
  MEASURED_ITEMS.flatMap((item) => [item.code, item.zh, ...item.spellings].map((name) => [spelling(name), item.code])),
);

/** Our code for an item as an instrument or a person spells it, without regard to case and blanks; else `undefined`. */
export function measuredItemCode(name: string): string | undefined {
  return codeBySpelling.get(spelling(name));
}

/**
 * The name under which values and limits of an item meet: our code, or the plain spelling of an item that is on no list,
 * such as one of the hundreds of pesticides that are only ever imported.
 */
export function itemKey(name: string): string {
  return measuredItemCode(name) ?? spelling(name);
}

function spelling(name: string): string {
  return name.normalize('NFKC').replaceAll(/[\s_]/gu, '').toLowerCase();
}
