import { z } from 'zod';
import { type NamedFault, text } from '../platform/index.js';
import { MissionErrors } from './missions.errors.js';

/** Also where the value is of another type, which is when it is a text with a comma. */
const always = (): boolean => true;

const commaFault: NamedFault = { refusal: MissionErrors.READING_DECIMAL_COMMA };
const unitFault: NamedFault = { refusal: MissionErrors.READING_UNIT_MISSING };

/** A number that a person read off. A comma could mean a thousand or a tenth, so it means nothing and is named. */
export function readNumber(schema: z.ZodNumber): z.ZodNumber {
  return schema.refine((value: unknown) => !isCommaNumber(value), {
    when: always,
    error: 'is written with a comma: write a decimal point',
    params: { ...commaFault },
  });
}

/** The unit beside a value; an empty one is none. */
export const ReadingUnit = text(30).refine((value: unknown) => !isBlank(value), {
  when: always,
  error: 'a value has a unit',
  params: { ...unitFault },
});

/** For a refinement that finds the value without its unit. */
export const WITHOUT_UNIT = { error: 'a value has a unit', path: ['unit'], params: { ...unitFault } };

function isCommaNumber(value: unknown): boolean {
  return typeof value === 'string' && /^\s*[<>≤≥]?\s*[-+]?\d*[,，]\d/u.test(value);
}

function isBlank(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}
