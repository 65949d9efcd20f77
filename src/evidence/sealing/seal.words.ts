import type { Words } from '../metadata/claim.types.js';
import type { SealReason } from './seal.codes.js';

export const SEAL_REASON_WORDS: Readonly<Record<SealReason, Words>> = {
  COLLECTORS_TOO_FEW: { zh: '取证人不足两名', en: 'fewer than two collectors are named' },
  COLLECTORS_WITHOUT_ACCOUNT: {
    zh: '两名取证人中有人不是系统用户，无法确认为检察人员',
    en: 'a collector has no account, so it is not known that he or she is staff',
  },
  DIGESTS_MISSING: { zh: '缺少校验值', en: 'a digest is missing' },
  ORIGIN_UNSTATED: {
    zh: '不知道来自哪台设备，也没有笔录说明来源和过程',
    en: 'the device is not known, and no signed record states source and process',
  },
  TIME_UNKNOWN: { zh: '拍摄时间未知', en: 'the time of capture is not known' },
  PLACE_UNKNOWN: { zh: '拍摄地点未知', en: 'the place of capture is not known' },
  TIME_AND_PLACE_UNKNOWN: { zh: '拍摄时间和地点均未知', en: 'neither time nor place of capture is known' },
  NO_RECORD_LISTS_IT: { zh: '没有笔录列明该文件的校验值', en: 'no record of the case lists its digest' },
  RECORD_NOT_SIGNED: { zh: '列明该文件的笔录尚未签署完毕', en: 'the record that lists it is not signed by all yet' },
  RECORD_DIFFERS: { zh: '笔录所载 SM3 或大小与文件不符', en: 'SM3 or size on the record differs from the file' },
  FILM_NOT_RECEIVED: { zh: '笔录所称录像尚未入库', en: 'the film named in the record has not been received' },
  LEADER_NO_PROSECUTOR: { zh: '主持勘验的人员不是检察官', en: 'whoever led the inspection is no prosecutor' },
  NO_RUN_LINKED: { zh: '未关联快速检测记录', en: 'no run is linked' },
  METHOD_UNKNOWN: { zh: '方法未知', en: 'the method is not known' },
  STANDARD_UNKNOWN: { zh: '适用标准未知', en: 'the standard is not known' },
  CALIBRATION_NOT_VALID: {
    zh: '仪器检定校准已过期或无记录',
    en: 'the instrument’s certificate has lapsed or is unknown',
  },
  STANDARD_OF_METHOD_UNSTATED: { zh: '未说明所依据的技术标准', en: 'nobody has said which standard was followed' },
  MEDIUM_SEAL_UNSTATED: { zh: '未说明存储介质是否封存', en: 'nobody has said whether the medium was sealed' },
  NO_CASE: { zh: '尚未归入任何案件', en: 'it is on the list of no case' },
  RENDITION_PENDING: { zh: '预览图正在生成', en: 'pictures are still being made' },
  METADATA_UNREAD: { zh: '元数据未能读取', en: 'the metadata could not be read' },
};
