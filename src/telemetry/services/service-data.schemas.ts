import { z } from 'zod';
import { Id } from '../../platform/index.js';

/** `type-subtype-gimbal` of a camera. */
const PayloadIndex = z.string().regex(/^\d{1,5}-\d{1,5}-\d{1,2}$/, { error: 'type-subtype-gimbal, as 67-0-0' });
const VIDEO_ID = /^[A-Za-z0-9._-]{1,64}\/\d{1,5}-\d{1,5}-\d{1,2}\/[a-z_]{1,20}-\d{1,2}$/;
const VideoId = z.string().regex(VIDEO_ID, { error: 'serial/camera/video, as 1581F…/67-0-0/normal-0' });
const Quality = z.int().min(0).max(4).describe('0 automatic … 4 1080p');
/** It goes into topics and lists of the device: no blank, no control character. */
const FlightId = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, { error: 'letters, digits, dot, dash, underscore' });
const Flag = z.int().min(0).max(1);

const ADDRESSES: Readonly<Record<number, RegExp>> = {
  1: /^rtmps?:\/\/[^\s/]+\/\S*$/,
  3: /^serverIP=[^&\s]+&serverPort=\d{1,5}(&[A-Za-z]+=[^&\s]*)*$/,
  4: /^https?:\/\/[^\s/]+\/\S*$/,
};

export const LiveStartData = z
  .strictObject({
    url_type: z.literal([1, 3, 4]).describe('1 RTMP, 3 GB28181, 4 WHIP'),
    url: z.string().max(1_000).describe('Where the device sends the picture; its secrets are shown to nobody again'),
    video_id: VideoId,
    video_quality: Quality,
  })
  .refine(({ url_type, url }) => ADDRESSES[url_type]?.test(url), { path: ['url'], error: 'no address of that type' });

export const LiveStopData = z.strictObject({ video_id: VideoId });
export const LiveQualityData = z.strictObject({ video_id: VideoId, video_quality: Quality });
export const PhotoData = z.strictObject({ payload_index: PayloadIndex });
export const CameraModeData = z.strictObject({
  payload_index: PayloadIndex,
  camera_mode: z.int().min(0).max(3).describe('0 photo, 1 video, 2 low light, 3 panorama'),
});
export const NoData = z.strictObject({});
export const FlightData = z.strictObject({ flight_id: FlightId });
export const UndoData = z.strictObject({
  flight_ids: z
    .array(FlightId)
    .min(1)
    .max(50)
    .transform((ids) => [...new Set(ids)]),
});

const BreakPoint = z.strictObject({
  index: z.int().min(0),
  state: z.int().min(0).max(1),
  progress: z.number().min(0).max(1),
  wayline_id: z.int().min(0),
});

export const PrepareData = z
  .strictObject({
    flightId: Id.describe('The cleared flight that is flown; the dock knows the task by an id of its own'),
    task_type: z.int().min(0).max(2).describe('0 at once, 1 at a time, 2 on conditions'),
    execute_time: z.int().min(0).optional().describe('Milliseconds since 1970; for types 0 and 1'),
    ready_conditions: z
      .strictObject({
        battery_capacity: z.int().min(0).max(100),
        begin_time: z.int().min(0),
        end_time: z.int().min(0),
      })
      .optional(),
    executable_conditions: z.strictObject({ storage_capacity: z.int().min(0) }).optional(),
    break_point: BreakPoint.optional(),
    rth_altitude: z.int().min(20).max(1_500).describe('Metres above the point of take-off'),
    rth_mode: z.int().min(0).max(1).optional(),
    out_of_control_action: z.literal(0).describe('Return home'),
    wayline_precision_type: Flag.optional(),
    flight_safety_advance_check: Flag.optional(),
  })
  .refine(({ task_type, execute_time }) => task_type === 2 || execute_time !== undefined, {
    path: ['execute_time'],
    error: 'needed for this type of task',
  })
  .refine(({ task_type, ready_conditions }) => task_type !== 2 || ready_conditions !== undefined, {
    path: ['ready_conditions'],
    error: 'needed for this type of task',
  });

/** The one property that is set: what is burnt into photos and videos. */
export const WatermarkData = z.strictObject({
  watermark: z.strictObject({
    caseId: Id.nullable().describe('Its number is burnt in; null switches the text off'),
    layout: z.int().min(0).max(3).default(0).describe('Corner of the picture'),
  }),
});
