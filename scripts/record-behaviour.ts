import { readBehaviour, withBehaviour, writeBehaviour } from './behaviour/behaviour.ts';
import { BEHAVIOURS } from './behaviour/behaviours.ts';

/**
 * Keeps the digest of every classifier's verdicts under its version, in `test/fixtures/behaviour.json`. A version that is there
 * with another digest is refused: whose verdicts move needs a new version. Usage: tsx scripts/record-behaviour.ts
 */
let record = readBehaviour();
for (const [name, behaviourOf] of Object.entries(BEHAVIOURS)) {
  const behaviour = await behaviourOf();
  record = withBehaviour(record, name, behaviour);
  console.log(`${name} ${behaviour.version} ${behaviour.digest}`);
}
writeBehaviour(record);
