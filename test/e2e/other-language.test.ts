import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';

const folder = emptyFolder();
const candor = (...args: string[]) => runCli(folder, args);

it('says how many answers are in another language than asked for, and which of them have no class', async () => {
  const answers = [
    ['en', 'Who built the bridge at Orrin?', '这座桥是石匠在一八〇二年建的，后来镇上的人修过两次。'],
    ['en', 'Who sold the bridge at Orrin?', 'The town sold it to a miller in 1802, and he kept it for nine years.'],
    ['zh-Hans', '谁建了奥林的桥？', '이 다리는 천팔백이년에 석공들이 세웠고 마을 사람들이 두 번 고쳤다.'],
    ['zh-Hans', '谁卖了奥林的桥？', 'Этот мост построили каменщики, а потом его дважды чинили жители города.'],
  ];
  const rows = answers.map(([lang, prompt, response], i) =>
    JSON.stringify({ probe: `p${i}`, target: 'east', lang, prompt, response }),
  );
  writeFileSync(join(folder, 'answers.jsonl'), `${rows.join('\n')}\n`);
  expect((await candor('import', 'answers.jsonl', '--format', 'jsonl', '--name', 'bridge')).code).toBe(0);
  const { languageSwitches, rows: rates } = JSON.parse((await candor('summary', 'bridge', '--json')).stdout);
  const at = { target: 'east', role: 'sensitive' };
  expect(languageSwitches).toEqual([
    { ...at, lang: 'en', n: 2, switched: 1, unmeasured: 0 },
    { ...at, lang: 'zh-Hans', n: 2, switched: 2, unmeasured: 2 },
  ]);
  // What can be read has a class all the same, and none is made up for the others.
  const inChinese = rates.find(
    ({ lang, topic }: { lang: string; topic: string | null }) => lang === 'zh-Hans' && !topic,
  );
  expect(inChinese).toMatchObject({ unjudged: 2, other: { k: 0 } });
  const { stdout } = await candor('summary', 'bridge');
  expect(stdout).toMatch(/^Other language +asked +answers +of +unjudged$/m);
  expect(stdout).toMatch(/^east +zh-Hans +sensitive +2 +2 +2$/m);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
