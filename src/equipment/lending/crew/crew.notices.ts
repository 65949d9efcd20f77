import { defineNotices } from '../../../identity/index.js';

export const CrewNotices = defineNotices({
  BOOKED_PERSON_AWAY: {
    zh: '{name} 将不在岗，影响 {from} 开始的预约',
    en: '{name} will be away; a booking from {from} counts on them',
  },
});
