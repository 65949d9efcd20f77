import { defineErrors } from '../../../platform/index.js';

export const BlankLabelErrors = defineErrors({
  LABELS_ALL_CLAIMED: {
    status: 409,
    level: 'info',
    en: 'Every label of the batch is worn by a device',
    zh: '该批标签均已绑定设备',
  },
  LABEL_UNCLAIMED: {
    status: 404,
    level: 'info',
    en: 'The label {label} was printed and belongs to no device yet; claim it for one',
    zh: '标签 {label} 已打印，尚未绑定设备，请先认领',
  },
  LABEL_NOT_PRINTED: {
    status: 422,
    level: 'info',
    en: 'No label {label} was printed here; check how it was typed',
    zh: '本系统未打印过标签 {label}，请核对编码',
  },
  LABEL_OF_OTHER_UNIT: {
    status: 422,
    level: 'info',
    en: 'The label {label} was printed for {unitName}, which is neither the owner of the device nor above it',
    zh: '标签 {label} 系为 {unitName} 打印，该单位不是设备所属单位及其上级',
  },
});
