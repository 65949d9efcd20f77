import { z } from 'zod';
import {
  Id,
  importMetadata,
  importOutcome,
  PageQuery,
  pageOf,
  parseMetadata,
  SPREADSHEET_ERRORS,
  text,
  UPLOAD_ERRORS,
} from '../../../platform/index.js';
import { ENTRY_KINDS, EXPERT_FIELDS, LONGEST } from './register.codes.js';
import { RegisterErrors } from './register.errors.js';
import { ENTRY_CHANGES, type ExpertAt, type Institution } from './register.rules.js';

/** Each once, in the order of the list. */
const Fields = z.array(z.enum(EXPERT_FIELDS)).max(EXPERT_FIELDS.length);
const fieldsOnce = Fields.transform((given) => EXPERT_FIELDS.filter((field) => given.includes(field)));
const contact = text(LONGEST.contact).nullable();
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const InstitutionCreate = z
  .strictObject({
    name: text(LONGEST.institution),
    fields: fieldsOnce.default([]),
    contact: contact.default(null),
    active: z.boolean().default(true),
  })
  .meta({ id: 'InstitutionCreate' });

export const InstitutionChange = z
  .strictObject({
    name: text(LONGEST.institution).optional(),
    fields: fieldsOnce.optional(),
    contact: contact.optional(),
    active: z.boolean().optional(),
  })
  .meta({ id: 'InstitutionChange' });

const someFields = Fields.min(1).transform((given) => EXPERT_FIELDS.filter((field) => given.includes(field)));

export const ExpertCreate = z
  .strictObject({
    name: text(LONGEST.expert),
    institutionId: Id.nullable().default(null),
    title: text(LONGEST.title).nullable().default(null),
    fields: someFields,
    contact: contact.default(null),
    active: z.boolean().default(true),
  })
  .meta({ id: 'ExpertCreate' });

export const ExpertChange = z
  .strictObject({
    name: text(LONGEST.expert).optional(),
    institutionId: Id.nullable().optional(),
    title: text(LONGEST.title).nullable().optional(),
    fields: someFields.optional(),
    contact: contact.optional(),
    active: z.boolean().optional(),
  })
  .meta({ id: 'ExpertChange' });

export const InstitutionQuery = PageQuery.extend({
  unitId: Id.optional(),
  field: z.enum(EXPERT_FIELDS).optional(),
  active: flag.optional(),
  q: text(100).optional().describe('Part of the name'),
});
export const ExpertQuery = InstitutionQuery.extend({ institutionId: Id.optional() });

export const InstitutionView = z
  .object({
    id: Id,
    unitId: Id.describe('The unit that entered it and alone keeps it'),
    name: z.string(),
    fields: z.array(z.enum(EXPERT_FIELDS)),
    contact: z.string().nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'Institution' });

export const ExpertView = InstitutionView.extend({
  institutionId: Id.nullable(),
  institutionName: z.string().nullable(),
  title: z.string().nullable(),
}).meta({ id: 'Expert' });

export const InstitutionPage = pageOf(InstitutionView);
export const ExpertPage = pageOf(ExpertView);

export const toInstitutionView = ({ fields, ...rest }: Institution): z.input<typeof InstitutionView> => ({
  ...rest,
  fields: [...fields],
});
export const toExpertView = ({ fields, ...rest }: ExpertAt): z.input<typeof ExpertView> => ({
  ...rest,
  fields: [...fields],
});

export const RegisterImportMetadata = importMetadata('RegisterImportMetadata');
export type RegisterImportInput = z.output<typeof RegisterImportMetadata>;

export const RegisterImportForm = z.object({
  file: z.string().meta({ format: 'binary' }).describe('CSV or XLSX: kind, name, institution, fields, title, contact'),
  metadata: RegisterImportMetadata,
});

export const RegisterImportAnswer = z
  .object({
    ...importOutcome,
    changes: z
      .array(z.object({ row: z.int(), change: z.enum(ENTRY_CHANGES), kind: z.enum(ENTRY_KINDS), name: z.string() }))
      .describe('The first 1,000 rows that change something'),
  })
  .meta({ id: 'RegisterImport' });
export type RegisterImportResult = z.input<typeof RegisterImportAnswer>;

export const REGISTER_IMPORT_ERRORS = [
  ...UPLOAD_ERRORS,
  ...SPREADSHEET_ERRORS,
  'REGISTER_METADATA_INVALID',
  'REGISTER_FILE_EMPTY',
  'REGISTER_FILE_TOO_LONG',
  'REGISTER_FILE_CHANGED',
  'REGISTER_COLUMNS_MISSING',
  'REGISTER_COLUMN_TWICE',
  'REGISTER_IMPORT_REFUSED',
];

/** @throws REGISTER_METADATA_INVALID */
export function parseRegisterImport(json: string): RegisterImportInput {
  return parseMetadata(RegisterImportMetadata, json, RegisterErrors.REGISTER_METADATA_INVALID);
}
