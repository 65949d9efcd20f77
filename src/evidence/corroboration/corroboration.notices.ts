import { defineNotices } from '../../identity/index.js';

export const CorroborationNotices = defineNotices({
  EVIDENCE_CONTRADICTED: {
    zh: '证据“{fileName}”重新核对后发现不符,请查看核对结果',
    en: 'Checked again with what is known now, the evidence “{fileName}” is contradicted; see its checks',
  },
  EVIDENCE_CONTRADICTION_GONE: {
    zh: '证据“{fileName}”重新核对后不再有不符之处',
    en: 'Checked again with what is known now, nothing contradicts the evidence “{fileName}” any more',
  },
});
