import { type Outcome, rehearse } from './rehearsal.js';
import type { Scenario, SoakOptions, Trial } from './soak.types.js';

/** Is a message lost that was acknowledged, whatever the scenario does to the service? */
export function telemetryTrial(scenario: Scenario): Trial {
  return {
    name: scenario.name,
    title: scenario.title,
    quick: { seconds: 45, disturbances: 4 },
    full: { seconds: 300, disturbances: 20 },
    rehearse: async (options, workDir, say) => {
      say(`  ${options.rate} messages a second of ${options.devices} devices`);
      const outcome = await rehearse(scenario, options, workDir, say);
      return { faults: outcome.faults, words: inWords(outcome, options) };
    },
  };
}

function inWords({ reckoning, ...outcome }: Outcome, { rate }: SoakOptions): string {
  const { acknowledged, frames, quarantined, lost, twice, misplaced, outOfOrder, strangers, latestBehind } = reckoning;
  const slow = outcome.medianSecond < rate * 0.95 ? `, below the ${rate} that were asked for` : '';
  return [
    `${outcome.faults === 0 ? 'PASS' : 'FAIL'} ${outcome.scenario}: ${acknowledged} acknowledged, ${lost} lost`,
    `${frames} frames and ${quarantined} in quarantine, ${twice} twice, ${outOfOrder} out of order`,
    `${misplaced} misplaced, ${strangers} never sent, ${latestBehind} latest states behind, ${outcome.unanswered} unanswered`,
    `${outcome.perSecond}/s on the whole, ${outcome.medianSecond}/s in the median second${slow}`,
    `${outcome.disturbances} disturbances in ${outcome.seconds} s, ${outcome.connectionsLost} connections lost, ${outcome.resent} sent again`,
    `${outcome.devices} devices on ${outcome.lines} lines`,
  ].join('; ');
}
