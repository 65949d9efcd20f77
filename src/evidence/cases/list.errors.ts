/** What a list of evidence refuses. */
export const LIST_REFUSALS = {
  CASE_LIST_CHANGED: {
    status: 409,
    level: 'info',
    en: 'The list of evidence is not the one whose order was given; read it again',
    zh: '证据清单已有变化，请重新读取后再排序',
  },
  EVIDENCE_NOT_ATTACHED: {
    status: 409,
    level: 'info',
    en: 'The item is not on the list of this case',
    zh: '该证据不在本案清单中',
  },
  PAIR_SAME_ITEM: {
    status: 422,
    level: 'info',
    en: 'A pair needs two different items',
    zh: '对比需要两件不同的证据',
  },
  PAIR_TIME_UNKNOWN: {
    status: 422,
    level: 'info',
    en: 'It is not known when both were captured, so nobody can say which was before',
    zh: '两件证据的拍摄时间不全，无法判断先后',
  },
  PAIR_OUT_OF_ORDER: {
    status: 422,
    level: 'info',
    en: 'The item named as before was captured at {beforeAt}, the one named as after at {afterAt}',
    zh: '“前”证据拍摄于 {beforeAt}，“后”证据拍摄于 {afterAt}，先后颠倒',
  },
  PAIR_EXISTS: { status: 409, level: 'info', en: 'These two are a pair already', zh: '该对比已存在' },
} as const;
