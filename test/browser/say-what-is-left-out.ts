import { postgresPrograms } from '../servers/postgres-server.ts';
import { findChromium } from './find-chromium.ts';

/** Says once, before all tests, which are left out for want of a program, and which program that is. */
export function setup(): void {
  if (findChromium() === null)
    process.stdout.write(
      'Left out: the tests in a browser, since no Chromium or Chrome was found (CANDOR_CHROMIUM=/path/to/it names one).\n',
    );
  if (postgresPrograms() === null)
    process.stdout.write(
      "Left out: the tests with PostgreSQL, since no server's programs (initdb, postgres) were found on the path or in /usr/lib/postgresql.\n",
    );
}
