/** `open` takes files one by one, `unpacking` those of an archive; `failed`: not all of it could be read. */
export const CARD_INTAKE_STATES = ['open', 'unpacking', 'closed', 'failed'] as const;
export type CardIntakeState = (typeof CARD_INTAKE_STATES)[number];

export const CARD_FILE_STATES = ['kept', 'refused'] as const;
export type CardFileState = (typeof CARD_FILE_STATES)[number];
