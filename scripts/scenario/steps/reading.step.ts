import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { type Cast, expectStatus, must, type Stage } from '../stage.js';

interface RapidTest {
  readonly id: string;
  readonly deviceId: string;
  readonly operatorId: string | null;
  readonly item: string;
  readonly value: number;
  readonly unit: string;
  readonly verdict: string;
  readonly flags: readonly string[];
}

const PATIENCE_MS = 10_000;

/** A reading arrives over MQTT from the checked-out instrument and becomes a run of the operator who holds it. */
export async function takeReading(
  { manager, tester }: Cast,
  { mqttUrl, instrument, caseId, say }: Pick<Stage, 'mqttUrl' | 'instrument' | 'caseId' | 'say'>,
): Promise<string> {
  const secret = expectStatus(
    await manager.post<{ username: string; password: string }>(`/devices/${instrument.deviceId}/mqtt-credential`),
    201,
    'the instrument’s secret',
  );
  const line = await connectAsync(mqttUrl, { ...secret, protocolVersion: 4, reconnectPeriod: 0 });
  const reading = { at: new Date().toISOString(), item: 'COD', value: 46.5, unit: 'mg/L', lon: 116.616, lat: 37.887 };
  await line.publishAsync(`skydocket/v1/${instrument.assetCode}/reading`, JSON.stringify(reading), { qos: 1 });
  await line.endAsync();
  const run = await untilRecorded(async () => {
    const search = new URLSearchParams({ caseId, deviceId: instrument.deviceId });
    return expectStatus(
      await tester.get<{ items: readonly RapidTest[] }>(`/rapid-tests?${search.toString()}`),
      200,
      'the rapid tests',
    ).items[0];
  });
  must(run.operatorId === tester.user.id, 'the run belongs to whoever holds the instrument', run);
  say(
    `${run.item} ${run.value} ${run.unit} read by ${tester.user.username}: ${run.verdict} (${run.flags.join(', ') || 'no flag'}); screening, no proof by itself`,
  );
  return run.id;
}

async function untilRecorded(look: () => Promise<RapidTest | undefined>): Promise<RapidTest> {
  const deadline = Date.now() + PATIENCE_MS;
  let run = await look();
  while (!run && Date.now() < deadline) {
    await pause(100);
    run = await look();
  }
  must(run !== undefined, 'the reading became a rapid test');
  return run;
}
