import { basename, relative, sep } from 'node:path';

/** What a process knows of how it was started. */
export interface Start {
  /** The file that Node was given, as it was named. */
  readonly script: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The name that hints and messages write: how it is called where nobody says otherwise. */
export const OWN_NAME = 'candor';

/** How whoever started this process calls Candor, so that the next command can be copied from a message. */
export function calledAs({ script, cwd, env }: Start): string {
  const linked = basename(script).replace(/\.(cmd|exe|ps1)$/i, '') === OWN_NAME;
  const path = script.split(sep).join('/');
  if (linked && !path.includes('/node_modules/.bin/')) return OWN_NAME;
  if (!linked && path.includes('/node_modules/')) return OWN_NAME;
  if (linked || startedByStart(env)) return throughRunner(path, env);
  const file = relative(cwd, script);
  const short = file.startsWith('..') ? script : file;
  return `${short.endsWith('.ts') ? 'npx tsx' : 'node'} ${/^[\w./\\:@+-]+$/.test(short) ? short : `"${short}"`}`;
}

/** `npm start` has words of its own behind the program: nothing can be added to it, and the folder has the program. */
function startedByStart({ npm_lifecycle_event: script, npm_package_name: name }: Start['env']): boolean {
  return script === 'start' && name === 'candor-audit';
}

/** A program in the folder of a project, or fetched for this once. */
function throughRunner(path: string, env: Start['env']): string {
  const runner = /^(pnpm|yarn|bun)\//.exec(env.npm_config_user_agent ?? '')?.[1];
  if (runner !== undefined) return runner === 'bun' ? `bunx ${OWN_NAME}` : `${runner} ${OWN_NAME}`;
  const fetched = path.includes('/_npx/') && env.npm_package_name !== 'candor-audit';
  return fetched ? `npx -p ${env.npm_config_package || 'candor-audit'} ${OWN_NAME}` : `npx ${OWN_NAME}`;
}

const WORDS =
  'run|plan|batch|worker|init|label|show|import|classify|summary|compare|gate|power|report|review|calibrate|export|pack|cite|probes|targets|runs|store|site|watch|help|COMMAND|--|\\[';
const COMMAND = new RegExp(`(?<![\\w./:@-])${OWN_NAME}(?= (?:${WORDS}))`, 'g');

/** A text of Candor's own with its commands as they are called here. Not for texts of others. */
export function asCalled(text: string, name: string): string {
  return name === OWN_NAME ? text : text.replace(COMMAND, () => name);
}
