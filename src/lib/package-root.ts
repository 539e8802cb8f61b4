import { fileURLToPath } from 'node:url';

/** The folder of the installed package, the same from `src/` and from the built `dist/`; ends in a slash. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../', import.meta.url));
