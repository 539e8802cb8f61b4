import { TargetError } from '../../lib/errors.ts';

/** A file on the hub, or a quantisation whose file has still to be found there. */
export interface HubAddress {
  readonly user: string;
  readonly repository: string;
  readonly revision: string;
  readonly wanted: { readonly path: string } | { readonly quantization: string };
}

const FORM =
  /^hf:(?<user>[\w.-]+)\/(?<repository>[\w.-]+)(?:@(?<revision>[^/:\s]+))?(?::(?<quantization>[\w.-]+)|\/(?<path>.+\.gguf))$/;

/** True for addresses on the hub, well formed or not. */
export function isHubAddress(model: string): boolean {
  return model.startsWith('hf:');
}

/**
 * Reads `hf:user/repository/file.gguf` or `hf:user/repository:Q4_K_M`, both with `@revision` after the repository where it
 * is not `main`. Throws TargetError for anything else.
 */
export function parseHubAddress(address: string): HubAddress {
  const { user = '', repository = '', revision = 'main', quantization, path = '' } = FORM.exec(address)?.groups ?? {};
  if (user === '') {
    throw new TargetError(
      `expected an address such as hf:user/repository/file.gguf or hf:user/repository:Q4_K_M, got "${address}"`,
    );
  }
  if (
    [user, repository, revision].some((part) => /^\.+$/.test(part)) ||
    (quantization === undefined && !isInside(path))
  ) {
    throw new TargetError(`expected a file inside the repository, got "${address}"`);
  }
  return { user, repository, revision, wanted: quantization === undefined ? { path } : { quantization } };
}

/** The one model file of a quantisation among a repository's files. Throws TargetError where there is none or a choice. */
export function fileOfQuantization(files: readonly string[], quantization: string, address: string): string {
  const models = files
    .filter((file) => /\.gguf$/i.test(file) && !/mmproj|imatrix/i.test(file) && isInside(file))
    .toSorted();
  const wanted = quantization.toLowerCase();
  const fitting = models.filter((file) => wordsOf(file).includes(wanted));
  const [only] = fitting;
  if (only === undefined || fitting.length > 1) {
    const has = (fitting.length > 1 ? fitting : models).join(', ') || 'none';
    throw new TargetError(`expected one GGUF file for ${address}, got ${fitting.length}; name one of these: ${has}`);
  }
  return only;
}

/** True for names of others that are a path inside a folder, on every system: no root, drive, back slash, `..`, or character that nobody sees. */
function isInside(path: string): boolean {
  return /^[^\\:\p{C}]+$/u.test(path) && path.split('/').every((part) => part !== '' && !/^\.+$/.test(part));
}

/** The parts of a file's name that a quantisation can be: `model-Q4_K_M.gguf` and `model.Q4_K_M.gguf` both have `q4_k_m`. */
function wordsOf(file: string): string[] {
  return file
    .toLowerCase()
    .replace(/\.gguf$/, '')
    .split(/[-./]/);
}
