import { describe, expect, it } from '@jest/globals';
import { type LoanSlip, loanSlip } from './loan-slip.paper.js';

const SLIP: LoanSlip = {
  bookingId: '018f0000-0000-7000-8000-000000000001',
  owner: '东光县人民检察院',
  borrower: '大名县人民检察院',
  during: { from: new Date('2026-11-24T00:00:00Z'), to: new Date('2026-11-25T16:30:00Z') },
  devices: [
    {
      assetCode: 'HB-UAV-0001',
      name: '热成像多旋翼',
      model: 'DJI Mavic 3T',
      serial: '1581F',
      parts: ['HB-UAV-0001-RC'],
    },
    { assetCode: 'HB-WTR-0002', name: '水质光度计', model: 'W-1', serial: null, parts: [] },
  ],
  carrier: '顺丰',
  waybill: 'SF1',
  given: { name: '王管理', at: new Date('2026-11-23T16:30:00Z'), signature: 'M0 0L9 9' },
  received: null,
  printedAt: new Date('2026-11-23T16:31:00Z'),
};

describe('the slip of a loan', () => {
  const paper = loanSlip(SLIP);
  const block = (kind: string) =>
    paper.blocks.find((candidate) => candidate.kind === kind) as never as {
      rows: unknown[];
      boxes: { role: string; name?: string; at?: string; signature?: string | null }[];
    };

  it('names both units, the period in China’s time, and every device with serial and parts', () => {
    expect(paper).toMatchObject({ title: '装备借用单', issuer: SLIP.owner });
    expect(block('facts').rows).toEqual(
      expect.arrayContaining([
        { label: '借用单位', value: SLIP.borrower },
        { label: '借用起', value: '2026-11-24 08:00' },
        { label: '借用止', value: '2026-11-26 00:30' },
        { label: '运单号', value: 'SF1' },
      ]),
    );
    expect(block('table').rows).toEqual([
      ['1', 'HB-UAV-0001', '热成像多旋翼', 'DJI Mavic 3T', '1581F', 'HB-UAV-0001-RC'],
      ['2', 'HB-WTR-0002', '水质光度计', 'W-1', '—', '—'],
    ]);
  });

  it('carries the asset codes to be scanned', () => {
    expect(paper.code).toEqual({ text: 'HB-UAV-0001\nHB-WTR-0002', caption: '资产编号' });
  });

  it('has places for two signatures and two seals; what was signed on a screen stands there', () => {
    expect(block('signatures').boxes).toEqual([
      { role: '出借单位经手人（签名）', name: '王管理', at: '2026-11-24 00:30', signature: 'M0 0L9 9' },
      { role: '出借单位（盖章）' },
      { role: '借用单位经手人（签名）' },
      { role: '借用单位（盖章）' },
    ]);
  });
});
