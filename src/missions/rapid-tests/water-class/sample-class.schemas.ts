import { z } from 'zod';
import { WATER_BODIES } from '../../../reference/index.js';

export const SampleClassQuery = z.strictObject({ waterBody: z.enum(WATER_BODIES).optional() });
