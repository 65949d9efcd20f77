import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BoundarySet, featuresFromTopology } from '../../../src/geo/index.js';
import { PROJECT_ROOT } from '../../../src/platform/index.js';
import type { Place } from '../flight-path.js';

const FILE = join(PROJECT_ROOT, 'resources', 'boundaries', 'hebei.topo.json');

/** Whether two places lie in the same county; outside of all counties everything does. */
export class Counties {
  private readonly boundaries: BoundarySet;

  constructor() {
    const reading = featuresFromTopology(JSON.parse(readFileSync(FILE, 'utf8')) as never);
    if (!reading.ok) throw new Error(`${FILE}: ${reading.code}`);
    this.boundaries = new BoundarySet(reading.features);
  }

  /** A test for one county. */
  around(home: Place): (place: Place) => boolean {
    const county = this.boundaries.locate(home).county?.adcode;
    return (place) => county === undefined || this.boundaries.locate(place).county?.adcode === county;
  }
}
