import { canonicalJson } from '../../platform/index.js';
import { briefingOf } from './briefing.rules.js';

type Matter = Parameters<typeof briefingOf>[0];

/** As much of an order as a briefing tells. */
function orderSaying(text: string): Matter['orders'][number] {
  const order = { id: 'a', text, to: { role: 'pilot' }, state: 'ISSUED', issuedSeq: 2 };
  return order as unknown as Matter['orders'][number];
}

describe('a briefing', () => {
  it.each([198, 199, 200])('cuts no character in two, wherever it ends (%i before it)', (length) => {
    const briefing = briefingOf({
      at: new Date(0),
      situation: {},
      orders: [orderSaying(`${'河'.repeat(length)}𠮷𠮷`)],
      attendance: { members: [], presence: [] },
      events: [],
    });
    expect(Array.from(briefing.orders[0]?.text ?? '')).toHaveLength(200);
    expect(() => canonicalJson(briefing)).not.toThrow();
  });
});
