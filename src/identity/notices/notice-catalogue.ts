/** The words of a notice; `{name}` is filled from its params. */
export interface NoticeText {
  readonly zh: string;
  readonly en: string;
}

export interface NoticeContent {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

type NoticeFactory = (params?: NoticeContent['params']) => NoticeContent;

const catalogue = new Map<string, NoticeText>();

/** Declares a feature's notices and gives one factory a code: `PoolNotices.LOAN_REFUSED({ reason })`. */
export function defineNotices<K extends string>(
  entries: Readonly<Record<K, NoticeText>>,
): Readonly<Record<K, NoticeFactory>> {
  const factories = {} as Record<K, NoticeFactory>;
  for (const [code, text] of Object.entries(entries) as [K, NoticeText][]) {
    if (catalogue.has(code)) throw new Error(`notice ${code} is declared twice`);
    catalogue.set(code, text);
    factories[code] = (params = {}) => ({ code, params });
  }
  return factories;
}

/** The words of a code; of one that an earlier version declared, the code itself. */
export function noticeText(code: string): NoticeText {
  return catalogue.get(code) ?? { zh: code, en: code };
}

/** All notices declared so far, sorted by code. */
export function noticeCatalogue(): readonly (readonly [code: string, text: NoticeText])[] {
  return [...catalogue].sort(([a], [b]) => (a < b ? -1 : 1));
}
