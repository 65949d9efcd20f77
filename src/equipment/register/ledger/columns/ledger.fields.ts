import type { ColumnKind } from '../../../../platform/index.js';
import {
  DEVICE_STATES,
  DRONE_CLASSES,
  IDENTITY_REPORTING,
  LINK_KINDS,
  LOAN_APPROVALS,
  LOAN_SCOPES,
} from '../../../equipment.codes.js';

export const LEDGER_LANGUAGES = ['zh', 'en'] as const;
export type LedgerLanguage = (typeof LEDGER_LANGUAGES)[number];

/** How the value of a column is written. */
export type FieldForm =
  'text' | 'whole' | 'degrees' | 'yuan' | 'date' | 'choice' | 'list' | 'lines' | 'kind' | 'unit' | 'fixed';

export interface LedgerField {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
  /** `fixed`: for reading only, what an import finds there is passed over. */
  readonly form: FieldForm;
  /** Other headings that the ledgers of the units use. */
  readonly also?: readonly string[];
  readonly choices?: readonly string[];
}

/** The columns of the register in their order; the fields of a device's kind follow them. */
export const LEDGER_FIELDS = [
  {
    field: 'assetCode',
    zh: '资产编号',
    en: 'Asset code',
    form: 'text',
    also: [
      '资产编码',
      '资产代码',
      '资产号',
      '固定资产编号',
      '固定资产编码',
      '设备编号',
      '卡片编号',
      'asset no',
      'asset number',
      'asset tag',
    ],
  },
  {
    field: 'serial',
    zh: '序列号',
    en: 'Serial number',
    form: 'text',
    also: ['机身序列号', '机身编号', '出厂编号', '出厂序列号', '产品序列号', '设备序列号', 'SN', 'S/N', 'serial'],
  },
  {
    field: 'kindCode',
    zh: '设备类型代码',
    en: 'Kind code',
    form: 'kind',
    also: [
      '设备类型',
      '类型',
      '类别',
      '设备类别',
      '资产分类',
      '资产类别',
      '分类',
      'kind',
      'device kind',
      'type',
      'category',
    ],
  },
  { field: 'kindName', zh: '设备类型名称', en: 'Kind name', form: 'fixed', also: ['类型名称'] },
  {
    field: 'model',
    zh: '型号',
    en: 'Model',
    form: 'text',
    also: ['规格型号', '设备型号', '产品型号', '型号规格', '规格'],
  },
  {
    field: 'unitId',
    zh: '所属单位',
    en: 'Owner unit',
    form: 'unit',
    also: ['单位', '单位名称', '使用单位', '管理单位', '权属单位', '产权单位', '所在单位', 'owner', 'unit'],
  },
  { field: 'state', zh: '状态', en: 'State', form: 'fixed', also: ['设备状态', '使用状态'], choices: DEVICE_STATES },
  { field: 'djiModelKey', zh: '大疆产品编号', en: 'DJI product', form: 'text', also: ['DJI model key'] },
  { field: 'linkKind', zh: '接入方式', en: 'Link', form: 'choice', choices: LINK_KINDS },
  {
    field: 'productIdCode',
    zh: '唯一产品识别码',
    en: 'Product identification code',
    form: 'text',
    also: ['产品识别码', 'product id code'],
  },
  {
    field: 'uomRegistration',
    zh: '实名登记号',
    en: 'UOM registration',
    form: 'text',
    also: ['实名登记编号', '实名登记标志', 'UOM登记号', '登记号', 'UAS登记号'],
  },
  { field: 'droneClass', zh: '无人机分类', en: 'Drone class', form: 'choice', choices: DRONE_CLASSES },
  {
    field: 'reportsIdentity',
    zh: '身份信息报送',
    en: 'Reports identity',
    form: 'choice',
    also: ['远程识别', '主动报送识别信息', '识别信息报送', 'remote id', 'remote identification'],
    choices: IDENTITY_REPORTING,
  },
  {
    field: 'emptyMassGrams',
    zh: '空机重量（克）',
    en: 'Empty mass (g)',
    form: 'whole',
    also: ['空机重量', '空机重量（g）', 'empty mass', 'empty mass grams'],
  },
  {
    field: 'maxTakeoffMassGrams',
    zh: '最大起飞重量（克）',
    en: 'Maximum take-off mass (g)',
    form: 'whole',
    also: ['最大起飞重量', '最大起飞重量（g）', 'max takeoff mass', 'max takeoff mass grams'],
  },
  { field: 'firmware', zh: '固件版本', en: 'Firmware', form: 'text', also: ['固件'] },
  { field: 'capabilities', zh: '附加能力', en: 'Further capabilities', form: 'list', also: ['capabilities'] },
  { field: 'insurancePolicy', zh: '保险单号', en: 'Insurance policy', form: 'text', also: ['保单号'] },
  {
    field: 'insuredUntil',
    zh: '保险到期日',
    en: 'Insured until',
    form: 'date',
    also: ['保险到期', '保险截止日期', '保险有效期至'],
  },
  {
    field: 'purchasedOn',
    zh: '购置日期',
    en: 'Purchased on',
    form: 'date',
    also: ['购买日期', '购入日期', '取得日期', '入账日期', '采购日期', 'purchase date', 'date of purchase'],
  },
  {
    field: 'priceCents',
    zh: '原值（元）',
    en: 'Price (yuan)',
    form: 'yuan',
    also: [
      '原值',
      '价值',
      '单价',
      '单价（元）',
      '金额',
      '购置金额',
      '购置价格',
      '账面原值',
      '资产原值',
      '价格',
      'price',
      'cost',
    ],
  },
  { field: 'homeLon', zh: '存放经度', en: 'Home longitude', form: 'degrees', also: ['经度', 'lon', 'longitude'] },
  { field: 'homeLat', zh: '存放纬度', en: 'Home latitude', form: 'degrees', also: ['纬度', 'lat', 'latitude'] },
  { field: 'loanScope', zh: '共享范围', en: 'Lent to', form: 'choice', choices: LOAN_SCOPES },
  {
    field: 'barcodes',
    zh: '已有条码',
    en: 'Barcodes worn',
    form: 'lines',
    also: ['条码', '条形码', '二维码', '资产条码', '标签编码', 'barcode', 'barcodes'],
  },
  { field: 'loanApproval', zh: '借用审批', en: 'Loan approval', form: 'choice', choices: LOAN_APPROVALS },
] as const satisfies readonly LedgerField[];

export type RegisterField = (typeof LEDGER_FIELDS)[number]['field'];

/** Before the name of a field of a device's kind. */
export const ATTRIBUTE_PREFIX = 'attributes.';

/** What may be taken away from a device, and what is then in its place. The place of a device is told apart, by two columns. */
export const CLEARED: Readonly<Record<string, null | readonly []>> = {
  serial: null,
  djiModelKey: null,
  linkKind: null,
  productIdCode: null,
  uomRegistration: null,
  droneClass: null,
  reportsIdentity: null,
  emptyMassGrams: null,
  maxTakeoffMassGrams: null,
  firmware: null,
  insurancePolicy: null,
  insuredUntil: null,
  purchasedOn: null,
  priceCents: null,
  capabilities: [],
  barcodes: [],
} satisfies Partial<Record<RegisterField, null | readonly []>>;

/** A column that somebody wants to be passed over. */
export const IGNORED = 'ignore';

export function columnKindOf(form: FieldForm): ColumnKind {
  if (form === 'date') return 'date';
  return form === 'whole' || form === 'degrees' || form === 'yuan' ? 'number' : 'text';
}
