import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../lib/digest.ts';
import { PACKAGE_ROOT } from '../lib/package-root.ts';
import type { DecisionWeights } from './decide.ts';
import { FRAMING_DIGEST, type FramingWeights, SHIPPED_FRAMING } from './framing/framing.ts';
import { FRAME_DIGEST } from './refusal-act/frame-tokens.ts';
import type { RefusalWeights } from './refusal-act/refusal-head.ts';

/** The weights of the parts that read an answer, and of what joins them. */
export interface RulesWeights {
  readonly refusal: RefusalWeights;
  readonly framing: FramingWeights;
  readonly decision: DecisionWeights;
}

const files = ['refusal-weights', 'decision-weights'].map((name) =>
  readFileSync(join(PACKAGE_ROOT, 'src/classify', `${name}.json`), 'utf8'),
);
const [refusal = '', decision = ''] = files;

/** The weights that the rules have where no others are given. */
export const SHIPPED_WEIGHTS: RulesWeights = {
  refusal: JSON.parse(refusal),
  framing: SHIPPED_FRAMING,
  decision: JSON.parse(decision),
};

const SHIPPED_DIGEST = sha256(JSON.stringify([...files.map(sha256), FRAMING_DIGEST, FRAME_DIGEST]));

/** What stands for weights in a version. */
export function weightsDigest(weights: RulesWeights): string {
  return weights === SHIPPED_WEIGHTS ? SHIPPED_DIGEST : sha256(JSON.stringify([weights, FRAME_DIGEST]));
}
