import type { Block, Paper, Period, SignatureBox } from '../../../platform/index.js';
import { chinaTimeOf } from '../../../platform/index.js';

/** One lent device as it stands on the slip. */
export interface SlipDevice {
  readonly assetCode: string;
  readonly name: string;
  readonly model: string;
  readonly serial: string | null;
  /** Asset codes of what travels with it. */
  readonly parts: readonly string[];
}

export interface SlipSigner {
  readonly name: string;
  readonly at: Date;
  readonly signature: string | null;
}

export interface LoanSlip {
  readonly bookingId: string;
  readonly owner: string;
  readonly borrower: string;
  readonly during: Period;
  readonly devices: readonly SlipDevice[];
  readonly carrier: string | null;
  readonly waybill: string | null;
  readonly given: SlipSigner | null;
  readonly received: SlipSigner | null;
  readonly printedAt: Date;
}

/** Whoever carries the box may read the slip, so it says what for only in general, and no case. */
const PURPOSE = '公益诉讼检察办案使用';

/** The slip that goes with lent devices, to be signed and stamped by both units. */
export function loanSlip(slip: LoanSlip): Paper {
  const { bookingId, owner, devices, printedAt } = slip;
  const codes = devices.map(({ assetCode }) => assetCode).join('\n');
  return {
    title: '装备借用单',
    issuer: owner,
    number: bookingId,
    code: { text: codes, caption: '资产编号' },
    blocks: [factsOf(slip), tableOf(devices), TERMS, boxesOf(slip)],
    printedAt,
    language: 'zh',
  };
}

function factsOf({ owner, borrower, during, carrier, waybill, devices }: LoanSlip): Block {
  const rows = [
    { label: '出借单位', value: owner },
    { label: '借用单位', value: borrower },
    { label: '借用起', value: chinaTimeOf(during.from) },
    { label: '借用止', value: chinaTimeOf(during.to) },
    { label: '用途', value: PURPOSE },
    { label: '件数', value: `${devices.length} 件` },
    { label: '承运', value: carrier ?? '' },
    { label: '运单号', value: waybill ?? '' },
  ];
  return { kind: 'facts', columns: 2, rows };
}

function tableOf(devices: readonly SlipDevice[]): Block {
  return {
    kind: 'table',
    columns: [
      { title: '序号', share: 1.5, align: 'right' },
      { title: '资产编号', share: 4 },
      { title: '名称', share: 3.5 },
      { title: '型号', share: 4.5 },
      { title: '序列号', share: 6 },
      { title: '随行部件', share: 4 },
    ],
    rows: devices.map(({ assetCode, name, model, serial, parts }, nth) => [
      String(nth + 1),
      assetCode,
      name,
      model,
      serial ?? '—',
      parts.join('、') || '—',
    ]),
  };
}

const TERMS: Block = {
  kind: 'paragraph',
  small: true,
  text: '双方当面清点，签名并加盖公章后生效。借用期间由借用单位保管，损坏、遗失应当及时告知出借单位。',
};

function boxesOf({ given, received }: LoanSlip): Block {
  return {
    kind: 'signatures',
    boxes: [
      signed('出借单位经手人（签名）', given),
      { role: '出借单位（盖章）' },
      signed('借用单位经手人（签名）', received),
      { role: '借用单位（盖章）' },
    ],
  };
}

function signed(role: string, signer: SlipSigner | null): SignatureBox {
  if (!signer) return { role };
  return { role, name: signer.name, at: chinaTimeOf(signer.at), signature: signer.signature };
}
