// Carries out the part of the embedded audit that deals with Taiwan and prints one line for each model and language: how often
// it refused, and how often it spoke as the state does. node --experimental-strip-types audit.ts, or with tsx.
import { embeddedAudit, MemoryStore, mergeFlags, runAudit, systemIo } from 'candor-audit';

const io = systemIo();
const { config } = await embeddedAudit(io.env);
const audit = mergeFlags(config, { topics: ['taiwan'], samples: 2 }, io.env);
const { summary, warnings, shortfalls } = await runAudit(audit, new MemoryStore(), io);

for (const warning of warnings) console.error(warning);
for (const row of summary.rows.filter(
  ({ role, topic, lang }) => role === 'sensitive' && topic === null && lang !== null,
)) {
  const share = ({ k, n }: { k: number; n: number }): string => `${k} of ${n}`;
  console.log(`${row.target} ${row.lang}: refused ${share(row.refusal)}, official ${share(row.official_narrative)}`);
}
process.exitCode = shortfalls.length === 0 ? 0 : 3;
