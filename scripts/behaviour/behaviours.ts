import type { Behaviour } from './behaviour.ts';
import { judgeBehaviour } from './judge-behaviour.ts';
import { panelBehaviour } from './panel-behaviour.ts';
import { rulesBehaviour } from './rules-behaviour.ts';

/** Every classifier whose behaviour is held to its version. */
export const BEHAVIOURS: Readonly<Record<string, () => Promise<Behaviour>>> = {
  rules: rulesBehaviour,
  judge: judgeBehaviour,
  panel: panelBehaviour,
};
