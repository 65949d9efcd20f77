import { AnsweredChecklistView } from './checklists/checklist.schemas.js';
import { z } from 'zod';
import { Id, InstantView } from '../../../platform/index.js';
import { CustodyView } from './custody.schemas.js';
import { HandOverView } from './hand-overs/hand-over.schemas.js';
import { CUSTODY_MOMENTS } from './papers/paper.codes.js';
import { SignatureView } from './papers/signature.schemas.js';

export const CustodyDetail = CustodyView.extend({
  signatures: z.array(SignatureView).describe('Of both sides, in the order they were given; the drawings apart'),
  checklists: z.array(AnsweredChecklistView),
  handOvers: z.array(HandOverView),
  photos: z.array(z.object({ fileId: Id, moment: z.enum(CUSTODY_MOMENTS), attachedAt: InstantView })),
}).meta({ id: 'CheckOutDetail' });
