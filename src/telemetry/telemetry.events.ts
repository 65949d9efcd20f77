import { defineEvents } from '../platform/index.js';

/** Facts that telemetry tells others, through the outbox; of aggregate `device:<deviceId>`, mostly a gateway, unless it says otherwise. */
export const TelemetryEvents = defineEvents({
  'telemetry.service_asked': 'A device was asked to do something: `{callId, deviceId, gatewayId, method, state}`',
  'telemetry.service_settled':
    'It answered, or did not in time, or nobody knows: `{callId, deviceId, gatewayId, method, state, resultCode}`',
  'telemetry.presence_changed': 'A device came or went: `{deviceId, online, reason, at}`',
  'telemetry.fence_changed':
    'A fence was drawn, changed or ended: `{fenceId, version, unitId, ended}`; aggregate `fence:<fenceId>`',
  'telemetry.alarm_began':
    'Something alarming happens to a device, or did and was heard of late: `{alarmId, deviceId, kind, subjectId, about, value, at, late}`',
  'telemetry.alarm_ended': 'It is over: `{alarmId, deviceId, kind, subjectId, at}`',
  'telemetry.health_changed':
    'Warnings of a device began or ended: `{gatewayId, opened: [{deviceId, code, level}], cleared: [{deviceId, code, level}]}`',
  'telemetry.task_moved': 'A flight task reported another status: `{gatewayId, flightId, status, callId}`',
  'telemetry.media_announced':
    'A device says it has uploaded a file, which is no evidence yet: `{mediaId, gatewayId, aircraftId, objectKey, flightId}`',
  'telemetry.track_filled':
    'A stretch of a device’s track became known after the fact, by late frames or a file: `{deviceId, from, to}`',
});
