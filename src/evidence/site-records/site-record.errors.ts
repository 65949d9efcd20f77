/** What an on-site record refuses. */
export const SITE_RECORD_REFUSALS = {
  SITE_RECORD_ID_TAKEN: {
    status: 409,
    level: 'info',
    en: 'There is a record with this id in another case, of another kind or by somebody else',
    zh: '该编号的笔录已属于其他案件、类型或制作人',
  },
  SITE_RECORD_BEING_SIGNED: {
    status: 409,
    level: 'info',
    en: 'Somebody has signed this record already; write a new one that corrects it',
    zh: '该笔录已有人签名，不能修改；请另行制作更正笔录',
  },
  SITE_RECORD_SIGNED: {
    status: 409,
    level: 'info',
    en: 'This record is signed; nothing is added to it. Write a new one that corrects it',
    zh: '该笔录已签署完毕，不能再增改；请另行制作更正笔录',
  },
  SITE_RECORD_DIGEST_DIFFERS: {
    status: 409,
    level: 'warn',
    en: 'What was signed is not the record kept here; its digest is {digest}',
    zh: '签名对应的内容与此处保存的笔录不一致，笔录的校验值为 {digest}',
  },
  SITE_RECORD_CODE_WRONG: {
    status: 422,
    level: 'info',
    en: 'This is not the code of the record',
    zh: '校验码与笔录不符',
  },
  SITE_RECORD_PERSON_UNKNOWN: {
    status: 422,
    level: 'info',
    en: 'There is no such person',
    zh: '没有该人员',
  },
  SITE_RECORD_SIGNER_OUTSIDE: {
    status: 422,
    level: 'info',
    en: 'Only collectors named in the record sign as collectors',
    zh: '只有笔录中列明的取证人可以取证人身份签名',
  },
  SITE_RECORD_SIGNED_BEFORE: {
    status: 409,
    level: 'info',
    en: 'This collector has signed already',
    zh: '该取证人已签名',
  },
  SITE_RECORD_DRAWING_UNREADABLE: {
    status: 422,
    level: 'info',
    en: 'The signature of {name} is no drawing ({reason})',
    zh: '{name} 的签名无法识别（{reason}）',
  },
  SITE_RECORD_CORRECTS_UNSIGNED: {
    status: 422,
    level: 'info',
    en: 'Only a signed record of the same case is corrected by another',
    zh: '只有同一案件中已签署的笔录才能另行更正',
  },
} as const;
