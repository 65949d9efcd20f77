/** What an expert or an institution is asked about. */
export const EXPERT_FIELDS = [
  'water',
  'soil',
  'air',
  'ecology',
  'food',
  'heritage',
  'forensic',
  'legal',
  'surveying',
  'other',
] as const;
export type ExpertField = (typeof EXPERT_FIELDS)[number];

export const FIELD_WORDS: Readonly<Record<ExpertField, string>> = {
  water: '水',
  soil: '土壤',
  air: '大气',
  ecology: '生态',
  food: '食品药品',
  heritage: '文物',
  forensic: '司法鉴定',
  legal: '法律',
  surveying: '测绘',
  other: '其他',
};

/** What a row of a file is about. */
export const ENTRY_KINDS = ['expert', 'institution'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export const LONGEST = { expert: 100, institution: 200, title: 100, contact: 200 } as const;
