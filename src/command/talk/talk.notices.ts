import { defineNotices } from '../../identity/index.js';

export const TalkNotices = defineNotices({
  SESSION_MENTIONED: {
    zh: '{name}在指挥会话“{title}”中提到了您',
    en: '{name} has mentioned you in the command session “{title}”',
  },
});
