import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import type { CorroborationRun } from './corroboration.entity.js';
import { DEVICE_FINDINGS } from '../evidence.codes.js';
import { OCCASIONS } from './corroboration.entity.js';
import { INDEPENDENCE_WORDS } from './corroboration.words.js';
import { CHECKS, INDEPENDENCES, REFERENCE_KINDS, VERDICTS } from './corroboration.types.js';

const Words = z.object({ zh: z.string(), en: z.string() });
const Numbers = z.record(z.string(), z.number());

export const CheckView = z
  .object({
    check: z.enum(CHECKS),
    verdict: z.enum(VERDICTS),
    reason: z.string(),
    independence: z.enum(INDEPENDENCES),
    independenceWords: Words.describe('What an agreement with that source is worth'),
    numbers: Numbers,
    thresholds: Numbers,
    references: z.array(
      z.object({
        kind: z.enum(REFERENCE_KINDS),
        id: Id,
        saidBy: z.enum(DEVICE_FINDINGS).optional().describe('Of a recorded track: how it is known to be of the device'),
      }),
    ),
    words: Words,
  })
  .meta({ id: 'CorroborationCheck' });

export const CorroborationView = z
  .object({
    id: Id,
    itemId: Id,
    occasion: z.enum(OCCASIONS),
    computedAt: InstantView,
    verdict: z.enum(VERDICTS),
    counts: z.object({ consistent: z.number(), inconsistent: z.number(), unknown: z.number() }),
    words: Words,
    checks: z.array(CheckView),
  })
  .meta({ id: 'Corroboration' });

export function toCorroborationView({
  id,
  itemId,
  occasion,
  computedAt,
  result,
}: CorroborationRun): z.input<typeof CorroborationView> {
  const { verdict, counts, words, checks } = result;
  return {
    id,
    itemId,
    occasion,
    computedAt: computedAt.toISOString(),
    verdict,
    counts,
    words,
    checks: checks.map(({ numbers, thresholds, references, ...check }) => ({
      ...check,
      independenceWords: INDEPENDENCE_WORDS[check.independence],
      numbers: { ...numbers },
      thresholds: { ...thresholds },
      references: [...references],
    })),
  };
}
