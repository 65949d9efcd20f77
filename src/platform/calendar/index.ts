import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CalendarController } from './calendar.controller.js';
import { CalendarFeed } from './calendar-feed.entity.js';
import { Calendars } from './calendars.js';

export { CalendarFeed } from './calendar-feed.entity.js';
export { Calendars } from './calendars.js';
export type { CalendarContribution, CalendarSource } from './calendars.js';
export type { CalendarEntry, CalendarSheet } from './ics.rules.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([CalendarFeed])],
  controllers: [CalendarController],
  providers: [Calendars],
  exports: [Calendars],
})
export class CalendarModule {}
