/** Lists what the acceptance run measures, and what it must show. Usage: tsx bench/acceptance.ts */
import { CRITERIA } from './acceptance/criteria.ts';
import { acceptanceGrid } from './acceptance/grid.ts';

for (const { label, audits } of acceptanceGrid()) console.log(`${audits} audits of ${label}`);
for (const { says, at, limit, share } of CRITERIA) console.log(`${says}: at ${at} ${limit}, in ${share} of the cells`);
