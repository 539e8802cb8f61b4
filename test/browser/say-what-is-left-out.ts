import { findChromium } from './find-chromium.ts';

/** Says once, before all tests, when those in a browser are left out, and why. */
export function setup(): void {
  if (findChromium() !== null) return;
  process.stdout.write(
    'Left out: the tests in a browser, since no Chromium or Chrome was found (CANDOR_CHROMIUM=/path/to/it names one).\n',
  );
}
