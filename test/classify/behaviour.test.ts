import { describe, expect, it } from 'vitest';
import { behaviourMistake, readBehaviour, withBehaviour } from '../../scripts/behaviour/behaviour.ts';
import { BEHAVIOURS } from '../../scripts/behaviour/behaviours.ts';
import { rulesVersion } from '../../src/classify/rules.ts';
import { RULES_SETTINGS } from '../../src/classify/rules-settings.ts';
import { SHIPPED_WEIGHTS } from '../../src/classify/rules-weights.ts';

describe('the version of a classifier', () => {
  it.each(Object.entries(BEHAVIOURS))('covers its behaviour: %s', async (name, behaviourOf) => {
    expect(behaviourMistake(readBehaviour(), name, await behaviourOf())).toBeNull();
  });

  it('is another one where any setting of the rules is turned', () => {
    const versions = Object.entries(RULES_SETTINGS).flatMap(([group, settings]) =>
      Object.keys(settings).map((name) => {
        const turned = { ...RULES_SETTINGS, [group]: { ...settings, [name]: 'turned' } };
        return rulesVersion(turned, SHIPPED_WEIGHTS);
      }),
    );
    expect(versions.length).toBeGreaterThan(40);
    expect(new Set([...versions, rulesVersion(RULES_SETTINGS, SHIPPED_WEIGHTS)]).size).toBe(versions.length + 1);
  });

  it('is another one where an expression differs in a letter or a flag', () => {
    const { filter } = RULES_SETTINGS.flags;
    const versions = [filter, new RegExp(filter.source), new RegExp(`${filter.source}|x`, filter.flags)].map((turned) =>
      rulesVersion({ ...RULES_SETTINGS, flags: { ...RULES_SETTINGS.flags, filter: turned } }, SHIPPED_WEIGHTS),
    );
    expect(new Set(versions).size).toBe(3);
  });
});

describe('the record of behaviour', () => {
  const record = { rules: { v1: { t: 'aa' } } };
  const of = (version: string, texts: string, digest: string) => ({ version, texts, digest });

  it('takes a new version or new texts, and never another digest for the same', () => {
    expect(withBehaviour(record, 'rules', of('v2', 't', 'bb'))).toEqual({
      rules: { v1: { t: 'aa' }, v2: { t: 'bb' } },
    });
    expect(withBehaviour(record, 'rules', of('v1', 'u', 'bb'))).toEqual({ rules: { v1: { t: 'aa', u: 'bb' } } });
    expect(withBehaviour(record, 'rules', of('v1', 't', 'aa'))).toEqual(record);
    expect(() => withBehaviour(record, 'rules', of('v1', 't', 'bb'))).toThrow('REVISION');
  });

  it('tells verdicts that moved from a version or texts that are new', () => {
    expect(behaviourMistake(record, 'rules', of('v1', 't', 'aa'))).toBeNull();
    expect(behaviourMistake(record, 'rules', of('v1', 't', 'bb'))).toContain('REVISION');
    expect(behaviourMistake(record, 'rules', of('v2', 't', 'aa'))).toContain('new');
    expect(behaviourMistake(record, 'rules', of('v1', 'u', 'aa'))).toContain('others');
  });
});
