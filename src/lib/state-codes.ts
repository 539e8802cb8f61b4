import { z } from 'zod';

/** Codes of ISO 3166-1 (alpha-2) that stand for a state or territory, with EU, which it reserves, and XK, which is in use for Kosovo. */
const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW';

/** Every state that a target or a probe may name. */
export const STATE_CODES: ReadonlySet<string> = new Set(CODES.split(' '));

/** What people write for a code that is another one. */
const USUAL: Readonly<Record<string, string>> = {
  UK: 'GB',
  EL: 'GR',
  SU: 'RU',
  USA: 'US',
  PRC: 'CN',
  CHN: 'CN',
  RUS: 'RU',
  GBR: 'GB',
  TUR: 'TR',
  IRN: 'IR',
  IND: 'IN',
  FRA: 'FR',
  DEU: 'DE',
};

/** ` Did you mean "GB"?` for what is near a code: another case, a usual other code, or the state's name in English; else an empty string. */
export function stateHint(written: string): string {
  const upper = written.trim().toUpperCase();
  const meant = STATE_CODES.has(upper) ? upper : (USUAL[upper] ?? codeOfName(written));
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}

function codeOfName(written: string): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}]/gu, '');
  const names = new Intl.DisplayNames('en', { type: 'region' });
  return plain(written).length < 4
    ? undefined
    : [...STATE_CODES].find((code) => plain(names.of(code) ?? '') === plain(written));
}

/** A state by its code; anything else is a mistake with a hint. */
export const stateCodeSchema = z
  .string()
  .superRefine((written, context) => {
    if (STATE_CODES.has(written)) return;
    const hint = stateHint(written);
    const message = 'a state as two capital letters (ISO 3166), such as CN';
    context.addIssue({ code: 'custom', message, params: hint === '' ? {} : { hint: `.${hint}` } });
  })
  .meta({ pattern: '^[A-Z]{2}$' });
