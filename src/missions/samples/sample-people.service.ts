import { Injectable } from '@nestjs/common';
import { People } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';

/** Somebody with an account, or somebody outside the service by name. */
export type NamedPerson =
  { readonly userId: string } | { readonly name: string; readonly organisation?: string | undefined };

export interface KnownPerson {
  readonly userId: string | null;
  readonly name: string;
  readonly organisation: string | null;
}

/** Who people mean when they name somebody. */
@Injectable()
export class SamplePeople {
  constructor(private readonly people: People) {}

  /** @throws SAMPLE_PERSON_UNKNOWN */
  async known(tx: Tx, named: NamedPerson): Promise<KnownPerson> {
    if (!('userId' in named)) return { userId: null, name: named.name, organisation: named.organisation ?? null };
    const person = await this.people.find(tx, named.userId);
    if (!person?.active) throw MissionErrors.SAMPLE_PERSON_UNKNOWN({ userId: named.userId });
    return { userId: person.id, name: person.displayName, organisation: null };
  }
}
