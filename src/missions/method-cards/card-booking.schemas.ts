import { z } from 'zod';
import { Id, Instant, text } from '../../platform/index.js';

const MOST_TESTS = 1000;

/** Tests that are to be made by a card: the instrument, its kit and a tester are booked together. */
export const CardBookingInput = z
  .strictObject({
    during: z.strictObject({ from: Instant, to: Instant }).describe('Half-open period'),
    purpose: text(500),
    tests: z.int().min(1).max(MOST_TESTS),
    caseId: Id.optional(),
    deviceId: Id.optional().describe('The instrument; unless said, any of the card’s kind that is free'),
    testerId: Id.optional().describe('Who makes the tests; unless said, anybody who can'),
  })
  .meta({ id: 'MethodCardBooking' });
