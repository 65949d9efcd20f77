import { z } from 'zod';
import { parseBbox } from '../../geo/index.js';
import { Id } from '../../platform/index.js';
import { BboxText } from '../positions/position.schemas.js';

/** Devices whose every frame one may follow; the others come with the picture. */
export const MOST_FOLLOWED = 20;

const BboxNumbers = z
  .array(z.number())
  .length(4)
  .transform((numbers, context) => {
    const parsed = parseBbox(numbers.join(','));
    if (parsed.ok) return parsed.bbox;
    context.addIssue({ code: 'custom', message: parsed.code });
    return z.NEVER;
  });

/** What a viewer looks at; the next one replaces it. */
export const LiveView = z.strictObject({
  bbox: z.union([BboxText, BboxNumbers]),
  zoom: z.number().min(0).max(24),
  follow: z.array(Id).max(MOST_FOLLOWED).default([]),
});

export type LiveViewInput = z.output<typeof LiveView>;
