import { defineNotices, type NoticeContent } from '../../identity/index.js';
import type { Session } from './session.repository.js';

/** What one person is told because of an event of a session, once. */
export function noticeTo(
  userId: string,
  { session, seq }: { readonly session: Pick<Session, 'id'>; readonly seq: number },
  content: NoticeContent,
) {
  const subject = { kind: 'command_session', id: session.id };
  return { to: { userIds: [userId] }, content, subject, occasion: String(seq) };
}

export const SessionNotices = defineNotices({
  SESSION_ENTRY_REQUESTED: {
    zh: '{unit} {name} 申请加入指挥会话“{title}”',
    en: '{name} ({unit}) asks to take part in the session “{title}”',
  },
  SESSION_ENTRY_ADMITTED: {
    zh: '您已获准加入指挥会话“{title}”',
    en: 'You were admitted to the session “{title}”',
  },
  SESSION_ENTRY_DECLINED: {
    zh: '您加入指挥会话“{title}”的申请未获同意',
    en: 'Your request to take part in the session “{title}” was declined',
  },
  SESSION_PULLED_IN: {
    zh: '{by} 已将您拉入指挥会话“{title}”',
    en: '{by} has pulled you into the session “{title}”',
  },
  SESSION_REMOVED: {
    zh: '{by} 已将您移出指挥会话“{title}”：{reason}',
    en: '{by} has removed you from the session “{title}”: {reason}',
  },
  COMMAND_OFFERED: {
    zh: '{by} 拟将会话“{title}”的指挥权移交给您，请在两分钟内答复',
    en: '{by} offers you command of the session “{title}”; answer within two minutes',
  },
  COMMAND_TAKEN_OVER: {
    zh: '{by} 已接管会话“{title}”的指挥权：{reason}',
    en: '{by} has taken over command of the session “{title}”: {reason}',
  },
  COMMAND_ASSUMED: {
    zh: '您离线期间，{by} 已接任会话“{title}”的指挥',
    en: 'While you were away {by} assumed command of the session “{title}”',
  },
  COMMAND_OFFER_EXPIRED: {
    zh: '会话“{title}”的指挥权移交未在时限内得到答复，指挥权不变',
    en: 'The offer of command of the session “{title}” was not answered in time; command stays where it is',
  },
});
