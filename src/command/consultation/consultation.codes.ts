export const AGENDA_STATES = ['planned', 'under_way', 'done', 'dropped'] as const;
export type AgendaState = (typeof AGENDA_STATES)[number];

export const CONCLUSION_STATES = ['drafted', 'settled'] as const;
export type ConclusionState = (typeof CONCLUSION_STATES)[number];

/** What somebody answers to the wording of a conclusion. */
export const STANCES = ['signed', 'dissented'] as const;
export type Stance = (typeof STANCES)[number];

export const MOST_AGENDA_ITEMS = 50;
export const LONGEST_TEXT = 10_000;
/** Of one session, so that what one reader gets stays one answer. */
export const MOST_MATERIALS = 200;
export const MOST_CONCLUSIONS = 50;
export const MOST_VERSIONS = 50;
