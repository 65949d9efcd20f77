import { z } from 'zod';
import { PositionInput, text } from '../../platform/index.js';

export const PositionClaimInput = PositionInput.extend({
  reason: text(500).describe('How the person knows'),
  overrules: z
    .boolean()
    .default(false)
    .describe('Also where the file says something usable: the person holds that this is wrong'),
})
  .refine(({ lon, lat }) => lon !== 0 || lat !== 0, { message: '0, 0 stands for a position that is not known' })
  .meta({ id: 'PositionClaimInput' });
