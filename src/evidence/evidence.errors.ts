import { defineErrors } from '../platform/index.js';
import { GROUND_REFUSALS } from './ground.errors.js';
import { MEDIA_REFUSALS } from './media/media.errors.js';

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
  RENDITION_NOT_READY: {
    status: 404,
    level: 'info',
    retryable: true,
    en: 'This picture is not made yet',
    zh: '图片尚未生成',
  },
  RENDITION_NONE: { status: 404, level: 'info', en: 'There is no such picture of this item', zh: '该证据没有此图片' },
  ...MEDIA_REFUSALS,
  ...GROUND_REFUSALS,
  BBOX_INVALID: {
    status: 400,
    level: 'info',
    en: 'The bbox cannot be read ({reason})',
    zh: 'bbox 无法读取（{reason}）',
  },
});
