import type { QuarantineCode } from '../quarantine/quarantine.codes.js';
import type { GatewayState } from './contact.rules.js';

/** A sentence for people, in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export const STATE_WORDS: Readonly<Record<GatewayState, Words>> = {
  never_seen: { zh: '从未接入', en: 'Never seen' },
  refused: { zh: '曾尝试连接消息代理，均被拒绝', en: 'Tried the broker, and was never let in' },
  logged_in: {
    zh: '已在接入页面登录，尚未连接消息代理',
    en: 'Logged in on the pilot page, and has not reached the broker since',
  },
  connected: { zh: '已连接消息代理，等待上报设备拓扑', en: 'Connected to the broker; its topology is awaited' },
  topology_unanswered: {
    zh: '已连接，但设备拓扑未得到应答：飞行器不会上报数据',
    en: 'Connected, its topology not answered: the aircraft behind it will not report',
  },
  online: { zh: '在线', en: 'Online' },
  silent: { zh: '已失去联系', en: 'Silent' },
};

export const UNKNOWN_REASON: Words = { zh: '原因未知', en: 'For an unknown reason' };

/** Reasons of the broker, and codes of the quarantine that a topology may end in. */
export const REASON_WORDS: Readonly<Record<string, Words>> = {
  bad_secret: {
    zh: '密钥错误或已失效：请在遥控器上重新登录接入页面，机场请重新签发密钥',
    en: 'Its secret is wrong or has ended: log in again on the pilot page, for a dock issue a new secret',
  },
  retired: { zh: '该设备已报废', en: 'The device is retired in the register' },
  locked_out: {
    zh: '因频繁在其他设备的主题上发布消息，暂停接入一分钟',
    en: 'Locked out for a minute: it published on topics of other devices again and again',
  },
  DEVICE_UNKNOWN: {
    zh: '遥控器或其飞行器未登记：请按序列号登记',
    en: 'The gateway or the aircraft behind it is not registered: register it by its serial',
  },
  NOT_PAIRED: {
    zh: '遥控器与飞行器既非同一套设备，也不在同一领用人手中：请一并领用，或登记为同一套',
    en: 'Gateway and aircraft are neither one set nor in the same hands: check both out together, or register one as part of the other',
  },
  BAD_SHAPE: { zh: '拓扑消息格式不符', en: 'The message about its topology has not the shape that was expected' },
  NOT_JSON: { zh: '拓扑消息无法读取', en: 'The message about its topology cannot be read' },
} satisfies Readonly<Partial<Record<QuarantineCode | 'bad_secret' | 'retired' | 'locked_out', Words>>>;
