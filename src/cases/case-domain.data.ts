/** A field of public-interest litigation, dated because the law is being rewritten. */
export interface CaseDomain {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** First day on which a case may be opened under this heading; null where the date was not looked up. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

export const CASE_DOMAINS: readonly CaseDomain[] = [
  {
    code: 'environment',
    zh: '生态环境和资源保护',
    en: 'Environment and natural resources',
    validFrom: null,
    validTo: null,
  },
  { code: 'food_drug', zh: '食品药品安全', en: 'Food and drug safety', validFrom: null, validTo: null },
  { code: 'state_property', zh: '国有财产保护', en: 'State property', validFrom: null, validTo: null },
  {
    code: 'land_transfer',
    zh: '国有土地使用权出让',
    en: 'Transfer of state land use rights',
    validFrom: null,
    validTo: null,
  },
  { code: 'work_safety', zh: '安全生产', en: 'Work safety', validFrom: null, validTo: null },
  { code: 'cultural_heritage', zh: '文物和文化遗产保护', en: 'Cultural heritage', validFrom: null, validTo: null },
  { code: 'other', zh: '其他', en: 'Other', validFrom: null, validTo: null },
];

/** The heading of that code on that day, undefined when there is none. */
export function caseDomain(code: string, on: Date): CaseDomain | undefined {
  const day = on.toISOString().slice(0, 10);
  return CASE_DOMAINS.find(
    (domain) => domain.code === code && (domain.validFrom ?? day) <= day && day <= (domain.validTo ?? day),
  );
}
