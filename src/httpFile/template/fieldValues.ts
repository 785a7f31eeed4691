import type { Tr, TrField } from '../../core/model/tr.ts';

/** Value of a field in a body; always text, because the API has no numbers in requests. */
export type FieldValue = string | readonly string[];

/** Fields that must never be written to a file. */
const secrets: ReadonlySet<string> = new Set(['appkey', 'secretkey', 'token']);

/** Values for fields without a list of codes, from the guide's text and examples. */
const usualValues: Readonly<Record<string, string>> = {
  dmst_stex_tp: 'KRX',
  // Adjusted prices, the usual choice for charts.
  upd_stkpc_tp: '1',
  inds_cd: '001',
  mmcm_cd: '050',
  isscomp_cd: '000000000000',
  bsis_aset_cd: '000000000000',
  lpcd: '000000000000',
  etfobjt_idex_cd: '207',
  thema_grp_cd: '100',
  all_tp: '1',
  amt_qty_tp: '1',
  mrkt_tp: '0',
  mrkt_deal_tp: '%',
  netslmt_tp: '2',
  stk_inds_tp: '0',
  indc_tp: '0',
  trace_idex: '0',
  tdy_pred: '1',
  date_tp: '1',
  tm_tp: '1',
  tm: '5',
  trde_tp: '1',
  rank_strt: '0',
  rank_end: '10',
  alacc_rt: '05',
  prps_cnctr_rt: '50',
  prpscnt: '10',
  skip_stk: '000000000',
  min_trde_qty: '0',
  max_trde_qty: '0',
  min_trde_prica: '0',
  max_trde_prica: '0',
  uv: '1000',
  // A number without an order: the user must enter the real one.
  orig_ord_no: '0000000',
  ord_no: '0000000',
  ord_qty: '1',
  mdfy_qty: '1',
  cncl_qty: '1',
  mdfy_uv: '1',
  // WebSocket TRs.
  grp_no: '1',
  refresh: '1',
  seq: '0',
  search_type: '0',
  cont_yn: 'N',
};

/** Values for single TRs whose fields' names are ambiguous. */
const valuesOfTr: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ka90005: { mrkt_tp: 'P00101' },
  ka90010: { mrkt_tp: 'P00101' },
  ka10058: { trde_tp: '2' },
  ka10061: { trde_tp: '0' },
  ka30002: { isscomp_cd: '003' },
  ka10171: { trnm: 'CNSRLST' },
  ka10172: { trnm: 'CNSRREQ', stex_tp: 'K' },
  ka10173: { trnm: 'CNSRREQ', stex_tp: 'K', search_type: '1' },
  ka10174: { trnm: 'CNSRCLR' },
  kt50000: { trde_tp: '00' },
  kt50001: { trde_tp: '00' },
};

/** Samsung Electronics; for TRs about other instruments, a well-known one of that kind. */
const stock = '005930';
const etf = '069500';
const gold = 'M04020000';
const index = '001';

/** Real-time TRs about an account or the whole market, with an empty item. */
const withoutItem: ReadonlySet<string> = new Set(['00', '04', '0s']);
const aboutIndices: ReadonlySet<string> = new Set(['0J', '0U']);

/**
 * Suggests a value for a field: the first allowed code, today, a well-known stock. Optional fields of an order
 * are empty, in particular its price, and quantities are at most one.
 *
 * @param field not of type `list`, which has fields instead of a value
 * @param today `YYYYMMDD`, in Korea
 */
export function fieldValue(tr: Tr, field: TrField, today: string): FieldValue {
  if (field.type === 'string[]') return field.name === 'type' ? [tr.id] : [itemOf(tr, field)];
  return textValue(tr, field, today);
}

function textValue(tr: Tr, field: TrField, today: string): string {
  const { name, required } = field;
  const own = valuesOfTr[tr.id]?.[name];
  if (own !== undefined) return own;
  if (secrets.has(name)) return '';
  if (tr.order && required !== true) return '';
  const code = name === 'cont_yn' ? undefined : field.values?.[0]?.[0];
  if (code !== undefined) return code;
  if (isDate(field)) return today;
  if (name === 'stk_cd') return codeFor(tr);
  const usual = usualValues[name];
  if (required === false) return usual !== undefined && alwaysFilled.has(name) ? usual : '';
  return usual ?? '0';
}

/** Optional fields that are invalid when empty. */
const alwaysFilled: ReadonlySet<string> = new Set([
  'dmst_stex_tp',
  'upd_stkpc_tp',
  'cont_yn',
  'all_tp',
  'amt_qty_tp',
  'date_tp',
  'uv',
]);

function isDate({ name, format, length }: TrField): boolean {
  return format === 'YYYYMMDD' || /(?:^|_)dt$/.test(name) || (name === 'date' && length === 8);
}

function itemOf(tr: Tr, field: TrField): string {
  if (withoutItem.has(tr.id)) return '';
  if (aboutIndices.has(tr.id)) return index;
  return field.values?.[0]?.[0] ?? codeFor(tr);
}

function codeFor({ nameKo, group }: Tr): string {
  if (nameKo.startsWith('금현물')) return gold;
  return nameKo.startsWith('ETF') || group.endsWith('> ETF') ? etf : stock;
}
