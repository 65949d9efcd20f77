import { z } from 'zod';
import { ALERT_KINDS, type ListedAlert } from '../../missions/index.js';
import { Id, Instant, InstantView, PageQuery, pageOf, PositionView, text } from '../../platform/index.js';
import { silenceOf } from './alarm.repository.js';
import { DEVICE_ALARM_KINDS, type DeviceAlarm, type Silence } from './alarm.types.js';

const ALARM_KINDS = [...ALERT_KINDS, ...DEVICE_ALARM_KINDS] as const;

export const AlarmQuery = PageQuery.extend({
  deviceId: Id.optional(),
  kind: z.enum(ALARM_KINDS).optional(),
  open: z.stringbool().optional().describe('Only those that go on, or only those that are over'),
  acknowledged: z.stringbool().optional(),
  from: Instant.optional().describe('Begun at this instant or later'),
  to: Instant.optional().describe('Begun before this instant'),
});

export const AlarmView = z
  .object({
    id: Id,
    kind: z.enum(ALARM_KINDS),
    deviceId: Id,
    assetCode: z.string(),
    flightId: Id.nullable().describe('What goes wrong on a flight'),
    fenceId: Id.nullable(),
    about: z.string().nullable().describe('Name of the fence or zone; more of what it is about'),
    beganAt: InstantView,
    endedAt: InstantView.nullable().describe('null: it goes on'),
    position: PositionView.nullable().describe('Where the device was when it began'),
    value: z.number().nullable().describe('Percent of the battery, minutes inside, or of a flight the worst metres'),
    crossings: z.int().describe('How often the edge was crossed while it went on'),
    late: z.boolean().describe('Found in frames that came late: it was so then, and nobody was alarmed'),
    acknowledgedBy: Id.nullable(),
    acknowledgedAt: InstantView.nullable(),
    remark: z.string().nullable(),
    silencedUntil: InstantView.nullable().describe(
      'Until then nobody is told of the next ones; of a flight, notices still go to those responsible for it',
    ),
    silenceReason: z.string().nullable(),
  })
  .meta({ id: 'Alarm' });

export const AlarmPage = pageOf(AlarmView).meta({ id: 'AlarmPage' });

export const AlarmAcknowledgement = z
  .strictObject({ remark: text(1_000).optional() })
  .default({})
  .meta({ id: 'AlarmAcknowledgement' });

export const AlarmSilencing = z
  .strictObject({ minutes: z.int().min(1).max(1_440), reason: text(1_000) })
  .meta({ id: 'AlarmSilencing' });

export const BatteryThreshold = z
  .strictObject({ percent: z.int().min(1).max(90).nullable().describe('null: that of its kind') })
  .meta({ id: 'BatteryThreshold' });

export const BatteryThresholdView = z
  .object({ deviceId: Id, percent: z.int(), isOwn: z.boolean().describe('Not that of its kind') })
  .meta({ id: 'BatteryThresholdView' });

/** An alarm of a device, or an alert of its flight. */
export type AnyAlarm =
  | { readonly source: 'device'; readonly alarm: DeviceAlarm }
  | { readonly source: 'flight'; readonly alarm: ListedAlert };

/** What of an alarm tells it apart from those that it silences not. */
export function nameOf({ source, alarm }: AnyAlarm): { deviceId: string; kind: string; subjectId: string | null } {
  const { deviceId, kind } = alarm;
  return { deviceId, kind, subjectId: source === 'device' ? alarm.fenceId : alarm.subjectId };
}

export function toAlarmView(any: AnyAlarm, assetCode: string, silences: readonly Silence[]): z.input<typeof AlarmView> {
  const { id, kind, deviceId, about, beganAt, endedAt, acknowledgedBy, acknowledgedAt, remark } = any.alarm;
  const silence = silenceOf(silences, nameOf(any));
  return {
    id,
    kind,
    deviceId,
    assetCode,
    about,
    ...ofSource(any),
    beganAt: beganAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    acknowledgedBy,
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    remark,
    silencedUntil: silence?.until.toISOString() ?? null,
    silenceReason: silence?.reason ?? null,
  };
}

function ofSource(any: AnyAlarm) {
  if (any.source === 'device') {
    const { fenceId, position, value, isLate } = any.alarm;
    return { flightId: null, fenceId, position, value, crossings: 1, late: isLate };
  }
  const { flightId, lon, lat, worstMetres, crossings } = any.alarm;
  const position = lon === null || lat === null ? null : { lon, lat };
  return { flightId, fenceId: null, position, value: worstMetres, crossings, late: false };
}
