import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium'];

/** An installed Chromium or Chrome (`CANDOR_CHROMIUM` names one); null: there is none, which in CI is an error. */
export function findChromium(): string | null {
  const named = process.env.CANDOR_CHROMIUM;
  const inPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found =
    [...(named === undefined ? [] : [named]), ...inPath, ...PLACES].find((file) => existsSync(file)) ?? null;
  if (found === null && process.env.CI === 'true') throw new Error('no Chromium: CI must run the browser tests');
  return found;
}

/** Chromium without sandbox, sound, first-run pages and errands of its own, so that every request seen is the page's. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
