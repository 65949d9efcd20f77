import { z } from 'zod';
import { Id, InstantView, pageOf } from '../../platform/index.js';
import { explainResult } from '../codes/result-codes.js';
import type { ServiceCall } from './service-call.repository.js';
import { CALL_STATES } from './service-call.rules.js';
import { REPEATINGS, SERVICE_METHODS } from './service-methods.js';

export const CodeText = z
  .object({
    code: z.int(),
    known: z.boolean().describe('False: nobody has put this number into words yet'),
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: 'DeviceResult' });

export const ServiceCallView = z
  .object({
    id: Id,
    deviceId: Id,
    gatewayId: Id,
    aircraftId: Id.nullable(),
    method: z.enum(SERVICE_METHODS),
    repeating: z.enum(REPEATINGS).describe('Whether it may be sent again'),
    tid: Id.describe('The same for every sending'),
    bid: z.string(),
    data: z.record(z.string(), z.json()).describe('As it was sent, addresses without their secrets'),
    state: z
      .enum(CALL_STATES)
      .describe('sent: waits for the answer; unknown: nobody can say whether it left, or what the answer meant'),
    attempts: z.int(),
    askedBy: Id,
    askedByName: z.string(),
    askedAt: InstantView,
    publishedAt: InstantView.nullable().describe('Null: nobody knows whether it left'),
    dueAt: InstantView,
    repliedAt: InstantView.nullable(),
    isLate: z.boolean().describe('The answer came after the call had been given up; the state stays'),
    replyCount: z.int(),
    result: CodeText.nullable(),
    progressStatus: z.string().nullable(),
    output: z.record(z.string(), z.json()).nullable(),
    progress: z
      .object({
        status: z.string().nullable(),
        percent: z.number().nullable(),
        step: z.int().nullable(),
        result: CodeText.nullable(),
        reportedAt: InstantView,
      })
      .nullable()
      .describe('Of the flight task, as the dock reports it'),
  })
  .meta({ id: 'DeviceServiceCall' });

export const ServiceCallPage = pageOf(ServiceCallView).meta({ id: 'DeviceServiceCallPage' });

export function viewOfCall(call: ServiceCall): z.input<typeof ServiceCallView> {
  const { id, deviceId, gatewayId, aircraftId, method, repeating, tid, bid, data, state, attempts } = call;
  return {
    id,
    deviceId,
    gatewayId,
    aircraftId,
    method,
    repeating,
    tid,
    bid,
    data,
    state,
    attempts,
    askedBy: call.askedBy,
    askedByName: call.askedByName,
    askedAt: call.askedAt.toISOString(),
    publishedAt: call.publishedAt?.toISOString() ?? null,
    dueAt: call.dueAt.toISOString(),
    repliedAt: call.repliedAt?.toISOString() ?? null,
    isLate: call.repliedAt !== null && (state === 'timed_out' || (state === 'unknown' && isAfter(call))),
    replyCount: call.replyCount,
    result: call.resultCode === null ? null : explainResult(call.resultCode),
    progressStatus: call.progressStatus,
    output: call.output,
    progress: progressOf(call),
  };
}

function isAfter({ repliedAt, settledAt }: ServiceCall): boolean {
  return repliedAt !== null && settledAt !== null && repliedAt > settledAt;
}

function progressOf({ progress }: ServiceCall) {
  if (!progress) return null;
  const { status, percent, step, resultCode, reportedAt } = progress;
  const result = resultCode === null ? null : explainResult(resultCode);
  return { status, percent, step, result, reportedAt: new Date(reportedAt).toISOString() };
}
