import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { OrderProgress } from '../../../src/command/orders/order.rules.js';
import { ADDRESSEES, issuedTo, moves, OrderModel, type OrderShelf } from '../../support/order-model.js';

function inMemory(order: OrderProgress): OrderShelf {
  let kept = order;
  return {
    read: async () => kept,
    write: async (next) => {
      kept = next;
    },
  };
}

describe('an order, by its rules', () => {
  it.each(ADDRESSEES)('to a %s stands as the model says after whatever is done to it', async (kind) => {
    await fc.assert(
      fc.asyncProperty(moves(40), async (commands) => {
        await fc.asyncModelRun(() => ({ model: new OrderModel(kind), real: inMemory(issuedTo(kind)) }), commands);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reaches every way it can end within a few steps, so that the model is walked', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ADDRESSEES), moves(40), async (kind, commands) => {
        const model = new OrderModel(kind);
        await fc.asyncModelRun(() => ({ model, real: inMemory(issuedTo(kind)) }), commands);
        ends.add(model.state);
      }),
      { numRuns: 1_000, seed: 77 },
    );
    expect([...ends]).toEqual(expect.arrayContaining(['ACCEPTED', 'REJECTED', 'CANCELLED', 'EXPIRED', 'RETURNED']));
  });
});
