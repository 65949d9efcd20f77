import type { Probes, Scene } from '../probe.js';
import { alarmsProbes } from './alarms.probes.js';
import { assistanceProbes } from './assistance.probes.js';
import { barcodesProbes } from './barcodes.probes.js';
import { blankLabelsProbes } from './blank-labels.probes.js';
import { casesProbes } from './cases.probes.js';
import { commandProbes } from './command.probes.js';
import { shiftProbes } from './shifts.probes.js';
import { custodyProbes } from './custody.probes.js';
import { damagesProbes } from './damages.probes.js';
import { equipmentProbes } from './equipment.probes.js';
import { evidenceProbes } from './evidence.probes.js';
import { expertsProbes } from './experts.probes.js';
import { exportsProbes } from './exports.probes.js';
import { keepingProbes } from './keeping.probes.js';
import { figuresProbes } from './figures.probes.js';
import { groundProbes } from './ground.probes.js';
import { identityProbes } from './identity.probes.js';
import { mediaProbes } from './media.probes.js';
import { missionsProbes } from './missions.probes.js';
import { peopleProbes } from './people.probes.js';
import { pilotProbes } from './pilot.probes.js';
import { registryProbes } from './registry.probes.js';
import { samplesProbes } from './samples.probes.js';
import { sealingProbes } from './sealing.probes.js';
import { stockTakesProbes } from './stock-takes.probes.js';
import { telemetryProbes } from './telemetry.probes.js';
import { upkeepProbes } from './upkeep.probes.js';

export function allProbes(scene: Scene): Probes {
  return {
    ...identityProbes(scene),
    ...groundProbes(scene),
    ...peopleProbes(scene),
    ...casesProbes(scene),
    ...equipmentProbes(scene),
    ...custodyProbes(scene),
    ...damagesProbes(scene),
    ...mediaProbes(scene),
    ...registryProbes(scene),
    ...stockTakesProbes(scene),
    ...upkeepProbes(scene),
    ...barcodesProbes(scene),
    ...blankLabelsProbes(scene),
    ...figuresProbes(scene),
    ...missionsProbes(scene),
    ...samplesProbes(scene),
    ...assistanceProbes(scene),
    ...telemetryProbes(scene),
    ...alarmsProbes(scene),
    ...pilotProbes(scene),
    ...evidenceProbes(scene),
    ...sealingProbes(scene),
    ...exportsProbes(scene),
    ...keepingProbes(scene),
    ...commandProbes(scene),
    ...shiftProbes(scene),
    ...expertsProbes(scene),
  };
}
