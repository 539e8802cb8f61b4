import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit of a working folder, with `-dirty` where files are changed; null outside a repository. */
export async function gitVersion(folder: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--dirty'], { cwd: folder });
    return stdout.trim() === '' ? null : stdout.trim();
  } catch {
    return null;
  }
}
