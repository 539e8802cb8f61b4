import { formatMistake } from '../src/lib/errors.ts';
import { LANGS } from '../src/lib/lang.ts';
import { lintProbeSets } from '../src/probes/lint.ts';
import { loadProbesForLint } from '../src/probes/shipped.ts';

const loaded = await loadProbesForLint(process.argv.slice(2), process.cwd());
const findings = lintProbeSets(loaded, LANGS);
for (const finding of findings) {
  console.log(
    `${formatMistake(finding)} [${finding.severity} ${finding.rule}${finding.probe ? ` ${finding.probe}` : ''}]`,
  );
}
const probes = loaded.sets.flatMap(({ set }) => set.probes);
console.error(`${findings.length} findings in ${probes.length} probes`);
process.exitCode = findings.length > 0 ? 2 : 0;
