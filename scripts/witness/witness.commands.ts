import { parseArgs } from 'node:util';
import { makeWitnessKey, witnessOnce } from './witness.js';

export const WITNESS_HELP = `  skydocket witness-key --name NAME --key FILE
      Makes the key of a witness and prints its public half for SKYDOCKET_LOG_WITNESSES.
  skydocket witness --log URL --key FILE [--state FILE] [--log-key KEY]
      Looks at the transparency log at URL (…/api/v1/log), refuses one that shrank, split or was rewritten,
      and signs its head. Run elsewhere than the service, every few minutes.`;

/** Commands that need no installation: a witness is run elsewhere. Undefined for any other. */
export async function witnessCommand(name: string | undefined, args: readonly string[]): Promise<string | undefined> {
  const text = { type: 'string' } as const;
  if (name === 'witness-key') {
    const { values } = parseArgs({ args: [...args], options: { name: text, key: text } });
    return makeWitnessKey(required('--name', values.name), required('--key', values.key));
  }
  if (name === 'witness') {
    const options = { log: text, key: text, state: text, 'log-key': text };
    const { values } = parseArgs({ args: [...args], options });
    const keyFile = required('--key', values.key);
    const stateFile = values.state ?? `${keyFile}.state`;
    const log = required('--log', values.log);
    return witnessOnce({ log, keyFile, stateFile, logKey: values['log-key'] }, new Date());
  }
  return undefined;
}

function required(option: string, value: string | undefined): string {
  if (!value) throw new Error(`${option} is missing`);
  return value;
}
