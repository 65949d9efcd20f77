import { Injectable } from '@nestjs/common';

/** The only source of "now" in services; tests give another. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
export { addDays, chinaDateOf, chinaInstant, chinaTimeOf, endOfChinaDate } from './china-time.js';
