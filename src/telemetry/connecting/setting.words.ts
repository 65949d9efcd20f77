import { failed, ok, skipped, unknown } from './step.words.js';

/** About what is set up, and about the test itself. */
export const SETTING_WORDS = {
  SETTINGS_COMPLETE: ok('接入参数齐全', 'Everything is set up'),
  SETTINGS_MISSING: failed(
    '尚未设置接入参数',
    'Nothing is set up yet',
    '填写大疆 Cloud API 应用的 App ID、密钥、许可证，以及消息代理地址',
    'Enter App ID, key and licence of the Cloud API app at DJI, and the address of the broker',
  ),
  SETTINGS_UNREADABLE: failed(
    '密钥与许可证是用另一套安装密钥封存的，无法读取',
    'Key and licence were sealed with another key of the installation and cannot be read',
    '重新填写应用密钥与许可证，或恢复原密钥文件',
    'Enter key and licence again, or restore the key file of before',
  ),
  EARLIER_STEP_FAILED: skipped(
    '前一步骤 {step} 未通过，未执行',
    'Not tried: the step {step} before it did not succeed',
  ),
  STEP_BROKE: unknown('该步骤未能完成：{reason}', 'The step could not be carried out: {reason}'),
} as const;
