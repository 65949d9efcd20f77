/** What a run is asked to do. */
export interface SoakOptions {
  readonly seconds: number;
  readonly disturbances: number;
  /** Messages a second over all lines. */
  readonly rate: number;
  readonly devices: number;
  readonly seed: number;
  /** Folder of Debian's PostgreSQL programs. */
  readonly postgresBin: string;
}

/** Where a scenario's service and its surroundings are, and what is done to them. */
export interface Stage {
  readonly url: string;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly mqttPort: number;
  /** One disturbance; resolves when whatever was disturbed is up again. @returns what was done, in a few words */
  disturb(random: () => number): Promise<string>;
  end(): Promise<void>;
}

export interface LogIn {
  readonly username: string;
  readonly password: string;
}

/** A way to disturb the service, in a work folder of its own. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  prepare(workDir: string, options: SoakOptions): Promise<Stage>;
}

/** The machine lacks what a scenario needs; said, and not counted as passed. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/** How long a trial lasts and how often it disturbs, unless it is told. */
export interface Length {
  readonly seconds: number;
  readonly disturbances: number;
}

export interface Verdict {
  readonly faults: number;
  /** PASS or FAIL, and the figures. */
  readonly words: string;
}

/** One way to try the service, in a work folder of its own, from its start to the verdict. */
export interface Trial {
  readonly name: string;
  readonly title: string;
  readonly quick: Length;
  readonly full: Length;
  rehearse(options: SoakOptions, workDir: string, say: (line: string) => void): Promise<Verdict>;
}
