const COLUMNS = [
  'device_id',
  'at',
  'seq',
  'received_at',
  'dialect',
  'topic',
  'gateway_serial',
  'lon',
  'lat',
  'altitude_ellipsoid_metres',
  'height_above_takeoff_metres',
  'heading_degrees',
  'pitch_degrees',
  'roll_degrees',
  'speed_metres_per_second',
  'vertical_speed_metres_per_second',
  'battery_percent',
  'gimbal_pitch_degrees',
  'gimbal_roll_degrees',
  'gimbal_yaw_degrees',
  'mode',
  'fix',
  'extra',
  'raw',
] as const;

const INSERT = `INSERT INTO telemetry_sample (${COLUMNS.join(', ')})
  VALUES (${COLUMNS.map((_, index) => `$${index + 1}`).join(', ')}) ON CONFLICT DO NOTHING`;

/** The body of the function node: reads the frame as an honest integrator would, and stores the columns that we store. */
export const STORE_FRAME = `
const { pool, crypto, ids } = { pool: global.get('pool'), crypto: global.get('crypto'), ids: global.get('ids') };
const frame = JSON.parse(msg.payload.toString());
const data = frame.data;
const serial = msg.topic.split('/')[2];
const camera = data[data.cameras[0].payload_index];
const digest = crypto.createHash('sha256').update(msg.topic).update(msg.payload).digest();
const seq = digest.readBigUInt64BE(0) >> 1n;
await pool.query({ name: 'store', text: ${JSON.stringify(INSERT)}, values: [
  ids[serial], new Date(frame.timestamp), seq.toString(), new Date(), 'dji', msg.topic, frame.gateway,
  data.longitude, data.latitude, data.height, data.elevation, (data.attitude_head + 360) % 360, data.attitude_pitch,
  data.attitude_roll, data.horizontal_speed, data.vertical_speed, data.battery.capacity_percent, camera.gimbal_pitch,
  camera.gimbal_roll, camera.gimbal_yaw, String(data.mode_code), data.position_state.quality > 0 ? 'gps' : 'unknown',
  JSON.stringify({ storage: data.storage, wind: data.wind_speed, position_state: data.position_state }), msg.payload,
] });
return null;`;
