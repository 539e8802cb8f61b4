import type { Registration } from '../model/registration.ts';

/** One item of a registration, and whether the run kept to it. */
export interface KeptItem {
  readonly what: string;
  readonly kept: boolean;
  /** What was registered and found, in words. */
  readonly found: string;
}

/** How a run kept to its registration. */
export interface KeptRegistration {
  readonly registration: Registration;
  readonly items: readonly KeptItem[];
}

/** The sentence above the items. */
export function registrationSentence({ registration, items }: KeptRegistration): string {
  const broken = items.filter(({ kept }) => !kept).map(({ what }) => what);
  const how =
    broken.length === 0
      ? 'the run kept to every item that can be checked'
      : `the run did not keep to ${broken.length} of ${items.length} items: ${broken.join('; ')}`;
  return `Registered ${registration.registered_at} (SHA-256 ${registration.hash}): ${how}.`;
}

/** What a registration cannot show. */
export const REGISTRATION_NOTE =
  'Which other analyses were made cannot be seen from a run, nor whether other runs were made and left out. The time of registration is that of the machine that wrote it: deposit the file, or its hash, where somebody else keeps the time.';
