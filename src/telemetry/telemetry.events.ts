import { defineEvents } from '../platform/index.js';

/** Facts that telemetry tells others, through the outbox; all of aggregate `device:<gatewayId>`. */
export const TelemetryEvents = defineEvents({
  'telemetry.service_asked': 'A device was asked to do something: `{callId, deviceId, gatewayId, method, state}`',
  'telemetry.service_settled':
    'It answered, or did not in time, or nobody knows: `{callId, deviceId, gatewayId, method, state, resultCode}`',
  'telemetry.health_changed':
    'Warnings of a device began or ended: `{gatewayId, opened: [{deviceId, code, level}], cleared: [{deviceId, code, level}]}`',
  'telemetry.task_moved': 'A flight task reported another status: `{gatewayId, flightId, status, callId}`',
  'telemetry.media_announced':
    'A device says it has uploaded a file, which is no evidence yet: `{mediaId, gatewayId, aircraftId, objectKey, flightId}`',
});
