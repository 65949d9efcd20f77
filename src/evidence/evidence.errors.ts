import { defineErrors } from '../platform/index.js';
import { EXPORT_REFUSALS } from './export/export.errors.js';
import { LIST_REFUSALS } from './cases/list.errors.js';
import { GROUND_REFUSALS } from './ground.errors.js';
import { MEDIA_REFUSALS } from './media/media.errors.js';
import { SEALING_REFUSALS } from './sealing/sealing.errors.js';
import { SITE_RECORD_REFUSALS } from './site-records/site-record.errors.js';

export const EvidenceErrors = defineErrors({
  UPLOAD_METADATA_NOT_JSON: {
    status: 400,
    level: 'info',
    en: 'The part metadata is not JSON',
    zh: 'metadata 不是有效的 JSON',
  },
  UPLOAD_METADATA_INVALID: {
    status: 400,
    level: 'info',
    en: 'The part metadata is not well formed',
    zh: 'metadata 格式不正确',
  },
  EVIDENCE_EMPTY: { status: 422, level: 'info', en: 'The file is empty', zh: '文件为空' },
  EVIDENCE_KIND_MISMATCH: {
    status: 422,
    level: 'info',
    en: 'The file is {mediaType} and cannot be kept as {kind}',
    zh: '文件类型为 {mediaType}，不能作为 {kind} 保存',
  },
  DIGEST_MISMATCH: {
    status: 422,
    level: 'warn',
    en: 'The bytes received do not have the declared sha256; they are kept in quarantine',
    zh: '收到的内容与声明的 sha256 不符，已隔离保存',
  },
  EVIDENCE_DEVICE_UNKNOWN: { status: 422, level: 'info', en: 'There is no such device', zh: '没有该设备' },
  EVIDENCE_COLLECTOR_UNKNOWN: { status: 422, level: 'info', en: 'There is no such collector', zh: '没有该取证人' },
  EVIDENCE_ALREADY_ATTACHED: {
    status: 409,
    level: 'info',
    en: 'The item is already attached to this case',
    zh: '该证据已在本案中',
  },
  EVIDENCE_REMOVED: {
    status: 410,
    level: 'info',
    en: 'The item was removed by rule; its record says when, by whom and by which',
    zh: '该证据已依规定删除，记录中载明删除时间、经办人和依据',
  },
  CUSTODY_REPORT_TOO_LONG: {
    status: 422,
    level: 'info',
    en: 'More than {most} events fall into the period: ask for a shorter one',
    zh: '该期间内的事项超过 {most} 条，请缩短期间',
  },
  EVIDENCE_LINK_REFUSED: {
    status: 403,
    level: 'info',
    en: 'The address is not good, or not any more',
    zh: '访问地址无效或已过期',
  },
  RENDITION_NOT_READY: {
    status: 404,
    level: 'info',
    retryable: true,
    en: 'This picture is not made yet',
    zh: '图片尚未生成',
  },
  RENDITION_NONE: { status: 404, level: 'info', en: 'There is no such picture of this item', zh: '该证据没有此图片' },
  ...LIST_REFUSALS,
  ...SEALING_REFUSALS,
  ...SITE_RECORD_REFUSALS,
  ...MEDIA_REFUSALS,
  ...EXPORT_REFUSALS,
  ...GROUND_REFUSALS,
  BBOX_INVALID: {
    status: 400,
    level: 'info',
    en: 'The bbox cannot be read ({reason})',
    zh: 'bbox 无法读取（{reason}）',
  },
});
