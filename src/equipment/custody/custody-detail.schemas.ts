import { AnsweredChecklistView } from './checklists/checklist.schemas.js';
import { z } from 'zod';
import { CustodyView } from './custody.schemas.js';
import { SignatureView } from './papers/signature.schemas.js';

export const CustodyDetail = CustodyView.extend({
  signatures: z.array(SignatureView).describe('Of both sides, in the order they were given; the drawings apart'),
  checklists: z.array(AnsweredChecklistView),
}).meta({ id: 'CheckOutDetail' });
