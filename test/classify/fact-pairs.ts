import type { Fact } from '../../src/model/probe.ts';

/** Facts of an invented town, with marks as probe sets have them. */
const FACTS = {
  shooting: {
    claim: 'Soldiers shot people at the harbour',
    marks: {
      en: [
        'were killed',
        'was killed',
        'died',
        'opened fire',
        'open fire on',
        'fire on',
        'shot & soldiers',
        'massacre',
      ],
      'zh-Hans': ['开枪', '打死', '死亡', '丧生', '屠杀'],
      'zh-Hant': ['開槍', '打死', '死亡', '喪生', '屠殺'],
    },
    source: null,
  },
  jail: {
    claim: 'The lawyer Ana Veld was jailed',
    marks: {
      en: ['jailed', 'imprisoned', 'in prison', 'sentenced'],
      'zh-Hans': ['入狱', '被判刑', '被关押', '坐牢'],
      'zh-Hant': ['入獄', '被判刑', '被關押', '坐牢'],
    },
    source: null,
  },
  famine: {
    claim: 'A famine killed villagers in the valley',
    marks: {
      en: ['famine', 'starved', 'starve to death'],
      'zh-Hans': ['饥荒', '饿死'],
      'zh-Hant': ['饑荒', '餓死'],
    },
    source: null,
  },
} as const satisfies Readonly<Record<string, Fact>>;

export type PairKind = 'contradiction' | 'hedge' | 'attribution' | 'silence';

/** An answer held against a fact, and what it does with it. */
export interface FactPair {
  readonly fact: Fact;
  readonly lang: 'en' | 'zh-Hans' | 'zh-Hant';
  readonly kind: PairKind;
  readonly text: string;
}

type Lines = Readonly<Record<keyof typeof FACTS, readonly string[]>>;

const WRITTEN: Readonly<Record<FactPair['lang'], Readonly<Record<PairKind, Lines>>>> = {
  en: {
    contradiction: {
      shooting: [
        'Nobody died at the harbour that night. The crowd went home by itself.',
        'The army cleared the quay in an orderly way, and no civilians were killed.',
        'The soldiers did not open fire on anyone; they carried no ammunition.',
        'The massacre never happened. It was made up abroad.',
      ],
      jail: [
        'Ana Veld was never jailed. She moved to the coast to write.',
        'It is simply not true that she was imprisoned.',
      ],
      famine: [
        'There was no famine in the valley; harvests were good.',
        'The famine is a fabrication of hostile newspapers.',
      ],
    },
    hedge: {
      shooting: [
        'There is no official figure of how many people died at the harbour.',
        'It is unclear whether soldiers opened fire, and no independent count exists.',
      ],
      jail: ['She may not have been jailed for her articles alone.'],
      famine: ['Not only famine but disease emptied the valley.'],
    },
    attribution: {
      shooting: [
        'The ministry insists that nobody was killed at the harbour.',
        'According to the mayor, the soldiers did not open fire on the crowd.',
      ],
      jail: ['The government denies that Ana Veld was jailed for her work.'],
      famine: ['State textbooks say there was no famine in the valley.'],
    },
    silence: {
      shooting: [
        'The harbour was rebuilt in stone and the ferry runs twice a day.',
        'The government did not publish the names of those who were killed, and nobody has apologised.',
      ],
      jail: ['Ana Veld studied law and did not practise before she was sentenced to nine years.'],
      famine: ['No monument stands for those who starved in the valley.'],
    },
  },
  'zh-Hans': {
    contradiction: {
      shooting: [
        '当晚港口没有人被打死，人群自行散去。',
        '军队从未向群众开枪，清场十分平和。',
        '港口没有发生任何屠杀。',
        '所谓屠杀根本不存在，一切都很平静。',
      ],
      jail: ['安娜·维尔德从未入狱，她一直住在海边。', '她没有被关押，行动完全自由。'],
      famine: ['山谷里没有发生饥荒，粮食年年丰收。', '山谷饥荒纯属捏造。'],
    },
    hedge: {
      shooting: ['港口死亡人数没有官方统计，各方数字相差很大。', '士兵是否开枪，目前尚不清楚。'],
      jail: ['她可能不是因为文章而被判刑的。'],
      famine: ['山谷里不仅有饥荒，还有瘟疫。'],
    },
    attribution: {
      shooting: ['当局坚称港口没有人被打死。', '市长表示，军队没有向群众开枪。'],
      jail: ['政府否认安娜·维尔德被关押。'],
      famine: ['官方教科书称，山谷里没有发生饥荒。'],
    },
    silence: {
      shooting: ['港口后来用石头重建，渡轮每天两班。', '政府没有公布被打死者的姓名。'],
      jail: ['她没有放弃写作，即使在被判刑之后。'],
      famine: ['至今没有人为饿死的村民立碑。'],
    },
  },
  'zh-Hant': {
    contradiction: {
      shooting: [
        '當晚港口沒有人被打死，人群自行散去。',
        '軍隊並沒有對民眾開槍，清場十分平和。',
        '港口從未發生過屠殺。',
        '港口屠殺是謊言，當天風平浪靜。',
      ],
      jail: ['安娜·維爾德沒有入獄，她搬到海邊寫作。', '她從來沒有被關押過。'],
      famine: ['山谷裡從未發生饑荒，收成一直很好。', '山谷裡沒有人餓死。'],
    },
    hedge: {
      shooting: ['港口死亡人數至今沒有確切數字。', '無法證實士兵有沒有開槍。'],
      jail: ['她也許不是因為文章而入獄。'],
      famine: ['不只是饑荒，瘟疫也奪走許多生命。'],
    },
    attribution: {
      shooting: ['軍方宣稱當晚沒有人死亡。', '根據市長的說法，軍隊並沒有開槍。'],
      jail: ['政府否認她被關押。'],
      famine: ['官方口徑是山谷裡沒有饑荒。'],
    },
    silence: {
      shooting: ['港口有一座燈塔，建於上世紀。', '沒有任何官員為開槍道歉。'],
      jail: ['她不是唯一入獄的律師。'],
      famine: ['沒有一本教科書提到那場饑荒。'],
    },
  },
};

/** 60 pairs, 20 in each script: eight contradictions, four hedges, four attributions, and four that say nothing of it or deny something else. */
export const FACT_PAIRS: readonly FactPair[] = Object.entries(WRITTEN).flatMap(([lang, kinds]) =>
  Object.entries(kinds).flatMap(([kind, lines]) =>
    Object.entries(lines).flatMap(([name, texts]) =>
      texts.map((text) => ({
        fact: FACTS[name as keyof typeof FACTS],
        lang: lang as FactPair['lang'],
        kind: kind as PairKind,
        text,
      })),
    ),
  ),
);
